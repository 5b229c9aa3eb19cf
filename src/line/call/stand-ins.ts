import { cue } from "../callback/callback-cues.ts";
import type { Conclusion } from "../callback/conclusion.ts";
import type { Fact } from "../facts.ts";
import type { AttemptId, CallId } from "../ids.ts";
import type { State } from "../state.ts";
import { visitOf } from "./contacts.ts";
import { judged, knownCall, recognised } from "./dialogue-facts.ts";
import { concludeCall, joinLine, onCallEnded } from "./line-facts.ts";

type Of<T extends Fact["type"]> = Extract<Fact, { type: T }>;

/**
 * A customer that an agent put through to where the agent's own phone call waited: the exchange ends that phone call, and
 * gives its place in the queue to the customer's channel. To Espera the phone call goes on, with the customer as its
 * caller, so that it is waited, answered and counted in that skill; the customer's talk with the agent is over.
 */
export function onCallReplaced(out: Conclusion, { call: id, by, caller }: Of<"call-replaced">): void {
  const call = knownCall(out, visitOf(out.state, id));
  const before = visitOf(out.state, by);
  if (!call || call.id === before) return;
  const { draw: _, ...number } = judged(caller);
  out.event({ type: "call-replaced", call: call.id, by, person: caller.person, ...number });
  const talk = out.state.calls.get(before);
  if (talk) concludeCall(out, talk, talk.answered ? "answered" : "left");
  joinLine(out, call);
  const callback = recognised(out, caller, call.skill);
  if (callback) cue(out, callback, "phoned-in", { call: call.id });
}

/** What is reported of a caller who was put through is about the call in whose place it is. */
export function inWhosePlace<
  T extends Of<"call-joined" | "call-left" | "call-rung" | "ring-missed" | "call-answered">,
>(state: State, fact: T): T {
  const call = visitOf(state, fact.call);
  return call === fact.call ? fact : { ...fact, call };
}

/** A phone is down: of a caller who was put through, or of anybody else. */
export function onPhoneDown(out: Conclusion, id: CallId | AttemptId): void {
  const visit = visitOf(out.state, id);
  if (visit !== id) onCallEnded(out, visit);
  // The agent's own phone call is over, and the customer stands in its place.
  for (const replaced of out.state.standIns.values()) if (replaced === id) return;
  onCallEnded(out, id);
}
