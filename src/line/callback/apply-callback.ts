import { occupy, release } from "../agents/agent-status.ts";
import {
  indexCallback,
  linkCallback,
  noteLineOf,
  noteLinesOf,
  noteRivals,
  placeCallback,
  unindexCallback,
  unlinkCallback,
  unplaceCallback,
} from "../call/membership.ts";
import { forgetRungWithoutOpen, noteRung } from "../call/rung.ts";
import type { Event } from "../events.ts";
import { localDate } from "../hours/local-date.ts";
import { zonesOf } from "../hours/number-zones.ts";
import type { SkillId } from "../ids.ts";
import { observeAnswer } from "../learning/answer-rate.ts";
import { learnLead } from "../learning/learned.ts";
import { observeReturned } from "../learning/observe-line.ts";
import { noteAnswered, noteRegistered } from "../offer/day-tally.ts";
import { sameQueue } from "../queue-name.ts";
import {
  type Callback,
  claimsAgent,
  isAlive,
  lineOf,
  noteAllLines,
  rungAfter,
  type State,
} from "../state.ts";
import { type CallbackPhase, phaseOfProgress } from "./callback-life.ts";
import { failureKind } from "./failure-kind.ts";

type Of<T extends Event["type"]> = Extract<Event, { type: T }>;

/** A callback is born, waiting at its place. */
export function register(state: State, event: Of<"callback-registered">, at: number): void {
  const line = lineOf(state, event.skill);
  const callback: Callback = {
    id: event.callback,
    registeredFor: event.skill,
    skill: event.skill,
    ...sameQueue(event),
    person: event.person,
    shared: event.shared ?? false,
    zones: zonesOf(event),
    otherNumber: event.otherNumber ?? false,
    by: event.by ?? null,
    nameRecorded: event.nameRecorded ?? false,
    arrivedAt: event.arrivedAt,
    promisedFrom: event.promisedFrom,
    promisedUntil: event.promisedUntil,
    expiresAt: event.expiresAt,
    dueAt: event.promisedUntil,
    carriedOver: false,
    place: event.place,
    placeAfterRest: event.place,
    phase: "waiting",
    since: at,
    attempts: 0,
    dialledAt: 0,
    phoneDownAt: 0,
    failures: { busy: 0, "no-answer": 0, machine: 0, failed: 0 },
    notBefore: 0,
    call: null,
    agent: null,
    answeredOn: "",
    legRung: false,
    attemptOver: false,
    endsAs: null,
    overtakesDialled: 0,
    overtakesHeldBack: 0,
    overtakeMark: rungAfter(line, event.place),
  };
  state.callbacks.set(callback.id, callback);
  linkCallback(state, callback);
  line.open++;
  indexCallback(state, callback);
  const call = state.calls.get(callback.id);
  if (call) {
    call.promised = { from: event.promisedFrom, until: event.promisedUntil };
    call.registered = true;
  }
  noteRegistered(state.today, localDate(state, at), callback, event.duplicate ?? false);
}

/** It counts for ever where it was registered; now it stands in another line, behind those who wait there. */
export function moveToSkill(state: State, id: string, skill: SkillId, at: number): void {
  const callback = state.callbacks.get(id);
  if (!callback) return;
  unplaceCallback(state, callback);
  closeLine(state, callback.skill);
  callback.skill = skill;
  callback.place = Math.max(callback.place, at);
  const line = lineOf(state, skill);
  line.open++;
  callback.overtakeMark = rungAfter(line, callback.place);
  placeCallback(state, callback);
}

/**
 * How it is to end should its person reach no agent. A person who was attended may ask to be called again; that it was cancelled,
 * or they erased, holds whatever they ask for, so it counts more. Otherwise the first such word does.
 */
export function endAs(state: State, id: string, ending: NonNullable<Callback["endsAs"]>): void {
  const callback = state.callbacks.get(id);
  if (callback && callback.endsAs?.status !== "FAIL") callback.endsAs = ending;
}

/** The n-th attempt begins. */
export function dial(state: State, event: Of<"attempt-dialled">, at: number): void {
  moveCallback(state, event.callback, "dialling", at, (callback) => {
    callback.attempts = event.n;
    callback.dialledAt = at;
    callback.legRung = false;
    callback.attemptOver = false;
    callback.overtakeMark = rungAfter(lineOf(state, callback.skill), callback.place);
  });
}

/** An attempt goes on: it rings, was picked up, confirmed, stands in the queue, or an agent is with it. */
export function progress(state: State, event: Of<"attempt-progressed">, at: number): void {
  const callback = state.callbacks.get(event.callback);
  if (!callback) return;
  if (event.progress === "joined") {
    observeAnswer(lineOf(state, callback.skill).rate, at);
    if (callback.agent !== null && callback.agent !== event.agent)
      release(state, callback.agent, event.attempt, at);
    const skills = state.agents.get(event.agent ?? "")?.skills ?? [callback.skill];
    observeReturned(state.learnedLine, callback.skill, skills, at);
    if (event.agent !== undefined)
      occupy(state, event.agent, "busy", { by: event.attempt, skill: callback.skill, at });
    callback.agent = null;
    if (event.talk) state.talks.set(event.attempt, at);
    return;
  }
  if (callback.agent !== null && callback.agent !== event.agent)
    release(state, callback.agent, event.attempt, at);
  if (event.progress === "confirmed" && callback.phase !== "seating")
    learnLead(lineOf(state, callback.skill).learned, at - callback.dialledAt);
  if (event.progress === "answered" || event.progress === "confirmed") {
    callback.answeredOn = localDate(state, at);
    noteAnswered(state.today, callback.answeredOn, callback.person);
    // Where an answer ends the day, what waits for them in another line is not to be called today.
    noteLinesOf(state, callback.person);
  }
  callback.agent = event.progress === "rung" ? (event.agent ?? null) : null;
  if (event.progress === "rung") {
    if (!callback.legRung) noteRung(state, callback.skill, callback.place, callback.id);
    callback.legRung = true;
    if (event.agent !== undefined)
      occupy(state, event.agent, "ringing", { by: event.attempt, skill: callback.skill, at });
  }
  moveCallback(state, event.callback, phaseOfProgress[event.progress], at, () => {});
}

/** An attempt is over, however it ended. */
export function endAttempt(state: State, event: Of<"attempt-ended">, at: number): void {
  const callback = state.callbacks.get(event.callback);
  if (!callback) return;
  if (callback.agent) release(state, callback.agent, event.attempt, at);
  callback.agent = null;
  callback.attemptOver = event.result !== "unknown" && event.result !== "withdrawn";
  const kind = failureKind(event.result);
  if (kind) callback.failures[kind]++;
}

/** Nothing of its newest attempt is on the phone any more: it may be dialled again. */
export function endLeg(state: State, id: string): void {
  const callback = state.callbacks.get(id);
  if (!callback) return;
  callback.attemptOver = true;
  noteLineOf(state, id);
  noteLinesOf(state, callback.person);
}

/** It is put off to a later moment. */
export function rest(state: State, event: Of<"callback-rested">, at: number): void {
  moveCallback(state, event.callback, "resting", at, (callback) => {
    const line = lineOf(state, callback.skill);
    callback.notBefore = event.notBefore;
    callback.placeAfterRest = event.place;
    callback.expiresAt = event.expiresAt ?? callback.expiresAt;
    callback.overtakeMark = rungAfter(line, callback.place);
    if (event.place !== callback.place) callback.dueAt = Math.max(callback.dueAt, event.notBefore);
    // They asked again to be called: having been attended meanwhile no longer ends it.
    if (event.why === "snoozed") callback.endsAs = null;
    if (event.why !== "closed") return;
    callback.carriedOver = true;
    // A number of other zones waits for hours of its own: it is no part of the row that is released here.
    if (callback.zones === null) line.releasedUntil = event.notBefore;
  });
}

/** It stands in its line again. */
export function returnToLine(state: State, event: Of<"callback-returned">, at: number): void {
  moveCallback(state, event.callback, "waiting", at, (callback) => {
    // Who passed it while it rested at the same place is counted when its turn comes.
    const sameWait = callback.phase === "resting" && callback.place === event.place;
    callback.call = null;
    callback.place = event.place;
    if (!sameWait) callback.overtakeMark = rungAfter(lineOf(state, callback.skill), callback.place);
  });
}

/** Its person phones by themselves. */
export function waitForTheirCall(state: State, event: Of<"callback-on-phone">, at: number): void {
  moveCallback(state, event.callback, "on-phone", at, (callback) => {
    callback.call = event.call;
  });
}

/** How many passed it is settled up to now. */
export function overtake(state: State, event: Of<"callback-overtaken">): void {
  const callback = state.callbacks.get(event.callback);
  if (!callback) return;
  if (event.while === "dialled") callback.overtakesDialled = event.total;
  else callback.overtakesHeldBack = event.total;
  callback.overtakeMark = rungAfter(lineOf(state, callback.skill), callback.place);
}

/** It has its final status. */
export function endCallback(state: State, { callback: id, reason }: Of<"callback-ended">): void {
  const call = state.calls.get(id);
  // A person who is called for another callback hears their promise all the same.
  if (call && reason !== "duplicate") call.promised = null;
  const callback = state.callbacks.get(id);
  if (!callback) return;
  unindexCallback(state, callback);
  state.callbacks.delete(id);
  unlinkCallback(state, callback);
  if (isAlive(callback.phase)) noteOtherLines(state, callback);
  // Its former leg is not known any more.
  else noteLinesOf(state, callback.person);
  if (claimsAgent(callback.phase)) noteRivals(state, callback.skill);
  closeLine(state, callback.skill);
}

/** One open callback less in a skill. */
function closeLine(state: State, skill: SkillId): void {
  lineOf(state, skill).open--;
  forgetRungWithoutOpen(state, skill);
}

function moveCallback(
  state: State,
  id: string,
  phase: CallbackPhase,
  at: number,
  change: (callback: Callback) => void,
): void {
  const callback = state.callbacks.get(id);
  if (!callback) return;
  unindexCallback(state, callback);
  change(callback);
  const claims = claimsAgent(callback.phase);
  const wasAlive = isAlive(callback.phase);
  callback.phase = phase;
  callback.since = at;
  indexCallback(state, callback);
  if (wasAlive !== isAlive(phase)) noteOtherLines(state, callback);
  if (claims !== claimsAgent(phase)) noteRivals(state, callback.skill);
}

/** Their phone rings for this line and for no other, or does no more; where attempts are limited in all, so do others'. */
function noteOtherLines(state: State, { person }: Callback): void {
  if (state.settings.limits.alive === null) noteLinesOf(state, person);
  else noteAllLines(state);
}
