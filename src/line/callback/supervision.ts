import { openCallbackOf } from "../call/contacts.ts";
import { paceIn } from "../dialling/pace-view.ts";
import { dialInputs, refusalToDial } from "../dialling/turn.ts";
import type { OrderOutcome, OrderRefusal } from "../events.ts";
import type { Fact, SupervisorAct, SupervisorOrder } from "../facts.ts";
import type { CallbackId, PersonId } from "../ids.ts";
import { type Call, type Callback, isAlive, lineOf, type State } from "../state.ts";
import { cue } from "./callback-cues.ts";
import type { Conclusion } from "./conclusion.ts";

/** How far ahead a callback may be moved. */
const MOVED_AT_MOST_MS = 14 * 86_400_000;

/** A supervisor's order: carried out, or refused with a reason; either is an event. */
export function onSupervisorOrdered(
  out: Conclusion,
  fact: Extract<Fact, { type: "supervisor-ordered" }>,
): void {
  const { order, callback: id, act, author, why } = fact;
  const callback = openStill(out, id);
  const outcome = outcomeOf(out, callback, fact);
  // First the answer: what follows is read as its consequence.
  out.event({ type: "supervisor-answered", order, callback: id, act, author, why, outcome });
  if (callback && outcome === "done") carryOut(out, callback, act);
}

function outcomeOf(
  out: Conclusion,
  callback: Callback | undefined,
  { act, outdated }: SupervisorOrder,
): OrderOutcome {
  if (!callback) return "callback-unknown";
  return outdated ? "changed-meanwhile" : (refusalOf(out, callback, act) ?? "done");
}

/** The open callback; one whose time is over ends now, before anything else is done with it. */
function openStill(out: Conclusion, id: CallbackId): Callback | undefined {
  const callback = out.state.callbacks.get(id);
  if (callback && callback.expiresAt <= out.at) cue(out, callback, "expired");
  return out.state.callbacks.get(id);
}

/**
 * Nobody knows them any more: what was promised to them cannot be kept, and nothing more is promised to them. While they
 * are on the phone they are one who withholds their number.
 */
export function onPersonErased(out: Conclusion, person: PersonId): void {
  const { state } = out;
  for (const callback of state.callbacks.values())
    if (callback.person === person) cue(out, callback, "erased");
  const phoning = new Set(state.callsOf.get(person));
  if (isNamedByCalls(state, person)) out.event({ type: "caller-erased", person });
  // Others are to be called because this person asked for it; that it is this person who phones is not known any more.
  for (const callback of state.callbacks.values()) {
    const { id, call } = callback;
    if (call !== null && call !== id && phoning.has(call)) cue(out, callback, "phone-down");
  }
}

/** Also by calls that may be heard of again. */
function isNamedByCalls({ calls, closed }: State, person: PersonId): boolean {
  const names = (call: Call) => call.person === person || call.callee?.person === person;
  return (
    calls.values().some(names) || closed.values().some(({ presumed }) => presumed !== null && names(presumed))
  );
}

function refusalOf(out: Conclusion, callback: Callback, act: SupervisorAct): OrderRefusal | null {
  if (act.type === "cancel") return isCancelled(callback) ? "callback-unknown" : null;
  if (isAlive(callback.phase)) return "being-called";
  if (callback.phase === "on-phone") return "on-phone";
  return act.type === "call-now" ? refusalToDial(out, callback) : refusalToMove(out, callback, act);
}

/** It ends by an order that came before, as soon as its person is not on their way to an agent any more. */
function isCancelled({ endsAs }: Callback): boolean {
  return endsAs !== null && endsAs.status === "FAIL";
}

function refusalToMove(
  { state, at }: Conclusion,
  callback: Callback,
  { skill, notBefore }: Extract<SupervisorAct, { type: "move" }>,
): OrderRefusal | null {
  if (skill !== undefined && skill !== callback.skill) {
    if (!state.skillSettings.has(skill)) return "skill-unknown";
    if (!callback.shared && openCallbackOf(state, callback.person, skill)) return "already-registered";
  }
  if (notBefore === undefined) return null;
  if (!(notBefore >= at)) return "time-past";
  return notBefore > at + MOVED_AT_MOST_MS ? "time-too-late" : null;
}

function carryOut(out: Conclusion, callback: Callback, act: SupervisorAct): void {
  switch (act.type) {
    case "cancel":
      cue(out, callback, "cancelled");
      return;
    case "call-now": {
      const line = lineOf(out.state, callback.skill);
      const inputs = dialInputs(out, line, paceIn(out.state, line, out.at, out.judgements), "supervisor");
      cue(out, callback, "call-now", { inputs });
      return;
    }
    case "move": {
      // Without a time: at the end of the other line, once a rest that it has is over.
      const rest = callback.phase === "resting" ? Math.max(out.at, callback.notBefore) : out.at;
      const notBefore = act.notBefore ?? rest;
      const { skill } = act;
      cue(out, callback, "moved", { notBefore, why: "moved", ...(skill === undefined ? {} : { skill }) });
      return;
    }
  }
}
