import type { PlaceOrder } from "../dialling/place-order.ts";
import type { CallbackId, PersonId, SkillId } from "../ids.ts";
import { type Call, type Callback, isAlive, lineOf, type State } from "../state.ts";

/**
 * Keeps the indexes of state equal to its calls and callbacks. A record is taken out, changed, and put in again;
 * a checkpoint's reader only puts in.
 */
export function indexCall(state: State, call: Call): void {
  state.callPhases.get(call.phase)!.set(call.id, call.since);
  placeCall(state, call);
}

export function unindexCall(state: State, call: Call): void {
  state.callPhases.get(call.phase)!.delete(call.id);
  unplaceCall(state, call);
}

/** The same for a change that leaves the phase, and so the order of those who entered it. */
export function placeCall(state: State, call: Call): void {
  orderOf(state, call)?.add(call.place, call.id);
  state.dueLines.note(lineOf(state, call.skill));
  if (call.phase === "waiting" && !call.decidedInQueue)
    lineOf(state, call.skill).unasked.add(call.arrivedAt, call.id);
  if (mayBeOfferedLater(call)) lineOf(state, call.skill).passedOver.add(call.arrivedAt, call.id);
}

/** Asked once at most: callers who were silent said what they had to say. */
function mayBeOfferedLater({ phase, passedFor, passedOn, offers }: Call): boolean {
  return phase === "waiting" && passedFor !== null && !passedOn && offers === 0;
}

export function unplaceCall(state: State, call: Call): void {
  orderOf(state, call)?.delete(call.place, call.id);
  const line = lineOf(state, call.skill);
  line.unasked.delete(call.arrivedAt, call.id);
  line.passedOver.delete(call.arrivedAt, call.id);
  state.dueLines.note(line);
}

/** Where a call stands: in the line or ordered to join it, or being asked; nowhere once it is rung for. */
function orderOf(state: State, call: Call): PlaceOrder | null {
  switch (call.phase) {
    case "waiting":
    case "withdrawing":
    case "passing":
    case "seating":
      return lineOf(state, call.skill).live;
    case "offering":
    case "asked":
      return lineOf(state, call.skill).asked;
    case "thanked":
    case "ringing":
    case "talking":
    case "left":
      return null;
  }
}

export function indexCallback(state: State, callback: Callback): void {
  state.callbackPhases.get(callback.phase)!.set(callback.id, callback.since);
  placeCallback(state, callback);
}

export function unindexCallback(state: State, callback: Callback): void {
  state.callbackPhases.get(callback.phase)!.delete(callback.id);
  unplaceCallback(state, callback);
}

export function placeCallback(state: State, callback: Callback): void {
  const line = lineOf(state, callback.skill);
  state.dueLines.note(line);
  switch (callback.phase) {
    case "waiting":
      line.waiting.add(callback.place, callback.id);
      line.due.add(callback.dueAt, callback.id);
      state.expiring.add(callback.expiresAt, callback.id);
      break;
    case "resting":
      state.restingUntil.add(callback.notBefore, callback.id);
      state.expiring.add(callback.expiresAt, callback.id);
      break;
    case "dialling":
    case "ringing":
    case "asking":
    case "seating":
      line.dialled.add(callback.place, callback.id);
      break;
    case "in-line":
      line.live.add(callback.place, callback.id);
      line.legs.add(callback.place, callback.id);
      break;
    case "rung":
    case "left":
      line.legs.add(callback.place, callback.id);
      break;
    case "on-phone":
      break;
  }
}

export function unplaceCallback(state: State, callback: Callback): void {
  const line = lineOf(state, callback.skill);
  state.dueLines.note(line);
  line.waiting.delete(callback.place, callback.id);
  line.due.delete(callback.dueAt, callback.id);
  line.dialled.delete(callback.place, callback.id);
  line.legs.delete(callback.place, callback.id);
  if (callback.phase === "in-line") line.live.delete(callback.place, callback.id);
  if (callback.phase === "resting") state.restingUntil.delete(callback.notBefore, callback.id);
  if (!isAlive(callback.phase) && callback.phase !== "on-phone")
    state.expiring.delete(callback.expiresAt, callback.id);
}

/** A person is recognised by their calls and callbacks, unless their number is one that many share. */
export function linkCall(state: State, { id, person, shared }: Call): void {
  noteLineOf(state, id);
  if (person === null || shared) return;
  link(state.callsOf, person, id);
  noteLinesOf(state, person);
}

export function unlinkCall(state: State, { id, person, shared }: Call): void {
  noteLineOf(state, id);
  if (person === null || shared) return;
  unlink(state.callsOf, person, id);
  noteLinesOf(state, person);
}

/** A person is reached by one call at a time: what begins or ends for them in one line is no turn, or a turn, in others. */
export function noteLinesOf(state: State, person: PersonId): void {
  for (const callback of state.callbacksOf.get(person) ?? []) noteLineOf(state, callback);
}

/** The skills that share an agent with this one: its attempts claim agents of theirs. */
export function noteRivals(state: State, skill: SkillId): void {
  for (const agent of lineOf(state, skill).agents)
    for (const other of agent.skills) state.dueLines.note(lineOf(state, other));
}

export function noteLineOf(state: State, id: CallbackId): void {
  const callback = state.callbacks.get(id);
  if (callback) state.dueLines.note(lineOf(state, callback.skill));
}

export function linkCallback(state: State, { id, person, by, shared }: Callback): void {
  if (!shared) link(state.callbacksOf, person, id);
  if (by !== null) link(state.callbacksOf, by, id);
}

export function unlinkCallback(state: State, { id, person, by, shared }: Callback): void {
  if (!shared) unlink(state.callbacksOf, person, id);
  if (by !== null) unlink(state.callbacksOf, by, id);
}

/** Adds an id to the list of a person, or takes it out; an empty list is not kept. */
function link(lists: Map<PersonId, string[]>, person: PersonId, id: string): void {
  const list = lists.get(person);
  if (list) list.push(id);
  else lists.set(person, [id]);
}

function unlink(lists: Map<PersonId, string[]>, person: PersonId, id: string): void {
  const rest = lists.get(person)?.filter((other) => other !== id) ?? [];
  if (rest.length > 0) lists.set(person, rest);
  else lists.delete(person);
}
