import { cue } from "../callback/callback-cues.ts";
import type { Conclusion } from "../callback/conclusion.ts";
import { acceptsNumber, calleeOf, registerCallback } from "../callback/registration.ts";
import type { Event } from "../events.ts";
import type { Caller, Consent, Fact } from "../facts.ts";
import { saidZones, zonesOf } from "../hours/number-zones.ts";
import type { CallId, SkillId } from "../ids.ts";
import { decideOffer, type OfferDecided, type OfferMoment } from "../offer/offer-decision.ts";
import { offersAgain } from "../offer/offers-again.ts";
import { commandsFor } from "../outstanding.ts";
import { type QueueName, sameQueue } from "../queue-name.ts";
import type { Call, Callback } from "../state.ts";
import { mayBeAsked } from "./being-asked.ts";
import { openCallbackOf, visitOf } from "./contacts.ts";
import { callerOf } from "./seen-before.ts";

type Of<T extends Fact["type"]> = Extract<Fact, { type: T }>;

/** A call asks whether it is to be offered a return call. */
export function onCallArrived(out: Conclusion, fact: Of<"call-arrived">): void {
  const { state } = out;
  const known = knownCall(out, visitOf(state, fact.call));
  if (known?.phase === "talking" || known?.phase === "left") {
    // It was passed on to this queue, by an agent or by the dialplan: nothing is asked of it.
    out.command({ type: "pass", call: fact.call, skill: fact.skill, place: known.place });
  } else if (known) {
    // It asks again: the answer was lost on the way.
    for (const command of commandsFor(state, known)) out.command(command);
  }
  if (known || state.closed.has(fact.call)) return;
  const call = announce(out, { ...fact, arrivedAt: fact.at }, true);
  conclude(out, call, "arrival");
}

/** A call that waits in the queue pressed the key: it is out of the queue, and asked or seated again at its place. */
export function onOfferRequested(out: Conclusion, fact: Of<"offer-requested">): void {
  const known = knownCall(out, visitOf(out.state, fact.call));
  if (known && known.id !== fact.call) {
    // They were put through to this queue: nothing is asked of them, and their place is the one that they came to.
    out.command({ type: "seat", call: fact.call, skill: known.skill, place: known.place });
    return;
  }
  if (!known && out.state.closed.has(fact.call)) return;
  const call = known ?? announce(out, { ...fact, arrivedAt: fact.at }, false);
  switch (call.phase) {
    case "passing":
    case "seating":
    case "waiting":
    case "withdrawing":
    case "ringing":
    case "left":
      break;
    case "offering":
    case "asked":
    case "talking":
    case "thanked":
      // Said again, or of something that is past.
      for (const command of commandsFor(out.state, call)) out.command(command);
      return;
  }
  out.event({ type: "offer-requested", call: call.id });
  conclude(out, call, "asked-for");
}

/** Decides of those who have waited in the queue for as long as their skill says whether they are asked there. */
export function askWhoWaitedLong(out: Conclusion): void {
  const { state } = out;
  if (!state.canWithdraw) return;
  for (const line of state.dueLines.due(out.at)) {
    const afterMs = state.skillSettings.get(line.id)?.queueOffers.afterMs ?? null;
    if (afterMs === null) continue;
    for (let first = line.unasked.first(); first; first = line.unasked.first()) {
      if (first.place + afterMs > out.at) break;
      const call = state.calls.get(first.id)!;
      conclude(out, call, "waited-long");
    }
  }
}

/**
 * Asks callers who wait in the queue and were let pass when they came, if they would be offered a return call now. Who came last
 * waits longest: before the first who would not be, nobody is looked at.
 */
export function askWhoseWaitGrew(out: Conclusion): void {
  const { state } = out;
  for (const line of state.dueLines.due(out.at)) {
    if (!offersAgain(state, line)) continue;
    for (const { id } of [...line.passedOver].toReversed().slice(0, ASKED_AT_ONCE)) {
      const call = state.calls.get(id)!;
      const decided = decideOffer(out, call, call.passedFor === "risk" ? "switched-on" : "wait-grew");
      if (decided.decision === "pass" && decided.reason !== "held-out") break;
      concludeAs(out, call, decided);
    }
  }
}

function conclude(out: Conclusion, call: Call, moment: OfferMoment): void {
  concludeAs(out, call, decideOffer(out, call, moment));
}

function concludeAs(out: Conclusion, call: Call, decided: OfferDecided): void {
  out.event({ type: "call-decided", call: call.id, skill: call.skill, ...decided });
  for (const command of commandsFor(out.state, call)) out.command(command);
}

/** A call as it comes into sight, with when it arrived (epoch ms). */
export interface SeenCall {
  readonly call: CallId;
  readonly skill: SkillId;
  readonly queue?: QueueName;
  readonly caller: Caller;
  readonly arrivedAt: number;
}

/** Opens a call. A caller who is recognised as waiting to be called back keeps that place, and is not dialled meanwhile. */
export function announce(out: Conclusion, seen: SeenCall, announced: boolean): Call {
  const { call, skill, caller } = seen;
  const callback = recognised(out, caller, skill);
  out.event(arrivalOf(seen, { at: out.at, announced, callback }));
  if (callback) cue(out, callback, "phoned-in", { call });
  return out.state.calls.get(call)!;
}

/** The event by which a call comes into sight at `at` (epoch ms); `callback`: the one of its caller that waits. */
export function arrivalOf(
  { call, skill, caller, ...seen }: SeenCall,
  {
    at,
    announced,
    callback,
  }: { readonly at: number; readonly announced: boolean; readonly callback?: Callback | undefined },
): Extract<Event, { type: "call-arrived" }> {
  const arrivedAt = Math.min(at, seen.arrivedAt);
  const place = arrivedAt - (caller.class?.creditMs ?? 0);
  return {
    type: "call-arrived",
    call,
    skill,
    ...sameQueue(seen),
    person: caller.person,
    ...judged(caller),
    ...(caller.class ? { class: caller.class.name } : {}),
    arrivedAt,
    place: Math.min(place, callback?.placeAfterRest ?? place),
    announced,
  };
}

/** The open call, also one that only a deadline had closed: it is heard of, so it is there. */
export function knownCall(out: Conclusion, id: CallId): Call | undefined {
  const open = out.state.calls.get(id);
  const presumed = out.state.closed.get(id)?.presumed;
  if (open || !presumed) return open;
  const { skill, arrivedAt, place } = presumed;
  const caller = callerOf(presumed);
  out.event({
    type: "call-reopened",
    call: id,
    skill,
    person: caller.person,
    ...judged(caller),
    ...(presumed.class === null ? {} : { class: presumed.class }),
    arrivedAt,
    place,
  });
  const callback = recognised(out, caller, skill);
  if (callback) cue(out, callback, "phoned-in", { call: id });
  return out.state.calls.get(id);
}

/** The callback of who phones, in this skill; a number that many share names nobody. */
export function recognised({ state }: Conclusion, caller: Caller, skill: SkillId): Callback | undefined {
  return caller.shared ? undefined : openCallbackOf(state, caller.person, skill);
}

/** What is said of a caller beside who they are. */
export function judged({ number, shared, draw, ...whereabouts }: Caller): Omit<Caller, "person" | "class"> {
  return {
    number,
    ...(shared ? { shared } : {}),
    ...saidZones(zonesOf(whereabouts)),
    ...(draw === undefined ? {} : { draw }),
  };
}

/** The question begins to be heard: from now on the call counts as treated. */
export function onQuestionBegan(out: Conclusion, id: CallId): void {
  const call = out.state.calls.get(id);
  if (!call) return;
  // Never twice for one offer.
  if (!call.unheard || !mayBeAsked(call)) return;
  const { skill, arrivedAt, treated } = call;
  out.event({ type: "question-began", call: id, skill, arrivedAt, ...(treated ? { again: true } : {}) });
}

/** They keyed the number at which they want to be called; said again, they have keyed another one. */
export function onNumberKeyed(out: Conclusion, { call: id, callee }: Of<"number-keyed">): void {
  const call = out.state.calls.get(id);
  if (!call || !mayBeAsked(call)) return;
  // Who keys has heard the question, even if the report of its beginning was lost.
  onQuestionBegan(out, call.id);
  const skill = out.state.skillSettings.get(call.skill);
  const accepted = skill?.dialogue.otherNumber === true && acceptsNumber(out, call, callee);
  out.event({ type: "number-keyed", call: id, callee, accepted });
  out.command({ type: "judge-number", call: id, accepted });
}

export function onChoiceMade(out: Conclusion, fact: Of<"choice-made">): void {
  const call = out.state.calls.get(fact.call);
  if (!call) return;
  if (!mayBeAsked(call)) {
    // Said again: the answer to it was lost on the way.
    for (const command of commandsFor(out.state, call)) out.command(command);
    return;
  }
  // Who answered has heard the question, even if the report of its beginning was lost.
  onQuestionBegan(out, call.id);
  const callee = fact.choice === "yes" ? calleeOf(out, call) : null;
  endTreatment(
    out,
    call,
    callee ? "yes" : fact.choice === "silent" ? "silent" : "no",
    fact.source,
    // Without anybody to call there is nothing that they consented to.
    callee ? fact.consent : undefined,
  );
  if (callee) registerCallback(out, call, callee, fact);
  // A caller who hung up is not ordered to join: the end of their call is on its way.
  if (fact.source === "hung-up") return;
  for (const command of commandsFor(out.state, call)) out.command(command);
}

/** A treatment ends in exactly one of yes, no, silent. */
export function endTreatment(
  out: Conclusion,
  call: Call,
  choice: Of<"choice-made">["choice"],
  source: Of<"choice-made">["source"],
  consent?: Consent,
): void {
  out.event({
    type: "choice-made",
    call: call.id,
    skill: call.skill,
    arrivedAt: call.arrivedAt,
    choice,
    source,
    ...(consent === undefined ? {} : { consent }),
  });
}

/** More than so many are asked at the next look. */
const ASKED_AT_ONCE = 8;
