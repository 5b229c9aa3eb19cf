import { type CallbackCue, type CallbackPhase, callbackLife, type Transition } from "./callback-life.ts";
import type { Conclusion } from "./conclusion.ts";
import type { AttemptResult, DialInputs } from "./events.ts";
import type { AttemptFailure } from "./facts.ts";
import { type AgentId, type AttemptId, attemptIdOf, type CallId, partsOfAttempt } from "./ids.ts";
import { type Callback, isAlive, lineOf, rungAfter } from "./state.ts";

/** What a cue brings along. */
export interface CueDetails {
  /** The attempt that it is about, where it is about one. */
  readonly attempt?: AttemptId;
  readonly agent?: AgentId;
  /** The call by which its person phones. */
  readonly call?: CallId;
  /** With `failed`: what the phone did. */
  readonly result?: AttemptResult;
  /** With `turn-came`: what was known then. */
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
    out.event({ type: "attempt-ended", callback: callback.id, attempt, result: resultOf(happened, details) });
    // Nothing was heard of it, so it may still ring: it must be over before the next one is dialled.
    if (happened === "deadline") out.command({ type: "hang-up", attempt });
    retry(out, callback, resultOf(happened, details));
    return;
  }
  if (transition === "remember") {
    if (!callback.attended) out.event({ type: "callback-attended", callback: callback.id });
    return;
  }
  if (transition === "return") {
    giveBack(out, callback);
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
    dial(out, callback, details.inputs!);
    return;
  }
  const attempt = attemptIdOf(callback.id, callback.attempts);
  // The way from dialling to an agent is what it may be overtaken on without blame; it ends when he is rung for.
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
  const n = callback.attempts + 1;
  const attempt = attemptIdOf(callback.id, n);
  out.event({ type: "attempt-dialled", callback: callback.id, attempt, n, skill: callback.skill, inputs });
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
    });
    out.event({ type: "attempt-ended", callback: callback.id, attempt: joined, result: "joined" });
  } else if (isAlive(callback.phase)) {
    if (happened === "attended") withdraw(out, callback);
    else
      out.event({
        type: "attempt-ended",
        callback: callback.id,
        attempt,
        result: resultOf(happened, details),
      });
  }
  finish(out, callback, transition.end, transition.reason);
}

function finish(
  out: Conclusion,
  callback: Callback,
  status: Extract<Transition, { end: unknown }>["end"],
  reason: Extract<Transition, { end: unknown }>["reason"],
): void {
  out.event({
    type: "callback-ended",
    callback: callback.id,
    skill: callback.skill,
    arrivedAt: callback.arrivedAt,
    status,
    reason,
  });
}

/** Takes the living attempt back: the phone of somebody who is served otherwise must not ring on. */
function withdraw(out: Conclusion, callback: Callback): void {
  const attempt = attemptIdOf(callback.id, callback.attempts);
  out.event({ type: "attempt-ended", callback: callback.id, attempt, result: "withdrawn" });
  out.command({ type: "hang-up", attempt });
}

function retry(out: Conclusion, callback: Callback, result: AttemptResult): void {
  const rules = out.state.settings.attempts;
  if (callback.attended) {
    finish(out, callback, "STOP NEW", "attended-before");
    return;
  }
  if (callback.attempts >= rules.max) {
    finish(out, callback, "FAIL", "attempts-used-up");
    return;
  }
  const gapMs = rules.gapMs[gapOf(result)];
  const notBefore = out.at + gapMs;
  // The place is kept once, for a retry that comes soon; whoever was away longer stands where he asked to be.
  const keeps = callback.attempts === 1 && gapMs <= rules.keepPlaceWithinMs;
  out.event({
    type: "callback-rested",
    callback: callback.id,
    notBefore,
    place: keeps ? callback.place : notBefore,
  });
}

/** After his own call: in line again, or resting on, or at its end. */
function giveBack(out: Conclusion, callback: Callback): void {
  if (callback.attempts >= out.state.settings.attempts.max) finish(out, callback, "FAIL", "attempts-used-up");
  else if (callback.notBefore > out.at)
    out.event({
      type: "callback-rested",
      callback: callback.id,
      notBefore: callback.notBefore,
      place: callback.placeAfterRest,
    });
  else out.event({ type: "callback-returned", callback: callback.id, place: callback.placeAfterRest });
}

/** Says how many overtook it in the stretch of its way that ends now. */
function concludeOvertakes(out: Conclusion, callback: Callback): void {
  const waiting = isHeldBack(callback);
  if (!waiting && (!isAlive(callback.phase) || callback.legRung)) return;
  const by = rungAfter(lineOf(out.state, callback.skill), callback.place) - callback.overtakeMark;
  if (by <= 0) return;
  out.event({
    type: "callback-overtaken",
    callback: callback.id,
    while: waiting ? "held-back" : "dialled",
    total: by + (waiting ? callback.overtakesHeldBack : callback.overtakesDialled),
  });
}

/** Waiting for its turn, or resting for so short a while that it keeps its place. */
function isHeldBack({ phase, place, placeAfterRest }: Callback): boolean {
  return phase === "waiting" || (phase === "resting" && place === placeAfterRest);
}

function resultOf(happened: CallbackCue, details: CueDetails): AttemptResult {
  if (details.result !== undefined) return details.result;
  if (happened === "declined" || happened === "invalid") return happened;
  return happened === "leg-ended" ? "hung-up" : "unknown";
}

function gapOf(result: AttemptResult): "busy" | "no-answer" | "machine" | "failed" {
  switch (result) {
    case "busy":
    case "no-answer":
    case "machine":
      return result;
    case "hung-up":
      return "no-answer";
    case "declined":
    case "failed":
    case "invalid":
    case "joined":
    case "unknown":
    case "withdrawn":
      return "failed";
  }
}

/** The cue that a failed attempt gives. */
export function cueOfFailure(failure: AttemptFailure): CallbackCue {
  return failure === "declined" || failure === "invalid" ? failure : "failed";
}
