import { agentName } from "../agents/agents.ts";
import { endTalk } from "../call/talks.ts";
import type { AttemptResult, DialInputs } from "../events.ts";
import type { AttemptFailure } from "../facts.ts";
import { type AgentId, type AttemptId, attemptIdOf, type CallId, partsOfAttempt } from "../ids.ts";
import { returnDialogueOf } from "../offer/later-options.ts";
import { sameQueue } from "../queue-name.ts";
import { type Callback, isAlive } from "../state.ts";
import { type CallbackCue, type CallbackPhase, callbackLife, type Transition } from "./callback-life.ts";
import type { Conclusion } from "./conclusion.ts";
import { concludeOvertakes } from "./overtakes.ts";
import { close, endsInstead, finish, giveBack, type PutOff, putOff, retry } from "./put-off.ts";

/** What a cue brings along. */
interface CueDetails extends PutOff {
  /** The attempt that it is about, where it is about one. */
  readonly attempt?: AttemptId;
  readonly agent?: AgentId;
  /** The call by which its person phones. */
  readonly call?: CallId;
  /** With `failed`: what the phone did. */
  readonly result?: AttemptResult;
  /** With `turn-came` and `call-now`: what was known then. */
  readonly inputs?: DialInputs;
}

/** Lets a cue happen to a callback, as its life's table says. Says whether anything followed. */
export function cue(
  out: Conclusion,
  callback: Callback,
  happened: CallbackCue,
  details: CueDetails = {},
): boolean {
  if (details.attempt !== undefined && !isHeard(callback, details.attempt, happened)) return false;
  const transition = callbackLife[callback.phase][happened];
  if (transition === "stay") return false;
  follow(out, callback, happened, transition, details);
  return true;
}

/** The newest attempt is heard until its end; after that, an agent's answer to its leg still counts. */
function isHeard(callback: Callback, attempt: AttemptId, happened: CallbackCue): boolean {
  const n = partsOfAttempt(attempt)?.n ?? 0;
  if (n < 1 || n > callback.attempts) return false;
  return happened === "leg-answered" || (n === callback.attempts && !callback.attemptOver);
}

/** The open callback whose attempt this is. */
export function callbackOf(out: Conclusion, attempt: AttemptId): Callback | undefined {
  const parts = partsOfAttempt(attempt);
  return parts && out.state.callbacks.get(parts.callback);
}

function follow(
  out: Conclusion,
  callback: Callback,
  happened: CallbackCue,
  transition: Exclude<Transition, "stay">,
  details: CueDetails,
): void {
  const attempt = attemptIdOf(callback.id, callback.attempts);
  if (transition === "retry") {
    concludeOvertakes(out, callback);
    const result = resultOf(callback, happened, details);
    out.event({ type: "attempt-ended", callback: callback.id, attempt, result });
    // Nothing was heard of it, so it may still ring: it must be over before the next one is dialled.
    if (happened === "deadline") out.command({ type: "hang-up", attempt });
    retry(out, callback, result);
    if (details.result === "turned-away")
      out.command({
        type: "turn-away",
        call: attempt,
        againAt: out.state.callbacks.has(callback.id) ? callback.notBefore : null,
      });
    return;
  }
  switch (transition) {
    case "remember":
      remember(out, callback, happened);
      return;
    case "leg-over":
      out.event({ type: "leg-ended", callback: callback.id, attempt });
      return;
    case "return":
      giveBack(out, callback);
      return;
    case "put-off":
      putOff(out, callback, details);
      return;
    case "close":
      close(out, callback, details);
      return;
  }
  if ("end" in transition) {
    end(out, callback, happened, transition, details);
    return;
  }
  if (transition.to === "waiting") {
    out.event({ type: "callback-returned", callback: callback.id, place: callback.placeAfterRest });
    return;
  }
  if (transition.to === "on-phone") {
    concludeOvertakes(out, callback);
    if (isAlive(callback.phase)) withdraw(out, callback);
    out.event({ type: "callback-on-phone", callback: callback.id, call: details.call ?? "" });
    return;
  }
  progress(out, callback, transition.to, details);
}

function progress(
  out: Conclusion,
  callback: Callback,
  to: Exclude<CallbackPhase, "waiting" | "resting" | "on-phone">,
  details: CueDetails,
): void {
  if (to === "dialling") {
    if (callback.phase === "resting") {
      // A supervisor ends its rest: it stands where it would have stood then, or at the end of the line.
      const place = Math.min(callback.placeAfterRest, out.at);
      out.event({ type: "callback-returned", callback: callback.id, place });
    }
    dial(out, callback, details.inputs!);
    return;
  }
  const attempt = attemptIdOf(callback.id, callback.attempts);
  // The way from dialling to an agent is what it may be overtaken on without blame; it ends when they are rung for.
  if (to === "rung" && !callback.legRung) concludeOvertakes(out, callback);
  out.event({
    type: "attempt-progressed",
    callback: callback.id,
    attempt,
    progress: progressOf[to],
    ...(details.agent === undefined ? {} : { agent: details.agent }),
    ...(to === "in-line" && callback.phase === "rung" ? { again: true } : {}),
  });
  if (to === "seating")
    out.command({ type: "seat", call: attempt, skill: callback.skill, place: callback.place });
}

const progressOf = {
  ringing: "ringing",
  asking: "answered",
  seating: "confirmed",
  "in-line": "in-line",
  rung: "rung",
  left: "left",
} as const;

function dial(out: Conclusion, callback: Callback, inputs: DialInputs): void {
  concludeOvertakes(out, callback);
  // The settings may allow fewer than when it was last dialled.
  if (endsInstead(out, callback)) return;
  const n = callback.attempts + 1;
  const attempt = attemptIdOf(callback.id, n);
  // An exchange that gives a call's id again gives its attempts' as well: of the leg that had this one nothing is heard now.
  endTalk(out, attempt, null);
  out.event({ type: "attempt-dialled", callback: callback.id, attempt, n, skill: callback.skill, inputs });
  out.command({
    type: "dial",
    attempt,
    callback: callback.id,
    person: callback.person,
    skill: callback.skill,
    ...(callback.skill === callback.registeredFor ? sameQueue(callback) : {}),
    place: callback.place,
    ringForMs: out.state.settings.attempts.ringForMs,
    dialogue: returnDialogueOf(out.state, callback, out.at),
  });
}

function end(
  out: Conclusion,
  callback: Callback,
  happened: CallbackCue,
  transition: Extract<Transition, { end: unknown }>,
  details: CueDetails,
): void {
  const attempt = attemptIdOf(callback.id, callback.attempts);
  concludeOvertakes(out, callback);
  if (transition.end === "OK") {
    const joined = details.attempt ?? attempt;
    if (joined !== attempt && isAlive(callback.phase)) withdraw(out, callback);
    out.event({
      type: "attempt-progressed",
      callback: callback.id,
      attempt: joined,
      progress: "joined",
      ...(details.agent === undefined ? {} : { agent: details.agent }),
      ...agentName(out.state, details.agent),
      talk: true,
    });
    out.event({ type: "attempt-ended", callback: callback.id, attempt: joined, result: "joined" });
  } else if (isAlive(callback.phase)) {
    // Nothing ended it at the phone: it may still ring.
    if (happened === "attended" || happened === "cancelled" || happened === "erased") withdraw(out, callback);
    else
      out.event({
        type: "attempt-ended",
        callback: callback.id,
        attempt,
        result: resultOf(callback, happened, details),
      });
  }
  finish(out, callback, transition.end, transition.reason);
}

/** How it ends should the way that its person is on end without an agent. */
function remember(out: Conclusion, callback: Callback, happened: CallbackCue): void {
  const before = callback.endsAs?.status;
  // What ends it for good is not lost where they were attended before, which they may take back.
  if (before === "FAIL" || (before !== undefined && happened === "attended")) return;
  if (happened === "attended") out.event({ type: "callback-attended", callback: callback.id });
  else
    out.event({
      type: "callback-cancelled",
      callback: callback.id,
      reason: happened === "erased" ? "person-erased" : "cancelled",
    });
}

/** Takes the living attempt back: the phone of somebody who is served otherwise must not ring on. */
function withdraw(out: Conclusion, callback: Callback): void {
  const attempt = attemptIdOf(callback.id, callback.attempts);
  out.event({ type: "attempt-ended", callback: callback.id, attempt, result: "withdrawn" });
  out.command({ type: "hang-up", attempt });
}

function resultOf({ phase }: Callback, happened: CallbackCue, details: CueDetails): AttemptResult {
  if (details.result !== undefined) return details.result;
  if (happened === "declined" || happened === "invalid" || happened === "over-limit") return happened;
  if (happened === "number-refused") return "refused";
  if (happened !== "leg-ended") return "unknown";
  // A customer who hangs up while the queue has no room for them was turned away by it.
  return phase === "left" ? "turned-away" : "hung-up";
}

/** The cue that a failed attempt gives. */
export function cueOfFailure(failure: AttemptFailure): CallbackCue {
  switch (failure) {
    case "declined":
    case "invalid":
    case "over-limit":
      return failure;
    case "refused":
      return "number-refused";
    case "busy":
    case "failed":
    case "hung-up":
    case "machine":
    case "no-answer":
    case "turned-away":
      return "failed";
  }
}
