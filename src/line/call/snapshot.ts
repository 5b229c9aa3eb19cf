import { onAgentChanged } from "../agents/agents.ts";
import { callbackOf, cue } from "../callback/callback-cues.ts";
import type { Conclusion } from "../callback/conclusion.ts";
import type { Fact, ServedLeg, SnapshotCall } from "../facts.ts";
import { type AttemptId, attemptIdOf, partsOfAttempt } from "../ids.ts";
import { isAlive, type State } from "../state.ts";
import { visitOf } from "./contacts.ts";
import type { SeenCall } from "./dialogue-facts.ts";
import {
  concludeCall,
  onAttemptProgressed,
  onCallAnswered,
  onCallEnded,
  onCallJoined,
  onCallRung,
  onRingMissed,
} from "./line-facts.ts";
import { endTalksThatAreGone } from "./talks.ts";

/**
 * Makes state equal to what the exchange holds: after a start or a reconnect, whatever was lost in between. What
 * it holds and we do not know joins the line, untreated; what we know and it does not hold is over; an attempt
 * that it does not hold is used up, for nobody knows whether it rang, unless the exchange knows that an agent answered.
 */
export function onSnapshot(out: Conclusion, snapshot: Extract<Fact, { type: "snapshot" }>): void {
  const { canWithdraw = false, canReserve = false, canDial = true } = snapshot;
  know(out, { canWithdraw, canReserve, canDial });
  const held = new Set<string>(snapshot.calls.flatMap(({ call }) => [call, visitOf(out.state, call)]));
  for (const { attempt } of snapshot.attempts) held.add(attempt);
  for (const leg of snapshot.served ?? []) {
    onServed(out, leg);
    if (leg.alive) held.add(leg.attempt);
  }
  closeWhatIsGone(out, held);
  endTalksThatAreGone(out, held, snapshot.served ?? []);
  for (const { attempt, progress } of snapshot.attempts) {
    if (progress !== "dialling") onAttemptProgressed(out, { attempt, progress });
    // The order to take it back may be what was lost; nobody has picked up yet, so nobody is turned away.
    if (
      (progress === "dialling" || progress === "ringing") &&
      isOurs(out, attempt) &&
      !isWanted(out, attempt)
    )
      out.command({ type: "hang-up", attempt });
  }
  for (const seen of snapshot.calls) catchUp(out, { ...seen, call: visitOf(out.state, seen.call) });
  const seen = new Set<string>();
  for (const agent of snapshot.agents) {
    seen.add(agent.agent);
    onAgentChanged(out, agent, { late: true });
  }
  for (const agent of out.state.agents.values())
    if (!seen.has(agent.id)) onAgentChanged(out, { agent: agent.id, skills: agent.skills, status: "away" });
}

/** The exchange can't be asked for anything; what it held it may hold still. */
export function onExchangeLost(out: Conclusion): void {
  const { canWithdraw, canReserve } = out.state;
  know(out, { canWithdraw, canReserve, canDial: false });
}

function know(out: Conclusion, known: Pick<State, "canWithdraw" | "canReserve" | "canDial">): void {
  const { canWithdraw, canReserve, canDial } = known;
  const { state } = out;
  const isSame =
    canWithdraw === state.canWithdraw &&
    String(canReserve) === String(state.canReserve) &&
    canDial === state.canDial;
  if (isSame) return;
  out.event({ type: "exchange-known", canWithdraw, canReserve, ...(canDial ? {} : { canDial }) });
}

/** Who spoke to an agent while nobody looked was called back, and is not phoned again. */
function onServed(out: Conclusion, { attempt, agent }: ServedLeg): void {
  const callback = callbackOf(out, attempt);
  if (callback) cue(out, callback, "leg-answered", { attempt, ...(agent === undefined ? {} : { agent }) });
}

function closeWhatIsGone(out: Conclusion, held: ReadonlySet<string>): void {
  const { state } = out;
  for (const call of state.calls.values()) {
    if (held.has(call.id)) continue;
    // In line when last seen: abandoned or answered, which is not known.
    if (call.phase === "waiting" || call.phase === "withdrawing" || call.phase === "ringing")
      concludeCall(out, call, "lost");
    else onCallEnded(out, call.id);
  }
  for (const callback of state.callbacks.values()) {
    const attempt = attemptIdOf(callback.id, callback.attempts);
    if (held.has(attempt)) continue;
    switch (callback.phase) {
      case "dialling":
        // The order to dial may be on its way still.
        cue(out, callback, "deadline", { attempt });
        break;
      case "ringing":
      case "asking":
      case "seating":
        cue(out, callback, "deadline", { attempt });
        if (state.callbacks.has(callback.id)) cue(out, callback, "leg-ended", { attempt });
        break;
      case "in-line":
      case "rung":
      case "left":
      case "waiting":
      case "resting":
      case "on-phone":
        cue(out, callback, "leg-ended", { attempt });
        break;
    }
  }
}

/** The agent who was rung for it when last seen did not take it; nobody is rung for it now. */
function undoRing(out: Conclusion, id: string): void {
  const rung = out.state.calls.get(id) ?? callbackOf(out, id);
  if (rung?.agent && (rung.phase === "ringing" || rung.phase === "rung"))
    onRingMissed(out, { call: id, agent: rung.agent });
}

/** Another Espera may be at work on the same exchange by mistake: what it dials is not taken back. */
function isOurs(out: Conclusion, attempt: AttemptId): boolean {
  const callback = partsOfAttempt(attempt)?.callback ?? "";
  return out.state.callbacks.has(callback) || out.state.closed.has(callback);
}

function isWanted(out: Conclusion, attempt: AttemptId): boolean {
  const callback = callbackOf(out, attempt);
  return (
    callback !== undefined &&
    isAlive(callback.phase) &&
    attempt === attemptIdOf(callback.id, callback.attempts)
  );
}

function catchUp(out: Conclusion, seen: SnapshotCall): void {
  switch (seen.sighting) {
    case "in-dialogue":
      return;
    case "waiting":
      onCallJoined(out, arrived(seen));
      return undoRing(out, seen.call);
    case "ringing":
    case "talking":
      onCallJoined(out, arrived(seen));
      if (seen.agent === undefined) return;
      if (seen.sighting === "ringing") return onCallRung(out, { call: seen.call, agent: seen.agent });
      return onCallAnswered(out, { call: seen.call, agent: seen.agent });
  }
}

/** The exchange knows where it stands: its arrival is later by the credit of its class. */
function arrived(seen: SnapshotCall): SeenCall {
  return { ...seen, arrivedAt: seen.place + (seen.caller.class?.creditMs ?? 0) };
}
