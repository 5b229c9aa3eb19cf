import { lineViewOf } from "../dialling/line-view.ts";
import { ownClock } from "../hours/local-date.ts";
import type { SkillId } from "../ids.ts";
import type { LocalInterval } from "../learning/risk/interval.ts";
import { newIntervalTally } from "../learning/risk/interval-tally.ts";
import { intervalsLearned, riskNow, wantsLook } from "../learning/risk/learned-risk.ts";
import { callsToCome } from "../learning/risk/risk-features.ts";
import { riskViewOf } from "../learning/risk/risk-view.ts";
import { newUsualCourse } from "../learning/risk/usual-course.ts";
import { probabilityOf } from "../learning/statistics/logistic-model.ts";
import type { SkillSettings } from "../settings.ts";
import type { State } from "../state.ts";
import { localInterval } from "./local-interval.ts";
import type { SkillOutlook } from "./skill-outlook.ts";
import { theoreticalRisk } from "./theoretical-risk.ts";

/**
 * What a skill's running half hour is expected to come to, as the line stands at `at`, epoch ms. Changes nothing, and is too slow for the
 * path of a call. The more half hours the operation has seen end, the more it is their lesson that counts, and the less theory does.
 */
export function foreseeInterval(state: State, { id, target }: SkillSettings, at: number): SkillOutlook {
  const interval = localInterval(ownClock(state), at);
  const view = riskViewOf(state.learnedLine, id, lineViewOf(state, at), interval);
  const learned = riskNow(state.learnedRisk, id, view, target);
  const { offered, met, missed } = countOf(state, id, interval);
  const late = view.waitingSince.filter(
    (since) => since >= interval.start && at - since > target.withinMs,
  ).length;
  const known = met + missed + late;
  const intervals = intervalsLearned(state.learnedRisk, id, { at, interval });
  const weight = intervals / (intervals + THEORY_WORTH);
  const line = state.skills.get(id);
  let { risk } = learned;
  if (line && weight < LEARNED_ENOUGH) {
    const toCome = (skill: SkillId) => {
      const { tally, course } = state.learnedRisk.scopes[skill] ?? UNSEEN;
      return callsToCome(tally, course, interval, at);
    };
    const soFar = { interval, offered, met, toCome: toCome(id) };
    const loads = new Map<SkillId, number>();
    const load = (skill: SkillId) => {
      const known = loads.get(skill) ?? toCome(skill) + LEAST_LOAD;
      loads.set(skill, known);
      return known;
    };
    const theory = theoreticalRisk(state, line, target, soFar, load, at);
    risk = probabilityOf(weight * logit(risk) + (1 - weight) * logit(theory));
  }
  return {
    skill: id,
    risk: rounded(risk),
    offered,
    level: known === 0 ? null : rounded(met / known),
    ...(wantsLook(state.learnedRisk, id, { at, interval })
      ? { features: learned.features.map(rounded) }
      : {}),
  };
}

function countOf({ learnedRisk }: State, skill: SkillId, { start }: LocalInterval) {
  const running = learnedRisk.scopes[skill]?.tally.running;
  return running?.interval.start === start ? running : NOBODY;
}

function logit(probability: number): number {
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return Math.log(inside / (1 - inside));
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}

const NOBODY = { offered: 0, met: 0, missed: 0 } as const;
const UNSEEN = { tally: newIntervalTally(), course: newUsualCourse() };
/** Theory counts for as much as so many half hours. */
const THEORY_WORTH = 40;
/** With so much of the weight the lesson needs no theory beside it. */
const LEARNED_ENOUGH = 0.95;
/** Calls in a half hour, of a skill nobody is expected to call for: agents who serve it alone are its own still. */
const LEAST_LOAD = 0.1;
