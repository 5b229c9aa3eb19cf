import type { Step } from "../journal/port.ts";
import type { OrderOutcome } from "../line/events.ts";
import type { Fact, FactBody } from "../line/facts.ts";

/** What somebody at Espera orders, and waits for until it is durable. */
export type Ordered = Extract<FactBody, { type: "supervisor-ordered" | "person-erased" }>;

interface Awaited {
  readonly resolve: (outcome: OrderOutcome) => void;
  readonly reject: (fault: unknown) => void;
}

/** Who waits for the answer to an order; several may wait for the same. */
export class OrderAnswers {
  readonly #awaited = new Map<string, readonly Awaited[]>();

  /** What becomes of the order, once its step is told of; rejects with the fault that comes before. */
  answerTo(order: Ordered): Promise<OrderOutcome> {
    const name = nameOf(order);
    return new Promise((resolve, reject) => {
      this.#awaited.set(name, [...(this.#awaited.get(name) ?? []), { resolve, reject }]);
    });
  }

  /** The step is durable: who waits for what became of its order hears it. */
  durable({ fact, events }: Step): void {
    if (!isOrdered(fact)) return;
    const name = nameOf(fact);
    const answered = events.find((event) => event.type === "supervisor-answered");
    for (const { resolve } of this.#awaited.get(name) ?? []) resolve(answered?.outcome ?? "done");
    this.#awaited.delete(name);
  }

  /** There will be no answer any more. */
  fail(fault: unknown): void {
    for (const { reject } of [...this.#awaited.values()].flat()) reject(fault);
    this.#awaited.clear();
  }
}

function isOrdered(fact: Fact): fact is Fact & Ordered {
  return fact.type === "supervisor-ordered" || fact.type === "person-erased";
}

function nameOf(order: Ordered): string {
  return order.type === "person-erased" ? `erased ${order.person}` : order.order;
}
