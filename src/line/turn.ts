import { ratePerMs } from "./answer-rate.ts";
import { cue } from "./callback-cues.ts";
import { mayDial } from "./calling-hours.ts";
import type { Conclusion } from "./conclusion.ts";
import { isOnLineElsewhere, openCallOf } from "./contacts.ts";
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
  if (line.presentAgents === 0 || !mayDial(state.settings, at)) return;
  const answersPerMs = ratePerMs(line.rate, at);
  const { ringForMs } = state.settings.attempts;
  const aliveAtMost = pacing({ freeAgents: line.freeAgents, answersPerMs, ringForMs });
  for (const callback of whoseTurnItIs(out, line, aliveAtMost)) {
    cue(out, callback, "turn-came", {
      inputs: {
        aliveInSkill: line.dialled.size + line.legs.size,
        aliveAtMost,
        freeAgents: line.freeAgents,
        answersPerMinute: answersPerMs === null ? null : answersPerMs * 60_000,
      },
    });
  }
}

/** In the order of their places. Who cannot be called at this moment lets those after him go first. */
function whoseTurnItIs(out: Conclusion, line: SkillLine, aliveAtMost: number): Callback[] {
  const { state, at } = out;
  const onPhone = line.live.first();
  const callable: Callback[] = [];
  const expired: Callback[] = [];
  const phoning: Callback[] = [];
  for (const { place, id } of line.waiting) {
    if (line.dialled.size + line.legs.size + callable.length >= aliveAtMost) break;
    if (onPhone && onPhone.place < place) break;
    const callback = state.callbacks.get(id)!;
    if (callback.expiresAt <= at) expired.push(callback);
    // He still hears our thanks, or phones by himself.
    else if (openCallOf(state, callback.person, callback.skill)) phoning.push(callback);
    else if (!isOnLineElsewhere(state, callback)) callable.push(callback);
  }
  for (const callback of expired) cue(out, callback, "expired");
  for (const callback of phoning)
    cue(out, callback, "phoned-in", { call: openCallOf(state, callback.person, callback.skill)!.id });
  return callable;
}
