import { mayCall } from "./calling-hours.ts";
import type { OfferDialogue, ReturnDialogue } from "./commands.ts";
import type { Call, Callback, State } from "./state.ts";

/** What the question to a call is made of: a later call is offered only where it is later than his turn, and allowed. */
export function offerDialogueOf(state: State, call: Call): OfferDialogue {
  const skill = state.skillSettings.get(call.skill);
  const waitMs = call.predictedWaitMs;
  const called = { skill: call.skill, country: call.country };
  return {
    waitMs,
    confirmNumber: skill?.dialogue.confirmNumber ?? false,
    otherNumber: skill?.dialogue.otherNumber ?? false,
    ...(call.number === "refused" ? { keyNumber: true } : {}),
    recordName: skill?.dialogue.recordName ?? false,
    laterMs: (skill?.dialogue.laterMs ?? []).filter(
      (laterMs) => laterMs > (waitMs ?? 0) && mayCall(state.settings, called, call.since + laterMs),
    ),
  };
}

/**
 * What whoever picks up the newest attempt is asked. A recorded name is heard at once only at the number that called:
 * at another one, whoever picks up hears it after he said that he is the one. Later is offered while an attempt is left.
 */
export function returnDialogueOf(state: State, callback: Callback): ReturnDialogue {
  const skill = state.skillSettings.get(callback.skill);
  const another = callback.attempts < state.settings.attempts.max;
  return {
    name: !callback.nameRecorded ? null : callback.otherNumber ? "after-key" : "first",
    laterMs: another ? (skill?.dialogue.laterMs ?? []) : [],
  };
}

/** After how many ms he is called who asked for it: a moment that was lost, or makes no sense, is a while from now. */
export function laterWithin(laterMs: number | undefined): number {
  return Math.min(LATEST_MS, Math.max(EARLIEST_MS, laterMs ?? UNKNOWN_MS));
}

const EARLIEST_MS = 5 * 60_000;
const UNKNOWN_MS = 10 * 60_000;
const LATEST_MS = 24 * 3_600_000;
