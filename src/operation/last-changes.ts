import type { Event } from "../line/events.ts";
import type { CallbackId } from "../line/ids.ts";
import type { State } from "../line/state.ts";

/** Open callbacks that changed since the operation was opened, each with the last step that changed it. */
export class LastChanges {
  readonly #seqs = new Map<CallbackId, number>();

  /** Takes in what was concluded in step `seq`; `state` is as it is after it. */
  note(seq: number, events: readonly Event[], state: State): void {
    for (const event of events) {
      if (!("callback" in event) || event.type === "supervisor-answered") continue;
      if (state.callbacks.has(event.callback)) this.#seqs.set(event.callback, seq);
      else this.#seqs.delete(event.callback);
    }
  }

  /** Whether it changed after step `asOf`. */
  isSince(callback: CallbackId, asOf: number): boolean {
    return (this.#seqs.get(callback) ?? 0) > asOf;
  }
}
