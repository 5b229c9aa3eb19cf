import type { CallbackId } from "../../../line/ids.ts";
import type { Timer } from "../../../time/clock.ts";
import type { Switchboard } from "../switchboard.ts";
import type { SimulatedCaller } from "./traffic.ts";

/** Callers who phone again: after giving up, or while they should be waiting to be called back. */
export class Redialling {
  readonly #switchboard: Switchboard;
  readonly #arrive: (caller: SimulatedCaller) => void;
  readonly #promised = new Map<CallbackId, Timer>();

  constructor(switchboard: Switchboard, arrive: (caller: SimulatedCaller) => void) {
    this.#switchboard = switchboard;
    this.#arrive = arrive;
  }

  abandoned(caller: SimulatedCaller): void {
    const afterMs = caller.redial?.afterAbandonMs ?? null;
    if (afterMs !== null) this.#callAgain(caller, afterMs);
  }

  /** They heard that they will be called back. */
  promised(caller: SimulatedCaller): void {
    const afterMs = caller.redial?.afterYesMs ?? null;
    if (afterMs !== null) this.#promised.set(caller.call, this.#callAgain(caller, afterMs));
  }

  /** They were called back and picked up. */
  reached(callback: CallbackId): void {
    this.#promised.get(callback)?.cancel();
    this.#promised.delete(callback);
  }

  #callAgain(caller: SimulatedCaller, afterMs: number): Timer {
    return this.#switchboard.after(afterMs, () => {
      this.#promised.delete(caller.call);
      this.#arrive(caller.redial!.call(this.#switchboard.clock.now()));
    });
  }
}
