import { ratePerMs } from "./answer-rate.ts";
import { concludeOvertakes, cue } from "./callback-cues.ts";
import { mayCall } from "./calling-hours.ts";
import type { Conclusion } from "./conclusion.ts";
import { openCallOf } from "./contacts.ts";
import { attemptIdOf } from "./ids.ts";
import type { DialPacing } from "./pacing.ts";
import type { Callback, SkillLine } from "./state.ts";

/**
 * Dials every callback whose turn has come: nobody who arrived earlier still waits on the phone. Pacing bounds how
 * many attempts of the skill are alive, and an agent must be logged in to talk to whoever picks up. One fact dials
 * a callback at most once, however long the time since the fact before.
 */
export function dialWhoseTurnItIs(out: Conclusion, pacing: DialPacing): void {
  for (const line of out.state.skills.values()) if (line.waiting.size > 0) dialInSkill(out, line, pacing);
}

function dialInSkill(out: Conclusion, line: SkillLine, pacing: DialPacing): void {
  const { state, at } = out;
  if (line.presentAgents === 0 || !mayCall(state.settings, at)) return;
  const answersPerMs = ratePerMs(line.rate, at);
  const { ringForMs } = state.settings.attempts;
  const aliveAtMost = pacing({ freeAgents: line.freeAgents, answersPerMs, ringForMs });
  for (let first = line.waiting.first(); first; first = line.waiting.first()) {
    const alive = line.dialled.size + line.legs.size;
    const onPhone = line.live.first();
    if (alive >= aliveAtMost || (onPhone && onPhone.place < first.place)) return;
    const callback = state.callbacks.get(first.id)!;
    const call = openCallOf(state, callback.person, callback.skill);
    if (call) {
      // He still hears our thanks, or phones by himself.
      cue(out, callback, "phoned-in", { call: call.id });
      continue;
    }
    dial(out, callback, {
      aliveInSkill: alive,
      aliveAtMost,
      freeAgents: line.freeAgents,
      answersPerMinute: answersPerMs === null ? null : answersPerMs * 60_000,
    });
  }
}

function dial(
  out: Conclusion,
  callback: Callback,
  inputs: { aliveInSkill: number; aliveAtMost: number; freeAgents: number; answersPerMinute: number | null },
): void {
  concludeOvertakes(out, callback);
  const n = callback.attempts + 1;
  const attempt = attemptIdOf(callback.id, n);
  out.event({
    type: "attempt-dialled",
    callback: callback.id,
    attempt,
    n,
    skill: callback.skill,
    inputs,
  });
  out.command({
    type: "dial",
    attempt,
    callback: callback.id,
    person: callback.person,
    skill: callback.skill,
    place: callback.place,
    ringForMs: out.state.settings.attempts.ringForMs,
  });
}
