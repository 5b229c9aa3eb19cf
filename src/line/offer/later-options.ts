import type { OfferDialogue, ReturnDialogue } from "../commands.ts";
import { disciplineOf } from "../dialling/discipline.ts";
import { type Called, mayDial } from "../hours/calling-hours.ts";
import { nextMidnight } from "../hours/local-date.ts";
import { rulePacks } from "../hours/rule-packs.ts";
import type { Call, Callback, State } from "../state.ts";

/** What the question to a call is made of: a later call is offered only where it is later than their turn, and allowed. */
export function offerDialogueOf(state: State, call: Call): OfferDialogue {
  const skill = state.skillSettings.get(call.skill);
  const waitMs = call.predictedWaitMs;
  const otherNumber = skill?.dialogue.otherNumber ?? false;
  return {
    waitMs,
    ...(call.predictedSpan ? { waitSpan: call.predictedSpan } : {}),
    confirmNumber: skill?.dialogue.confirmNumber ?? false,
    otherNumber,
    // Their own cannot be called; where none may be keyed they are not asked for one either.
    ...(call.number === "dialable" || !otherNumber ? {} : { keyNumber: true }),
    recordName: skill?.dialogue.recordName ?? false,
    laterMs: laterOptions(state, call, call.since, call.since).filter((laterMs) => laterMs > (waitMs ?? 0)),
  };
}

/**
 * What the person who picks up the newest attempt is asked. A recorded name is heard at once only at the number that called:
 * at another one, the person hears it after they said that they are the one. Later is offered while an attempt is left,
 * and the rules let it be made then. `at`: when it is dialled, epoch ms.
 */
export function returnDialogueOf(state: State, callback: Callback, at: number): ReturnDialogue {
  const another = callback.attempts < state.settings.attempts.max;
  return {
    name: !callback.nameRecorded ? null : callback.otherNumber ? "after-key" : "first",
    laterMs: another ? laterOptions(state, callback, at, soonestAfterAnswer(state, callback, at)) : [],
  };
}

/**
 * After how many ms from `at` they may ask to be called: at a time at which they may be, not before another, and none that
 * would be a longer promise than the skill allows.
 */
function laterOptions(state: State, called: Called, at: number, notBefore: number): number[] {
  const skill = state.skillSettings.get(called.skill);
  const longestMs = skill?.limits.longestPromiseMs ?? Number.POSITIVE_INFINITY;
  const options = skill?.dialogue.laterMs ?? [];
  return options.filter(
    (laterMs) =>
      at + laterMs >= notBefore &&
      disciplineOf(skill).promiseLater(at, laterMs).until - at <= longestMs &&
      mayDial(state, called, at + laterMs),
  );
}

/** Where an answer ends the day, the person who picks up now is not called again before the next. */
function soonestAfterAnswer(state: State, { skill }: Called, at: number): number {
  const pack = state.skillSettings.get(skill)?.rulePack ?? "none";
  return rulePacks[pack].answeredEndsDay ? nextMidnight(state, at) : at;
}

/** After how many ms they are called who asked for it: a moment that was lost, or makes no sense, is a while from now. */
export function laterWithin(laterMs: number | undefined): number {
  return Math.min(LATEST_MS, Math.max(EARLIEST_MS, laterMs ?? UNKNOWN_MS));
}

const EARLIEST_MS = 5 * 60_000;
const UNKNOWN_MS = 10 * 60_000;
const LATEST_MS = 24 * 3_600_000;
