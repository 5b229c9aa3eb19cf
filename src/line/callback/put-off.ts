import type { AttemptResult, EndReason, FinalStatus, RestReason } from "../events.ts";
import { attemptIdOf, type SkillId } from "../ids.ts";
import { type Callback, isAlive } from "../state.ts";
import { dayAfterAnswer } from "./answered-day.ts";
import type { Conclusion } from "./conclusion.ts";
import { failureKind } from "./failure-kind.ts";
import { concludeOvertakes } from "./overtakes.ts";

/** Until when a callback is put off, and where to. */
export interface PutOff {
  /** Epoch ms. */
  readonly notBefore?: number;
  readonly why?: RestReason;
  /** The skill in whose line it is to stand then. */
  readonly skill?: SkillId;
}

/** After an attempt that failed: rests before the next one, or is at its end. */
export function retry(out: Conclusion, callback: Callback, result: AttemptResult): void {
  const { settings } = out.state;
  const rules = settings.attempts;
  if (endsInstead(out, callback)) return;
  const kind = failureKind(result) ?? "failed";
  if (callback.failures[kind] >= rules.maxOf[kind]) {
    finish(out, callback, "FAIL", "attempts-used-up");
    return;
  }
  const tomorrow = dayAfterAnswer(out, callback);
  if (tomorrow === "never") {
    finish(out, callback, "FAIL", "closed");
    return;
  }
  if (tomorrow !== null) {
    restUntil(out, callback, tomorrow, "answered-today");
    return;
  }
  const gapMs = rules.gapMs[kind];
  const notBefore = out.at + gapMs;
  // The place is kept once, for a retry that comes soon; a customer who was away longer stands where they asked to be.
  const keeps = callback.attempts === 1 && gapMs <= rules.keepPlaceWithinMs;
  out.event({
    type: "callback-rested",
    callback: callback.id,
    notBefore,
    place: keeps ? callback.place : Math.max(callback.place, notBefore),
    why: "retry",
  });
}

/** Ends a callback that has no further attempt before it, or that was to end with this one; says whether it did. */
export function endsInstead(out: Conclusion, callback: Callback): boolean {
  if (callback.endsAs) finish(out, callback, callback.endsAs.status, callback.endsAs.reason);
  else if (!isAnotherLeft(out, callback)) finish(out, callback, "FAIL", "attempts-used-up");
  else return false;
  return true;
}

function isAnotherLeft({ state }: Conclusion, { attempts }: Callback): boolean {
  return attempts < state.settings.attempts.max;
}

/** Rests until the moment that was asked for, and stands there then: never before those who wait already. */
export function putOff(out: Conclusion, callback: Callback, details: PutOff): void {
  const attempt = attemptIdOf(callback.id, callback.attempts);
  if (isAlive(callback.phase)) {
    concludeOvertakes(out, callback);
    out.event({ type: "attempt-ended", callback: callback.id, attempt, result: "snoozed" });
    // A customer who asks to be called later hears that they will be, also where they were attended otherwise meanwhile.
    const asksAgain = callback.endsAs?.status === "STOP NEW" && isAnotherLeft(out, callback);
    if (!asksAgain && endsInstead(out, callback)) return;
  }
  if (details.skill !== undefined && details.skill !== callback.skill) {
    concludeOvertakes(out, callback);
    out.event({ type: "callback-moved", callback: callback.id, skill: details.skill });
  }
  concludeOvertakes(out, callback);
  restUntil(out, callback, details.notBefore ?? out.at, details.why ?? "snoozed");
}

/** Until the moment that was asked for; it lives as long after it as it would have after its yes. */
function restUntil(out: Conclusion, callback: Callback, notBefore: number, why: RestReason): void {
  out.event({
    type: "callback-rested",
    callback: callback.id,
    notBefore,
    place: Math.max(notBefore, callback.place),
    why,
    expiresAt: Math.max(callback.expiresAt, notBefore + out.state.settings.callbackExpiresAfterMs),
  });
}

/** What is left at closing goes to the next opening, released one by one, or ends. */
export function close(out: Conclusion, callback: Callback, { notBefore }: PutOff): void {
  const { state } = out;
  const rule = state.skillSettings.get(callback.skill)?.atClosing ?? "next-opening";
  concludeOvertakes(out, callback);
  if (rule === "end" || notBefore === undefined) {
    finish(out, callback, "FAIL", "closed");
    return;
  }
  const released = { notBefore, place: Math.max(notBefore, callback.place) };
  const { carriedOver, expiresAt } = callback;
  out.event({
    type: "callback-rested",
    callback: callback.id,
    ...released,
    why: "closed",
    // Once: what is not reached on the day to which it went is not carried on for ever.
    ...(carriedOver
      ? {}
      : { expiresAt: Math.max(expiresAt, notBefore + state.settings.callbackExpiresAfterMs) }),
  });
}

/** After their own call: in line again, or resting on, or at its end. */
export function giveBack(out: Conclusion, callback: Callback): void {
  if (endsInstead(out, callback)) return;
  if (callback.notBefore > out.at)
    out.event({
      type: "callback-rested",
      callback: callback.id,
      notBefore: callback.notBefore,
      place: callback.placeAfterRest,
    });
  else out.event({ type: "callback-returned", callback: callback.id, place: callback.placeAfterRest });
}

/** Gives it its final status. */
export function finish(out: Conclusion, callback: Callback, status: FinalStatus, reason: EndReason): void {
  out.event({
    type: "callback-ended",
    callback: callback.id,
    skill: callback.registeredFor,
    arrivedAt: callback.arrivedAt,
    status,
    reason,
  });
}
