import type { AttemptId, CallId } from "../../line/ids.ts";
import type { Clock } from "../../time/clock.ts";
import type { Order } from "../port.ts";

/** An order about a call that a dialogue may wait for. */
export type CallOrder = Extract<
  Order,
  { type: "pass" | "offer" | "seat" | "thank" | "turn-away" | "judge-number" }
>;

interface Waiting {
  readonly types: readonly CallOrder["type"][];
  readonly settle: (order: CallOrder | null) => void;
}

/** Brings orders to the dialogues that wait for them. An order that nobody waits for was obeyed before, or came too late. */
export class AwaitedOrders {
  readonly #clock: Clock;
  readonly #waiting = new Map<CallId | AttemptId, Waiting>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * The next order of one of these types about a call; `null` when none came within `withinMs`, or `over` came first.
   * To be asked for before the report that it answers.
   */
  next<T extends CallOrder["type"]>(
    call: CallId | AttemptId,
    types: readonly T[],
    withinMs: number,
    over: Promise<void>,
  ): Promise<Extract<CallOrder, { type: T }> | null> {
    return new Promise((resolve) => {
      const timer = this.#clock.at(this.#clock.now() + withinMs, () => settle(null));
      const settle = (order: CallOrder | null) => {
        timer.cancel();
        if (this.#waiting.get(call) === waiting) this.#waiting.delete(call);
        resolve(order as Extract<CallOrder, { type: T }> | null);
      };
      const waiting: Waiting = { types, settle };
      this.#waiting.set(call, waiting);
      void over.then(() => settle(null));
    });
  }

  give(order: CallOrder): void {
    const waiting = this.#waiting.get(order.call);
    if (waiting?.types.includes(order.type)) waiting.settle(order);
  }
}
