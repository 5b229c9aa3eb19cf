import { changeAgent, occupy, release } from "./agent-status.ts";
import { observeAnswer } from "./answer-rate.ts";
import type { CallbackPhase } from "./callback-life.ts";
import type { Event } from "./events.ts";
import type { SkillId } from "./ids.ts";
import { indexCall, indexCallback, link, unindexCall, unindexCallback, unlink } from "./membership.ts";
import { type Call, type Callback, type CallPhase, lineOf, rungAfter, type State } from "./state.ts";

/**
 * Writes what one event says into state: the only writer there is. The same events on the same state give the
 * same state for ever, whatever `decide` would conclude today. `at` is the fact's time, epoch ms.
 */
export function apply(state: State, event: Event, at: number): void {
  switch (event.type) {
    case "settings-adopted":
      state.settings = event.settings;
      state.skillSettings.clear();
      for (const skill of event.settings.skills) state.skillSettings.set(skill.id, skill);
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
      if (call) call.predictedWaitMs = event.inputs.predictedWaitMs;
      if (event.decision === "offer") enterCall(state, event.call, "offering", at);
      break;
    }
    case "question-began":
      enterCall(state, event.call, "asked", at);
      break;
    case "choice-made":
      enterCall(state, event.call, event.choice === "yes" ? "thanked" : "seating", at);
      break;
    case "callback-registered":
      register(state, event, at);
      break;
    case "call-joined":
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
      if (call.agent !== null && call.agent !== event.agent) release(state, call.agent);
      call.rung = true;
      call.agent = event.agent;
      enterCall(state, event.call, "ringing", at);
      occupy(state, event.agent, "ringing");
      break;
    }
    case "ring-missed": {
      const call = state.calls.get(event.call);
      if (call) {
        call.agent = null;
        enterCall(state, event.call, "waiting", at);
      }
      release(state, event.agent);
      break;
    }
    case "call-answered": {
      const call = state.calls.get(event.call);
      if (call) {
        if (call.agent !== null && call.agent !== event.agent) release(state, call.agent);
        call.agent = event.agent;
        call.answered = true;
      }
      enterCall(state, event.call, "talking", at);
      occupy(state, event.agent, "busy");
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
    case "attempt-ended": {
      const callback = state.callbacks.get(event.callback);
      if (callback?.agent) release(state, callback.agent);
      if (callback) {
        callback.agent = null;
        callback.attemptOver = event.result !== "unknown" && event.result !== "withdrawn";
      }
      break;
    }
    case "callback-rested":
      moveCallback(state, event.callback, "resting", at, (callback) => {
        callback.notBefore = event.notBefore;
        callback.placeAfterRest = event.place;
        callback.overtakeMark = rungAfter(lineOf(state, callback.skill), callback.place);
      });
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
    case "callback-attended": {
      const callback = state.callbacks.get(event.callback);
      if (callback) callback.attended = true;
      break;
    }
    case "callback-overtaken": {
      const callback = state.callbacks.get(event.callback);
      if (!callback) break;
      if (event.while === "dialled") callback.overtakesDialled = event.total;
      else callback.overtakesHeldBack = event.total;
      callback.overtakeMark = rungAfter(lineOf(state, callback.skill), callback.place);
      break;
    }
    case "callback-ended":
      endCallback(state, event.callback);
      break;
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

function openCall(
  state: State,
  {
    call: id,
    skill,
    person,
    number,
    arrivedAt,
    place,
  }: Extract<Event, { type: "call-arrived" | "call-reopened" }>,
  at: number,
): void {
  const call: Call = {
    id,
    skill,
    person,
    number,
    arrivedAt,
    place,
    phase: "passing",
    since: at,
    agent: null,
    rung: false,
    answered: false,
    predictedWaitMs: null,
  };
  state.calls.set(id, call);
  state.closed.delete(id);
  if (person !== null) link(state.callsOf, person, id);
  indexCall(state, call);
}

function moveCall(state: State, id: string, skill: SkillId): void {
  const call = state.calls.get(id);
  if (!call) return;
  unindexCall(state, call);
  call.skill = skill;
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
  if (call.person !== null) unlink(state.callsOf, call.person, id);
  if (call.agent !== null) release(state, call.agent);
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
    skill: event.skill,
    person: event.person,
    arrivedAt: event.arrivedAt,
    promisedFrom: event.promisedFrom,
    promisedUntil: event.promisedUntil,
    expiresAt: event.expiresAt,
    place: event.place,
    placeAfterRest: event.place,
    phase: "waiting",
    since: at,
    attempts: 0,
    notBefore: 0,
    call: null,
    agent: null,
    legRung: false,
    attemptOver: false,
    attended: false,
    overtakesDialled: 0,
    overtakesHeldBack: 0,
    overtakeMark: rungAfter(line, event.place),
  };
  state.callbacks.set(callback.id, callback);
  link(state.callbacksOf, callback.person, callback.id);
  line.open++;
  indexCallback(state, callback);
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
    if (callback.agent !== null && callback.agent !== event.agent) release(state, callback.agent);
    if (event.agent !== undefined) occupy(state, event.agent, "busy");
    callback.agent = null;
    return;
  }
  if (callback.agent !== null && callback.agent !== event.agent) release(state, callback.agent);
  callback.agent = event.progress === "rung" ? (event.agent ?? null) : null;
  if (event.progress === "rung") {
    if (!callback.legRung) noteRung(state, callback.skill, callback.place, callback.id);
    callback.legRung = true;
    if (event.agent !== undefined) occupy(state, event.agent, "ringing");
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
  unlink(state.callbacksOf, callback.person, id);
  const line = lineOf(state, callback.skill);
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
