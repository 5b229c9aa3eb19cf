import { randomUUID } from "node:crypto";
import type { OperationRecord } from "../journal/port/registry.ts";
import type { OrderOutcome } from "../line/events.ts";
import type { Sentence } from "../words/language.ts";
import { orderOutcomes } from "../words/reasons/order-outcomes.ts";
import type { OrderGiven, Owner } from "./owner.ts";

/** The outcome of an order, by its code and in words. */
export interface OrderAnswer extends Sentence {
  readonly outcome: OrderOutcome;
}

/**
 * Gives a supervisor's orders to the operation that runs, and says what became of them once that is durable. A refusal
 * is an answer. Each order gets its name here, where the request comes in, so that it may be sent to the operation
 * again. Faults: `operation-closed`, `operation-unreachable`.
 */
export class OrderDesk {
  readonly #owner: Pick<Owner, "order">;

  constructor(owner: Pick<Owner, "order">) {
    this.#owner = owner;
  }

  /** Carries an order out; it is refused when the callback changed after the version `asOf`. */
  async carryOut(
    record: OperationRecord,
    { asOf, ...order }: Omit<OrderGiven, "order"> & { readonly asOf: number },
  ): Promise<OrderAnswer> {
    const outcome = await this.#owner.order(record, { ...order, order: randomUUID() }, asOf);
    return { outcome, ...orderOutcomes[outcome] };
  }
}
