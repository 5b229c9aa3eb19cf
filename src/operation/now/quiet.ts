import { mayBeAsked } from "../../line/call/being-asked.ts";
import type { CallbackPhase } from "../../line/callback/callback-life.ts";
import type { CallPhase } from "../../line/state.ts";
import type { Operation } from "../operation.ts";

/** Whether nobody is on the phone and nobody waits to be called back. */
export function isQuiet({ coreState: { calls, callbacks } }: Operation): boolean {
  return calls.size === 0 && callbacks.size === 0;
}

/**
 * Whether another node can go on with it, and nobody on the phone notices: callers are with the exchange or an agent, callbacks wait
 * for their turn, and nothing is under way.
 */
export function canBeHandedOver(operation: Operation): boolean {
  const { calls, callbacks } = operation.coreState;
  return (
    operation.connected &&
    operation.settled() === null &&
    calls.values().every((call) => LEFT_ALONE.includes(call.phase) && !mayBeAsked(call)) &&
    callbacks.values().every(({ phase }) => NOT_DIALLED.includes(phase))
  );
}

const LEFT_ALONE: readonly CallPhase[] = ["waiting", "ringing", "talking", "left"];
const NOT_DIALLED: readonly CallbackPhase[] = ["waiting", "resting", "on-phone"];
