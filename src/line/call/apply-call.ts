import { occupy, release } from "../agents/agent-status.ts";
import { lineViewOf } from "../dialling/line-view.ts";
import type { Event, OfferReason } from "../events.ts";
import { localDate } from "../hours/local-date.ts";
import { zonesOf } from "../hours/number-zones.ts";
import type { CallId, PersonId, SkillId } from "../ids.ts";
import { observeAnswer } from "../learning/answer-rate.ts";
import { observeAbandoned, observeAnswered, observeJoin, observeLeft } from "../learning/observe-line.ts";
import { noteShadowed } from "../offer/day-tally.ts";
import { noteHeldOut } from "../offer/held-out-days.ts";
import { countEnd, countGone, countOffered } from "../outlook/counted-callers.ts";
import { sameQueue } from "../queue-name.ts";
import { type Call, type CallPhase, lineOf, type PassedFor, type State } from "../state.ts";
import { indexCall, linkCall, placeCall, unindexCall, unlinkCall, unplaceCall } from "./membership.ts";
import { noteRung, REMEMBER_CLOSED_MS } from "./rung.ts";

type Of<T extends Event["type"]> = Extract<Event, { type: T }>;

/** A call comes into sight, or is heard of again after a deadline had closed it. */
export function openCall(state: State, event: Of<"call-arrived" | "call-reopened">, at: number): void {
  const call = newCall(state, event, at);
  // How the line stood when they came is not known for those who come into sight later.
  if (event.type === "call-arrived" && event.arrivedAt === at) {
    if (!state.learnedLine.waiting[call.id]) countOffered(state, call, at);
    observeJoin(state.learnedLine, call.id, call, lineViewOf(state, at));
  }
  state.calls.set(call.id, call);
  state.closed.delete(call.id);
  linkCall(state, call);
  indexCall(state, call);
}

/** A call as it is when it comes into sight. */
export function newCall(state: State, event: Of<"call-arrived" | "call-reopened">, at: number): Call {
  const { call: id, skill, person, number, shared, draw, class: itsClass, arrivedAt, place } = event;
  const before = state.closed.get(id)?.presumed;
  return {
    id,
    skill,
    ...sameQueue(event.type === "call-arrived" ? event : (before ?? {})),
    person,
    number,
    shared: shared ?? false,
    zones: zonesOf(event),
    class: itsClass ?? null,
    arrivedAt,
    place,
    phase: "passing",
    since: at,
    agent: null,
    rung: false,
    answered: false,
    // Heard of again after midnight they are on the side that they were on.
    draw: before?.draw ?? draw ?? null,
    drawnFor: before?.drawnFor ?? localDate(state, at),
    predictedWaitMs: null,
    predictedSpan: null,
    offered: null,
    offers: before?.offers ?? 0,
    unheard: before?.unheard ?? false,
    treated: before?.treated ?? false,
    decidedInQueue: before?.decidedInQueue ?? false,
    passedFor: before?.passedFor ?? null,
    passedOn: before?.passedOn ?? false,
    promised: null,
    registered: before?.registered ?? false,
    callee: null,
  };
}

/** It was passed on to the line of another skill. */
export function moveCall(state: State, id: string, skill: SkillId, at: number): void {
  const call = state.calls.get(id);
  if (!call) return;
  unplaceCall(state, call);
  stopWaiting(state, id, at);
  call.skill = skill;
  call.passedOn = true;
  placeCall(state, call);
}

/** Another caller was put through to its place. */
export function replaceCaller(
  state: State,
  { call: id, by, person, number, shared, ...whereabouts }: Of<"call-replaced">,
): void {
  const call = state.calls.get(id);
  if (!call) return;
  state.standIns.set(by, id);
  unplaceCall(state, call);
  unlinkCall(state, call);
  Object.assign(call, {
    person,
    number,
    shared: shared ?? false,
    zones: zonesOf(whereabouts),
    passedOn: true,
  } satisfies Partial<Call>);
  // To the end of both orders: a checkpoint's reader links the calls as they come.
  state.calls.delete(id);
  state.calls.set(id, call);
  linkCall(state, call);
  placeCall(state, call);
}

/** Whether it is asked; a caller who waits in the queue is taken out of it first. */
export function decideCall(state: State, event: Of<"call-decided">, at: number): void {
  const call = state.calls.get(event.call);
  if (!call) return;
  const inQueue = call.phase === "waiting";
  unplaceCall(state, call);
  call.predictedWaitMs = event.inputs.predictedWaitMs;
  call.predictedSpan = event.inputs.predictedSpan ?? null;
  call.offered = event.promised ?? null;
  call.decidedInQueue ||= inQueue;
  if (event.decision === "pass") call.passedFor = passedFor(event.reason);
  else call.offers++;
  placeCall(state, call);
  if (event.reason === "held-out") holdOut(state, call);
  // Once for a call: it may be looked at again in the queue.
  if (event.reason === "shadow" && !inQueue) noteShadowed(state.today, localDate(state, at));
  if (event.decision === "pass") return;
  call.unheard = true;
  // What they keyed when they were asked before was for that question.
  call.callee = null;
  enterCall(state, call.id, inQueue ? "withdrawing" : "offering", at);
}

function passedFor(reason: OfferReason): PassedFor | null {
  if (reason === "not-at-risk") return "risk";
  return reason === "wait-short" || reason === "wait-unknown" || reason === "agent-free" ? "wait" : null;
}

/** Counts the caller once a day, however often they phone and are decided on. */
function holdOut(state: State, { person, skill, drawnFor }: Call): void {
  if (person !== null && noteHeldOut(state.heldOut, drawnFor, person, skill)) lineOf(state, skill).heldOut++;
}

/** The question begins: from now on the call is treated. */
export function hearQuestion(state: State, id: CallId, at: number): void {
  const call = state.calls.get(id);
  if (!call) return;
  call.treated = true;
  call.unheard = false;
  enterCall(state, id, "asked", at);
}

/** They keyed a number: it is called if it is accepted. */
export function keyNumber(state: State, event: Of<"number-keyed">, at: number): void {
  const call = state.calls.get(event.call);
  if (call && event.accepted) call.callee = event.callee;
  // It takes its time to key: they are heard of, so the question goes on.
  enterCall(state, event.call, "asked", at);
}

/** Nobody knows them any more: their calls are those of one who withholds their number, also if they are heard of again. */
export function eraseCaller(state: State, person: PersonId): void {
  for (const call of state.calls.values()) {
    if (call.person === person) unlinkCall(state, call);
    withoutPerson(call, person);
  }
  for (const { presumed } of state.closed.values()) if (presumed) withoutPerson(presumed, person);
}

function withoutPerson(call: Call, person: PersonId): void {
  if (call.person === person) Object.assign(call, withheld);
  // Not as if they had keyed none: they did not ask to be called at the number that they call from.
  if (call.callee?.person === person) call.callee = { person: null, number: "anonymous" };
}

const withheld = {
  person: null,
  number: "anonymous",
  shared: false,
  zones: null,
} as const satisfies Partial<Call>;

/** An agent is rung for it. */
export function ringFor(state: State, event: Of<"call-rung">, at: number): void {
  const call = state.calls.get(event.call);
  if (!call) return;
  if (event.first) noteRung(state, call.skill, call.place, call.id);
  // Where several are rung for one call, the newest is known; the others were free a moment ago.
  if (call.agent !== null && call.agent !== event.agent) release(state, call.agent, call.id, at);
  call.rung = true;
  call.agent = event.agent;
  enterCall(state, call.id, "ringing", at);
  occupy(state, event.agent, "ringing", { by: call.id, skill: call.skill, at });
}

/** The agent who was rung for it did not take it: it waits on. */
export function missRing(state: State, event: Of<"ring-missed">, at: number): void {
  const call = state.calls.get(event.call);
  if (call) {
    call.agent = null;
    enterCall(state, call.id, "waiting", at);
  }
  release(state, event.agent, event.call, at);
}

/** An agent talks to it. */
export function answerCall(state: State, event: Of<"call-answered">, at: number): void {
  const call = state.calls.get(event.call);
  if (call) {
    if (call.agent !== null && call.agent !== event.agent) release(state, call.agent, call.id, at);
    call.agent = event.agent;
    call.answered = true;
  }
  enterCall(state, event.call, "talking", at);
  const skills = state.agents.get(event.agent)?.skills ?? [event.skill];
  countEnd(state, event.call, true, at);
  observeAnswered(state.learnedLine, event.call, skills, at);
  occupy(state, event.agent, "busy", { by: event.call, skill: event.skill, at });
  observeAnswer(lineOf(state, event.skill).rate, at);
}

/** Nobody is rung for it or talks to it any more: it went on to somewhere else. */
export function leaveAgent(state: State, id: string, at: number): void {
  const call = state.calls.get(id);
  if (!call || call.agent === null) return;
  release(state, call.agent, id, at);
  call.agent = null;
}

/** It is over. What comes late about it is known for an hour. */
export function closeCall(
  state: State,
  { call: id, outcome, presumed }: Of<"call-closed">,
  at: number,
): void {
  const call = state.calls.get(id);
  if (!call) return;
  if (outcome === "abandoned") {
    countEnd(state, id, false, at);
    observeAbandoned(state.learnedLine, id, at);
  } else stopWaiting(state, id, at);
  unindexCall(state, call);
  state.calls.delete(id);
  unlinkCall(state, call);
  if (call.agent !== null) release(state, call.agent, id, at);
  notePhoneDown(state, call, at);
  for (const [by, visit] of state.standIns) if (visit === id) state.standIns.delete(by);
  state.closed.set(id, { at, presumed: presumed ? call : null });
  for (const [closed, { at: closedAt }] of state.closed) {
    if (closedAt > at - REMEMBER_CLOSED_MS) break;
    state.closed.delete(closed);
  }
}

/** The person to be called, or who registered it, has put the phone down; they are not called in the same moment. */
function notePhoneDown(state: State, { id, person, shared }: Call, at: number): void {
  for (const callback of [id, ...(person === null || shared ? [] : (state.callbacksOf.get(person) ?? []))]) {
    const open = state.callbacks.get(callback);
    if (open) open.phoneDownAt = at;
  }
}

/** It waits on the phone no more, and was neither answered nor given up: it said yes, or went on elsewhere. */
export function stopWaiting(state: State, id: CallId, at: number): void {
  countGone(state, id);
  observeLeft(state.learnedLine, id, at);
}

/** Moves it to another phase of its way. */
export function enterCall(state: State, id: string, phase: CallPhase, at: number): void {
  const call = state.calls.get(id);
  if (!call) return;
  unindexCall(state, call);
  call.phase = phase;
  call.since = at;
  indexCall(state, call);
}
