import type { Operation } from "../operation.ts";

/** Whether nobody is on the phone and nobody waits to be called back. */
export function isQuiet({ coreState: { calls, callbacks } }: Operation): boolean {
  return calls.size === 0 && callbacks.size === 0;
}
