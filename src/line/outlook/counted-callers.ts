import { ownClock } from "../hours/local-date.ts";
import type { CallId, SkillId } from "../ids.ts";
import { observeEnd, observeGone, observeOffered } from "../learning/risk/learned-risk.ts";
import type { Call, State } from "../state.ts";
import { localInterval } from "./local-interval.ts";
import { isForeseen } from "./skill-outlook.ts";

/**
 * Counts callers by how their skill's half hours come out. The level is that of callers on the phone: those who ask to be called back
 * are taken out of it, else accepted offers would lower the level, raise the risk, and keep the offers going.
 */
export function countOffered(state: State, { skill }: Pick<Call, "skill">, at: number): void {
  const settings = state.skillSettings.get(skill);
  if (!settings || !(isForeseen(settings) || isCounted(state, skill))) return;
  observeOffered(state.learnedRisk, skill, localInterval(ownClock(state), at));
}

/** A caller who waited was answered, or gave up; to be called before they are forgotten as somebody who waits. */
export function countEnd(state: State, call: CallId, answered: boolean, at: number): void {
  const caller = state.learnedLine.waiting[call];
  const settings = caller && state.skillSettings.get(caller.skill);
  if (!settings || !isCounted(state, caller.skill)) return;
  observeEnd(state.learnedRisk, caller.skill, { arrivedAt: caller.since, at, answered }, settings.target);
}

/** A caller who waited does so no more, and was neither answered nor gave up. */
export function countGone(state: State, call: CallId): void {
  const caller = state.learnedLine.waiting[call];
  if (caller && isCounted(state, caller.skill)) observeGone(state.learnedRisk, caller.skill, caller.since);
}

function isCounted({ learnedRisk }: State, skill: SkillId): boolean {
  return learnedRisk.scopes[skill] !== undefined;
}
