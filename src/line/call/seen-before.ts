import type { Caller } from "../facts.ts";
import { saidZones } from "../hours/number-zones.ts";
import { type AttemptId, type CallId, partsOfAttempt } from "../ids.ts";
import type { Call, State } from "../state.ts";
import { visitOf } from "./contacts.ts";

/**
 * Who a phone call is of: the caller that the core has for it, whatever is reported of it now. `gone`: it has nobody for
 * it any more, and it is none that comes into sight: it is over, or the leg of a return call. `new`: it never heard of it.
 */
export function sightOf(state: State, id: CallId | AttemptId): Caller | "gone" | "new" {
  const visit = visitOf(state, id);
  const call = state.calls.get(visit) ?? state.closed.get(visit)?.presumed;
  if (call) return callerOf(call);
  return state.closed.has(visit) || partsOfAttempt(visit) ? "gone" : "new";
}

/** The caller of a call, as a fact has them. */
export function callerOf({ person, number, shared, zones }: Call): Caller {
  return { person, number, ...(shared ? { shared: true } : {}), ...saidZones(zones) };
}
