import type { PlaceOrder } from "./place-order.ts";
import { type Call, type Callback, isAlive, lineOf, type State } from "./state.ts";

/**
 * Keeps the indexes of state equal to its calls and callbacks. A record is taken out, changed, and put in again;
 * a checkpoint's reader only puts in.
 */
export function indexCall(state: State, call: Call): void {
  state.callPhases.get(call.phase)!.set(call.id, call.since);
  orderOf(state, call)?.add(call.place, call.id);
}

export function unindexCall(state: State, call: Call): void {
  state.callPhases.get(call.phase)!.delete(call.id);
  orderOf(state, call)?.delete(call.place, call.id);
}

/** Where a call stands: in the line or told to join it, or being asked; nowhere once it is rung for. */
function orderOf(state: State, call: Call): PlaceOrder | null {
  switch (call.phase) {
    case "waiting":
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
  const line = lineOf(state, callback.skill);
  switch (callback.phase) {
    case "waiting":
      line.waiting.add(callback.place, callback.id);
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

export function unindexCallback(state: State, callback: Callback): void {
  state.callbackPhases.get(callback.phase)!.delete(callback.id);
  const line = lineOf(state, callback.skill);
  line.waiting.delete(callback.place, callback.id);
  line.dialled.delete(callback.place, callback.id);
  line.legs.delete(callback.place, callback.id);
  if (callback.phase === "in-line") line.live.delete(callback.place, callback.id);
  if (callback.phase === "resting") state.restingUntil.delete(callback.notBefore, callback.id);
  if (!isAlive(callback.phase) && callback.phase !== "on-phone")
    state.expiring.delete(callback.expiresAt, callback.id);
}

/** Adds an id to the list of a person, or takes it out; an empty list is not kept. */
export function link<K>(lists: Map<K, string[]>, key: K, id: string): void {
  const list = lists.get(key);
  if (list) list.push(id);
  else lists.set(key, [id]);
}

export function unlink<K>(lists: Map<K, string[]>, key: K, id: string): void {
  const rest = lists.get(key)?.filter((other) => other !== id) ?? [];
  if (rest.length > 0) lists.set(key, rest);
  else lists.delete(key);
}
