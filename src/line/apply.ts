import { changeAgent, occupy, release } from "./agent-status.ts";
import { observeAnswer } from "./answer-rate.ts";
import type { CallbackPhase } from "./callback-life.ts";
import { completeSettings } from "./complete-settings.ts";
import { noteAnswered, noteRegistered } from "./day-tally.ts";
import type { Event } from "./events.ts";
import { failureKind } from "./failure-kind.ts";
import type { SkillId } from "./ids.ts";
import { localDate } from "./local-date.ts";
import {
  indexCall,
  indexCallback,
  linkCall,
  linkCallback,
  unindexCall,
  unindexCallback,
  unlinkCall,
  unlinkCallback,
} from "./membership.ts";
import { type Call, type Callback, type CallPhase, lineOf, rungAfter, type State } from "./state.ts";

/**
 * Writes what one event says into state: the only writer there is. The same events on the same state give the
 * same state for ever, whatever `decide` would conclude today. `at` is the fact's time, epoch ms.
 */
export function apply(state: State, event: Event, at: number): void {
  switch (event.type) {
    case "settings-adopted":
      state.settings = completeSettings(event.settings);
      state.skillSettings.clear();
      for (const skill of state.settings.skills) state.skillSettings.set(skill.id, skill);
      break;
    case "call-arrived":
    case "call-reopened":
      openCall(state, event, at);
      break;
    case "call-moved":
      moveCall(state, event.call, event.skill);
      break;
    case "call-decided": {
      const call = state.calls.get(event.call);
      if (!call) break;
      call.predictedWaitMs = event.inputs.predictedWaitMs;
      const inQueue = call.phase === "waiting";
      unindexCall(state, call);
      call.decidedInQueue ||= inQueue;
      indexCall(state, call);
      if (event.decision === "pass") break;
      call.offers++;
      call.unheard = true;
      // What he keyed when he was asked before was of that asking.
      call.callee = null;
      // What he keyed when he was asked before was for that question.
      call.callee = null;
      // Who waits in the queue is taken out of it first.
      enterCall(state, event.call, inQueue ? "withdrawing" : "offering", at);
      break;
    }
    case "offer-requested":
      leaveAgent(state, event.call);
      enterCall(state, event.call, "seating", at);
      break;
    case "question-began": {
      const call = state.calls.get(event.call);
      if (call) {
        call.treated = true;
        call.unheard = false;
      }
      enterCall(state, event.call, "asked", at);
      break;
    }
    case "number-keyed": {
      const call = state.calls.get(event.call);
      if (call && event.accepted) call.callee = event.callee;
      // It takes its time to key: he is heard of, so the question goes on.
      enterCall(state, event.call, "asked", at);
      break;
    }
    case "choice-made":
      enterCall(state, event.call, event.choice === "yes" ? "thanked" : "seating", at);
      break;
    case "callback-registered":
      register(state, event, at);
      break;
    case "call-joined":
      leaveAgent(state, event.call);
      enterCall(state, event.call, "waiting", at);
      break;
    case "call-left":
      enterCall(state, event.call, "left", at);
      break;
    case "call-rung": {
      const call = state.calls.get(event.call);
      if (!call) break;
      if (event.first) noteRung(state, call.skill, call.place, call.id);
      // Where several are rung for one call, the newest is known; the others were free a moment ago.
      if (call.agent !== null && call.agent !== event.agent) release(state, call.agent, call.id);
      call.rung = true;
      call.agent = event.agent;
      enterCall(state, event.call, "ringing", at);
      occupy(state, event.agent, "ringing", call.id);
      break;
    }
    case "ring-missed": {
      const call = state.calls.get(event.call);
      if (call) {
        call.agent = null;
        enterCall(state, event.call, "waiting", at);
      }
      release(state, event.agent, event.call);
      break;
    }
    case "call-answered": {
      const call = state.calls.get(event.call);
      if (call) {
        if (call.agent !== null && call.agent !== event.agent) release(state, call.agent, call.id);
        call.agent = event.agent;
        call.answered = true;
      }
      enterCall(state, event.call, "talking", at);
      occupy(state, event.agent, "busy", event.call);
      observeAnswer(lineOf(state, event.skill).rate, at);
      break;
    }
    case "call-closed":
      closeCall(state, event, at);
      break;
    case "agent-changed":
      changeAgent(state, event.agent, event.skills, event.status);
      break;
    case "attempt-dialled":
      moveCallback(state, event.callback, "dialling", at, (callback) => {
        callback.attempts = event.n;
        callback.legRung = false;
        callback.attemptOver = false;
        callback.overtakeMark = rungAfter(lineOf(state, callback.skill), callback.place);
      });
      break;
    case "attempt-progressed":
      progress(state, event, at);
      break;
    case "attempt-ended":
      endAttempt(state, event);
      break;
    case "callback-rested":
      moveCallback(state, event.callback, "resting", at, (callback) => rest(state, callback, event));
      break;
    case "callback-returned":
      moveCallback(state, event.callback, "waiting", at, (callback) => {
        // Who passed it while it rested at the same place is counted when its turn comes.
        const sameWait = callback.phase === "resting" && callback.place === event.place;
        callback.call = null;
        callback.place = event.place;
        if (!sameWait) callback.overtakeMark = rungAfter(lineOf(state, callback.skill), callback.place);
      });
      break;
    case "callback-on-phone":
      moveCallback(state, event.callback, "on-phone", at, (callback) => {
        callback.call = event.call;
      });
      break;
    case "callback-moved":
      moveToSkill(state, event.callback, event.skill, at);
      break;
    case "callback-attended":
      endAs(state, event.callback, { status: "STOP NEW", reason: "attended-before" });
      break;
    case "callback-cancelled":
      endAs(state, event.callback, { status: "FAIL", reason: event.reason });
      break;
    case "exchange-known":
      state.canWithdraw = event.canWithdraw;
      break;
    case "supervisor-answered":
      break;
    case "callback-overtaken": {
      const callback = state.callbacks.get(event.callback);
      if (!callback) break;
      if (event.while === "dialled") callback.overtakesDialled = event.total;
      else callback.overtakesHeldBack = event.total;
      callback.overtakeMark = rungAfter(lineOf(state, callback.skill), callback.place);
      break;
    }
    case "callback-ended": {
      const call = state.calls.get(event.callback);
      // Who is called for another callback hears his promise all the same.
      if (call && event.reason !== "duplicate") call.promised = null;
      endCallback(state, event.callback);
      break;
    }
    case "call-recorded":
      break;
  }
}

function enterCall(state: State, id: string, phase: CallPhase, at: number): void {
  const call = state.calls.get(id);
  if (!call) return;
  unindexCall(state, call);
  call.phase = phase;
  call.since = at;
  indexCall(state, call);
}

/** Nobody is rung for it or talks to it any more: it went on to somewhere else. */
function leaveAgent(state: State, id: string): void {
  const call = state.calls.get(id);
  if (!call || call.agent === null) return;
  release(state, call.agent, id);
  call.agent = null;
}

function openCall(
  state: State,
  {
    call: id,
    skill,
    person,
    number,
    shared,
    country,
    arrivedAt,
    place,
  }: Extract<Event, { type: "call-arrived" | "call-reopened" }>,
  at: number,
): void {
  const before = state.closed.get(id)?.presumed;
  const call: Call = {
    id,
    skill,
    person,
    number,
    shared: shared ?? false,
    country: country ?? null,
    arrivedAt,
    place,
    phase: "passing",
    since: at,
    agent: null,
    rung: false,
    answered: false,
    predictedWaitMs: null,
    offers: before?.offers ?? 0,
    unheard: before?.unheard ?? false,
    treated: before?.treated ?? false,
    decidedInQueue: before?.decidedInQueue ?? false,
    passedOn: before?.passedOn ?? false,
    promised: null,
    registered: before?.registered ?? false,
    callee: null,
  };
  state.calls.set(id, call);
  state.closed.delete(id);
  linkCall(state, call);
  indexCall(state, call);
}

function moveCall(state: State, id: string, skill: SkillId): void {
  const call = state.calls.get(id);
  if (!call) return;
  unindexCall(state, call);
  call.skill = skill;
  call.passedOn = true;
  indexCall(state, call);
}

function closeCall(
  state: State,
  { call: id, presumed }: Extract<Event, { type: "call-closed" }>,
  at: number,
): void {
  const call = state.calls.get(id);
  if (!call) return;
  unindexCall(state, call);
  state.calls.delete(id);
  unlinkCall(state, call);
  if (call.agent !== null) release(state, call.agent, id);
  state.closed.set(id, { at, presumed: presumed ? call : null });
  for (const [closed, { at: closedAt }] of state.closed) {
    if (closedAt > at - REMEMBER_CLOSED_MS) break;
    state.closed.delete(closed);
  }
}

function register(state: State, event: Extract<Event, { type: "callback-registered" }>, at: number): void {
  const line = lineOf(state, event.skill);
  const callback: Callback = {
    id: event.callback,
    registeredFor: event.skill,
    skill: event.skill,
    person: event.person,
    shared: event.shared ?? false,
    country: event.country ?? null,
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
  noteRegistered(state.today, localDate(state.settings.timeZone, at), callback);
}

/** It counts for ever where it was registered; now it stands in another line, behind those who wait there. */
function moveToSkill(state: State, id: string, skill: SkillId, at: number): void {
  const callback = state.callbacks.get(id);
  if (!callback) return;
  unindexCallback(state, callback);
  closeLine(state, callback.skill);
  callback.skill = skill;
  callback.place = Math.max(callback.place, at);
  const line = lineOf(state, skill);
  line.open++;
  callback.overtakeMark = rungAfter(line, callback.place);
  indexCallback(state, callback);
}

function endAs(state: State, id: string, ending: NonNullable<Callback["endsAs"]>): void {
  const callback = state.callbacks.get(id);
  if (callback) callback.endsAs ??= ending;
}

function endAttempt(state: State, event: Extract<Event, { type: "attempt-ended" }>): void {
  const callback = state.callbacks.get(event.callback);
  if (!callback) return;
  if (callback.agent) release(state, callback.agent, event.attempt);
  callback.agent = null;
  callback.attemptOver = event.result !== "unknown" && event.result !== "withdrawn";
  const kind = failureKind(event.result);
  if (kind) callback.failures[kind]++;
}

function rest(state: State, callback: Callback, event: Extract<Event, { type: "callback-rested" }>): void {
  const line = lineOf(state, callback.skill);
  callback.notBefore = event.notBefore;
  callback.placeAfterRest = event.place;
  callback.expiresAt = event.expiresAt ?? callback.expiresAt;
  callback.overtakeMark = rungAfter(line, callback.place);
  if (event.place !== callback.place) callback.dueAt = Math.max(callback.dueAt, event.notBefore);
  if (event.why !== "closed") return;
  callback.carriedOver = true;
  // A number of another country waits for hours of its own: it is no part of the row that is released here.
  if (callback.country === null) line.releasedUntil = event.notBefore;
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
  callback.phase = phase;
  callback.since = at;
  indexCallback(state, callback);
}

function progress(state: State, event: Extract<Event, { type: "attempt-progressed" }>, at: number): void {
  const callback = state.callbacks.get(event.callback);
  if (!callback) return;
  if (event.progress === "joined") {
    observeAnswer(lineOf(state, callback.skill).rate, at);
    if (callback.agent !== null && callback.agent !== event.agent)
      release(state, callback.agent, event.attempt);
    if (event.agent !== undefined) occupy(state, event.agent, "busy", event.attempt);
    callback.agent = null;
    return;
  }
  if (callback.agent !== null && callback.agent !== event.agent)
    release(state, callback.agent, event.attempt);
  if (event.progress === "answered" || event.progress === "confirmed") {
    callback.answeredOn = localDate(state.settings.timeZone, at);
    noteAnswered(state.today, callback.answeredOn, callback.person);
  }
  callback.agent = event.progress === "rung" ? (event.agent ?? null) : null;
  if (event.progress === "rung") {
    if (!callback.legRung) noteRung(state, callback.skill, callback.place, callback.id);
    callback.legRung = true;
    if (event.agent !== undefined) occupy(state, event.agent, "ringing", event.attempt);
  }
  moveCallback(state, event.callback, phaseOf[event.progress], at, () => {});
}

const phaseOf = {
  ringing: "ringing",
  answered: "asking",
  confirmed: "seating",
  "in-line": "in-line",
  rung: "rung",
  left: "left",
} as const satisfies Record<string, CallbackPhase>;

function endCallback(state: State, id: string): void {
  const callback = state.callbacks.get(id);
  if (!callback) return;
  unindexCallback(state, callback);
  state.callbacks.delete(id);
  unlinkCallback(state, callback);
  closeLine(state, callback.skill);
}

/** One open callback less in a skill; nobody is left who could be overtaken once there is none. */
function closeLine(state: State, skill: SkillId): void {
  const line = lineOf(state, skill);
  line.open--;
  if (line.open === 0) line.rung.clear();
}

/** Remembers that somebody of this place was rung for, as long as anybody could be overtaken by it. */
function noteRung(state: State, skill: SkillId, place: number, id: string): void {
  const line = lineOf(state, skill);
  if (line.open === 0) return;
  line.rung.add(place, id);
  // Nobody who could still be overtaken stands before the place of a callback that expired a day ago.
  line.rung.dropBefore(place - state.settings.callbackExpiresAfterMs - REMEMBER_CLOSED_MS);
}

/** A fact of a call that ended is not waited for longer than an hour. */
const REMEMBER_CLOSED_MS = 3_600_000;
