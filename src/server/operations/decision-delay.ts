import type { Exchange } from "../../exchange/port.ts";
import type { CallId } from "../../line/ids.ts";
import type { Clock } from "../../time/clock.ts";

/**
 * An exchange that measures how long calls wait for their first order: with a clock that runs
 * faster than the machine can follow, the time it takes to decide is time that callers wait.
 */
export class DecisionDelay {
  readonly exchange: Exchange;
  readonly #asked = new Map<CallId, number>();
  #decided = 0;
  #delayMs = 0;

  constructor(exchange: Exchange, clock: Clock) {
    this.exchange = {
      capabilities: exchange.capabilities,
      connect: (receive) =>
        exchange.connect((report) => {
          if (report.type === "call-arrived") this.#asked.set(report.call, clock.now());
          receive(report);
        }),
      disconnect: () => exchange.disconnect(),
      execute: (order) => {
        if (order.type === "pass" || order.type === "offer") this.#ordered(order.call, clock.now());
        exchange.execute(order);
      },
    };
  }

  /** From a call's arrival to its first order, ms by the exchange's clock, on average; `null`: no call got one. */
  get meanMs(): number | null {
    return this.#decided === 0 ? null : this.#delayMs / this.#decided;
  }

  #ordered(call: CallId, now: number): void {
    const at = this.#asked.get(call);
    if (at === undefined) return;
    this.#asked.delete(call);
    this.#decided++;
    this.#delayMs += now - at;
  }
}
