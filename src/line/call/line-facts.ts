import { agentName, onAgentChanged } from "../agents/agents.ts";
import { callbackOf, cue, cueOfFailure } from "../callback/callback-cues.ts";
import type { CallbackCue } from "../callback/callback-life.ts";
import type { Conclusion } from "../callback/conclusion.ts";
import type { CallOutcome } from "../events.ts";
import type { AgentStatus, Fact } from "../facts.ts";
import { partsOfAttempt } from "../ids.ts";
import { laterWithin } from "../offer/later-options.ts";
import type { Call, Callback } from "../state.ts";
import { callbacksOf } from "./contacts.ts";
import { announce, endTreatment, knownCall, type SeenCall } from "./dialogue-facts.ts";
import { endTalk } from "./talks.ts";

type Of<T extends Fact["type"]> = Extract<Fact, { type: T }>;

/** In the exchange's queue, as it was ordered to be, or because it did not wait for Espera's answer. */
export function onCallJoined(out: Conclusion, seen: SeenCall): void {
  if (legCue(out, seen.call, "leg-joined")) return;
  let call = knownCall(out, seen.call);
  if (!call) {
    if (out.state.closed.has(seen.call)) return;
    call = announce(out, seen, false);
  }
  if (call.skill === seen.skill) {
    joinLine(out, call);
    return;
  }
  // It overflowed, or was transferred: it waits again, in the other line, at the place it has.
  out.event({ type: "call-moved", call: call.id, skill: seen.skill });
  if (call.phase === "waiting") return;
  if (call.phase === "withdrawing" || call.phase === "ringing" || call.phase === "talking")
    out.event({ type: "call-joined", call: call.id });
  else joinLine(out, call);
}

/** Puts a call that is in no line yet, or is being asked, into its line. */
export function joinLine(out: Conclusion, call: Call): void {
  switch (call.phase) {
    case "asked":
      endTreatment(out, call, "silent", "deadline");
      break;
    case "thanked": {
      // Seated although they said yes: they did not hear us, so they are a caller in line who also waits to be called.
      const callback = out.state.callbacks.get(call.id);
      if (callback) cue(out, callback, "phoned-in", { call: call.id });
      break;
    }
    case "waiting":
    case "withdrawing":
    case "ringing":
    case "talking":
      return;
    case "passing":
    case "offering":
    case "seating":
    case "left":
      break;
  }
  out.event({ type: "call-joined", call: call.id });
}

/** The queue gave it back; it is still on the phone, and the exchange goes on with it. */
export function onCallLeft(out: Conclusion, fact: Of<"call-left">): void {
  if (legCue(out, fact.call, "leg-left")) return;
  const call = out.state.calls.get(fact.call);
  if (!call || call.phase === "talking" || call.phase === "left") return;
  joinLine(out, call);
  out.event({ type: "call-left", call: call.id, why: fact.why });
}

export function onCallRung(out: Conclusion, fact: Pick<Of<"call-rung">, "call" | "agent">): void {
  if (legCue(out, fact.call, "leg-rung", fact.agent)) return;
  const call = knownCall(out, fact.call);
  if (!call || call.phase === "talking") return;
  joinLine(out, call);
  if (call.phase === "ringing" && call.agent === fact.agent) return;
  out.event({ type: "call-rung", call: call.id, agent: fact.agent, first: !call.rung });
}

export function onRingMissed(out: Conclusion, fact: Pick<Of<"ring-missed">, "call" | "agent">): void {
  const callback = callbackOf(out, fact.call);
  if (callback?.phase === "rung" && callback.agent !== fact.agent) return;
  if (legCue(out, fact.call, "leg-missed", fact.agent)) return;
  const call = out.state.calls.get(fact.call);
  if (call?.phase === "ringing" && call.agent === fact.agent)
    out.event({ type: "ring-missed", call: call.id, agent: fact.agent });
}

export function onCallAnswered(out: Conclusion, fact: Pick<Of<"call-answered">, "call" | "agent">): void {
  if (legCue(out, fact.call, "leg-answered", fact.agent)) return;
  const call = knownCall(out, fact.call);
  if (!call || call.phase === "talking") return;
  joinLine(out, call);
  out.event({
    type: "call-answered",
    call: call.id,
    skill: call.skill,
    agent: fact.agent,
    ...agentName(out.state, fact.agent),
    arrivedAt: call.arrivedAt,
    again: call.answered,
  });
  // In the skill that attends them; and what they phoned for, or had said yes to, where they came from there.
  for (const callback of callbacksOfCall(out, call))
    if (callback.skill === call.skill || callback.call === call.id)
      cue(out, callback, "attended", { call: call.id });
}

export function onCallEnded(out: Conclusion, id: string): void {
  if (endTalk(out, id, out.at)) return;
  if (legCue(out, id, "leg-ended")) return;
  const call = out.state.calls.get(id);
  if (call) concludeCall(out, call, outcomeOf(call));
}

/**
 * Closes a call, with what hangs on it: an open treatment, and a callback that waited for its end. `presumed`: no
 * report says so.
 */
export function concludeCall(out: Conclusion, call: Call, outcome: CallOutcome, presumed = false): void {
  if (call.phase === "asked") endTreatment(out, call, "silent", outcome === "lost" ? "deadline" : "hung-up");
  const { id, skill, arrivedAt } = call;
  out.event({ type: "call-closed", call: id, skill, arrivedAt, outcome, presumed });
  // Also where the call has gone to another skill's queue meanwhile.
  for (const callback of callbacksOfCall(out, call))
    if (callback.call === id) cue(out, callback, "phone-down");
}

/** The open callbacks of the caller, and the one that this call itself said yes to, for any person. */
function callbacksOfCall({ state }: Conclusion, { id, person, shared }: Call): Callback[] {
  const ids = new Set([...(shared ? [] : callbacksOf(state, person)), id]);
  return [...ids]
    .map((callback) => state.callbacks.get(callback))
    .filter((callback) => callback !== undefined);
}

/** How a call ended that ends now. */
export function outcomeOf(call: Call): CallOutcome {
  if (call.answered) return "answered";
  if (call.phase === "thanked") return "accepted";
  return call.phase === "left" ? "left" : "abandoned";
}

export function onAttemptProgressed(
  out: Conclusion,
  { attempt, progress, laterMs }: Pick<Of<"attempt-progressed">, "attempt" | "progress" | "laterMs">,
): void {
  // Who was passed on to where the exchange does not know them as one who was attended.
  if (progress === "hung-up" && endTalk(out, attempt, out.at)) return;
  const callback = callbackOf(out, attempt);
  if (!callback) return;
  switch (progress) {
    case "ringing":
      cue(out, callback, "rang", { attempt });
      break;
    case "answered":
      cue(out, callback, "picked-up", { attempt });
      break;
    case "confirmed":
      cue(out, callback, "confirmed", { attempt });
      break;
    case "snoozed":
      cue(out, callback, "snoozed", { attempt, notBefore: out.at + laterWithin(laterMs) });
      break;
    case "busy":
    case "declined":
    case "failed":
    case "hung-up":
    case "invalid":
    case "machine":
    case "no-answer":
    case "over-limit":
    case "refused":
    case "turned-away":
      cue(out, callback, cueOfFailure(progress), { attempt, result: progress });
  }
}

/**
 * Gives a cue to the callback whose leg this is. `true` when the fact is about a leg at all, also one of a
 * callback that ended: it is no call of its own.
 */
function legCue(out: Conclusion, id: string, happened: CallbackCue, agent?: string): boolean {
  if (out.state.calls.has(id) || partsOfAttempt(id) === undefined) return false;
  const callback = callbackOf(out, id);
  if (callback) cue(out, callback, happened, { attempt: id, ...(agent === undefined ? {} : { agent }) });
  else if (agent !== undefined) noteAgentOfLeg(out, agent, happened);
  return true;
}

/** A customer who was called back was passed on, and another agent has them: that one is not free, though no callback is open. */
function noteAgentOfLeg(out: Conclusion, id: string, happened: CallbackCue): void {
  const agent = out.state.agents.get(id);
  const status = statusOf[happened];
  // Who left or pauses is not brought back by it.
  if (agent && status && agent.status !== "away" && agent.status !== "paused")
    onAgentChanged(out, { agent: id, skills: agent.skills, status });
}

const statusOf: { readonly [cue in CallbackCue]?: AgentStatus } = {
  "leg-rung": "ringing",
  "leg-missed": "free",
  "leg-answered": "busy",
};
