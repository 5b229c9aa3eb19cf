import { changedCallback } from "../journal/rows/projection.ts";
import type { Event } from "../line/events.ts";
import type { CallbackId } from "../line/ids.ts";
import type { State } from "../line/state.ts";

/** Open callbacks that changed since the operation was opened, each with the last step that changed it. */
export class LastChanges {
  readonly #seqs = new Map<CallbackId, number>();

  /** Takes in what was concluded in step `seq`; `state` is as it is after it. */
  note(seq: number, events: readonly Event[], state: State): void {
    for (const event of events) {
      const callback = changedCallback(event);
      if (callback === null) continue;
      if (state.callbacks.has(callback)) this.#seqs.set(callback, seq);
      else this.#seqs.delete(callback);
    }
  }

  /** Whether it changed after step `asOf`. */
  isSince(callback: CallbackId, asOf: number): boolean {
    return (this.#seqs.get(callback) ?? 0) > asOf;
  }
}
