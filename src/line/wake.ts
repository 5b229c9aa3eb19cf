import { ASKED_WITHIN_MS } from "./call/dialogue-deadlines.ts";
import { askWhoseWaitGrew, askWhoWaitedLong, onChoiceMade } from "./call/dialogue-facts.ts";
import { concludeCall, outcomeOf } from "./call/line-facts.ts";
import { endTalksGivenUp, nextTalkGivenUp } from "./call/talks.ts";
import { cue } from "./callback/callback-cues.ts";
import type { CallbackPhase } from "./callback/callback-life.ts";
import type { Conclusion } from "./callback/conclusion.ts";
import { pickedUpWithinMs } from "./callback/former-leg.ts";
import { dueTimeOf } from "./dialling/line-due.ts";
import { allJudgements, type Judgements } from "./judgement/judgements.ts";
import type { Call, CallPhase, State } from "./state.ts";

/**
 * When the core wants a `woke` fact next, epoch ms; `null`: not until something happens. Derived from state
 * alone: after a restart it says so again. May lie in the past: then at once.
 */
export function nextWake(state: State, now: number, judgements: Judgements = allJudgements): number | null {
  let next = Number.POSITIVE_INFINITY;
  for (const [phase, entered] of state.callPhases) {
    const oldest = firstOf(entered);
    if (oldest !== undefined) next = Math.min(next, oldest + callDeadlineMs[phase]);
  }
  for (const [phase, entered] of state.callbackPhases) {
    const deadlineMs = callbackDeadlineMs(state, phase);
    const oldest = deadlineMs === null ? undefined : firstOf(entered);
    if (oldest !== undefined && deadlineMs !== null) next = Math.min(next, oldest + deadlineMs);
  }
  next = Math.min(next, nextTalkGivenUp(state) ?? next);
  next = Math.min(next, state.restingUntil.first()?.place ?? next, state.expiring.first()?.place ?? next);
  for (const line of state.dueLines.changed())
    state.dueLines.setTime(line, dueTimeOf(state, line, now, judgements));
  next = Math.min(next, state.dueLines.firstTime());
  return next === Number.POSITIVE_INFINITY ? null : next;
}

/** Time passed: what is due happens, in the order of its time, ties by id, whatever order it is kept in. */
export function onWoke(out: Conclusion): void {
  const { state, at } = out;
  for (const call of dueCalls(state, at)) giveUpOn(out, call);
  endTalksGivenUp(out);
  for (const id of dueCallbacks(state, at)) {
    const callback = state.callbacks.get(id);
    if (callback) cue(out, callback, "deadline");
  }
  for (let first = state.expiring.first(); first && first.place <= at; first = state.expiring.first())
    if (!cue(out, state.callbacks.get(first.id)!, "expired")) break;
  for (let first = state.restingUntil.first(); first && first.place <= at; first = state.restingUntil.first())
    if (!cue(out, state.callbacks.get(first.id)!, "rest-over")) break;
  askWhoWaitedLong(out);
  askWhoseWaitGrew(out);
}

function giveUpOn(out: Conclusion, call: Call): void {
  switch (call.phase) {
    case "asked":
      onChoiceMade(out, {
        type: "choice-made",
        call: call.id,
        choice: "silent",
        source: "deadline",
        at: out.at,
      });
      break;
    case "thanked":
      concludeCall(out, call, "accepted", true);
      break;
    case "left":
      concludeCall(out, call, outcomeOf(call), true);
      break;
    case "talking":
      concludeCall(out, call, "answered", true);
      break;
    // It was not taken out of the queue: it waits there as before.
    case "withdrawing":
      out.event({ type: "call-joined", call: call.id });
      break;
    // Nothing was reported since the order to ask it: whether the question was played is not known, so it was not.
    case "offering":
    case "passing":
    case "seating":
    case "waiting":
    case "ringing":
      concludeCall(out, call, call.answered ? "answered" : "lost", true);
      break;
  }
}

function dueCalls(state: State, at: number): Call[] {
  const due: { by: number; id: string }[] = [];
  for (const [phase, entered] of state.callPhases) collectDue(due, entered, callDeadlineMs[phase], at);
  return inOrder(due).map(({ id }) => state.calls.get(id)!);
}

function dueCallbacks(state: State, at: number): string[] {
  const due: { by: number; id: string }[] = [];
  for (const [phase, entered] of state.callbackPhases) {
    const deadlineMs = callbackDeadlineMs(state, phase);
    if (deadlineMs !== null) collectDue(due, entered, deadlineMs, at);
  }
  return inOrder(due).map(({ id }) => id);
}

function collectDue(
  due: { by: number; id: string }[],
  entered: ReadonlyMap<string, number>,
  deadlineMs: number,
  at: number,
): void {
  for (const [id, since] of entered) {
    if (since + deadlineMs > at) return;
    due.push({ by: since + deadlineMs, id });
  }
}

function inOrder(due: { by: number; id: string }[]): { by: number; id: string }[] {
  return due.sort((one, other) => one.by - other.by || (one.id < other.id ? -1 : 1));
}

function firstOf(entered: ReadonlyMap<string, number>): number | undefined {
  for (const since of entered.values()) return since;
  return undefined;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * How long a call may stay in a phase without a word from the exchange before its report counts as lost. Generous:
 * too short would close calls that are alive, and what is late is put right by the next snapshot.
 */
const callDeadlineMs: Readonly<Record<CallPhase, number>> = {
  passing: MINUTE_MS,
  offering: MINUTE_MS,
  asked: ASKED_WITHIN_MS,
  thanked: MINUTE_MS,
  seating: MINUTE_MS,
  waiting: 3 * HOUR_MS,
  withdrawing: MINUTE_MS,
  ringing: 10 * MINUTE_MS,
  talking: 12 * HOUR_MS,
  left: 3 * HOUR_MS,
};

/** The same for a callback; `null`: its end is certain without the exchange. */
function callbackDeadlineMs(state: State, phase: CallbackPhase): number | null {
  switch (phase) {
    case "dialling":
    case "ringing":
      return pickedUpWithinMs(state.settings);
    case "asking":
      return ASKED_WITHIN_MS;
    case "seating":
      return MINUTE_MS;
    case "in-line":
    case "left":
      return 3 * HOUR_MS;
    case "rung":
      return 10 * MINUTE_MS;
    case "on-phone":
      return 16 * HOUR_MS;
    case "waiting":
    case "resting":
      return null;
  }
}
