import { randomUUID } from "node:crypto";
import { Fault } from "../faults/faults.ts";
import type { Step } from "../journal/port/run.ts";
import type { OrderOutcome } from "../line/events.ts";
import type { Fact, FactBody, SupervisorOrder } from "../line/facts.ts";
import type { PersonId } from "../line/ids.ts";
import type { State } from "../line/state.ts";
import type { LastChanges } from "./last-changes.ts";

/** What somebody at Espera orders, and waits for until it is durable. */
export type Ordered = Extract<FactBody, { type: "supervisor-ordered" | "person-erased" }>;

/** Somebody who waits for the outcome of an order. */
interface Awaited {
  readonly resolve: (outcome: OrderOutcome) => void;
  readonly reject: (fault: unknown) => void;
}

/** The orders that people give an operation: each is answered once what became of it is durable. */
export class Orders {
  readonly #receive: (order: Ordered, asOf: number | undefined) => void;
  readonly #changes: LastChanges;
  /** By the name of the order: several may wait for the same. */
  readonly #awaited = new Map<string, readonly Awaited[]>();
  #closed = false;

  /** `changes`: what is known of them already, so that an order is not carried out again by who gives it again after a crash. */
  constructor(receive: (order: Ordered, asOf: number | undefined) => void, changes: LastChanges) {
    this.#receive = receive;
    this.#changes = changes;
  }

  /** What `Operation.order` says. */
  order(
    wanted: Omit<SupervisorOrder, "order" | "outdated">,
    asOf: number | undefined,
  ): Promise<OrderOutcome> {
    const why = wanted.why.replace(/\d[\d ().-]{4,}\d/g, "…");
    return this.#ordered({ ...wanted, type: "supervisor-ordered", order: randomUUID(), why }, asOf);
  }

  /** Ends what was promised to a person; fulfilled once that is durable. Rejects as `order` does. */
  async erased(person: PersonId): Promise<void> {
    await this.#ordered({ type: "person-erased", person });
  }

  async #ordered(order: Ordered, asOf?: number): Promise<OrderOutcome> {
    if (this.#closed) throw new Fault("operation-closed", {});
    const name = nameOf(order);
    const answer = new Promise<OrderOutcome>((resolve, reject) => {
      this.#awaited.set(name, [...(this.#awaited.get(name) ?? []), { resolve, reject }]);
    });
    this.#receive(order, asOf);
    return answer;
  }

  /** Whether its callback changed after the step as of which it was ordered. */
  isOutdated(fact: FactBody, asOf: number | undefined): boolean {
    if (fact.type !== "supervisor-ordered" || asOf === undefined) return false;
    return this.#changes.isSince(fact.callback, asOf);
  }

  /** Takes in what was concluded; `state` is as it is after it. */
  concluded({ seq, events }: Step, state: State): void {
    this.#changes.note(seq, events, state);
  }

  /** The step is durable: its order is answered. */
  durable({ fact, events }: Step): void {
    if (!isOrdered(fact)) return;
    const name = nameOf(fact);
    const answered = events.find((event) => event.type === "supervisor-answered");
    for (const { resolve } of this.#awaited.get(name) ?? []) resolve(answered?.outcome ?? "done");
    this.#awaited.delete(name);
  }

  /** Refuses what was ordered and not answered, and what is ordered from now on. */
  close(): void {
    this.#closed = true;
    for (const { reject } of [...this.#awaited.values()].flat()) reject(new Fault("operation-closed", {}));
    this.#awaited.clear();
  }
}

function isOrdered(fact: Fact): fact is Fact & Ordered {
  return fact.type === "supervisor-ordered" || fact.type === "person-erased";
}

function nameOf(order: Ordered): string {
  return order.type === "person-erased" ? `erased ${order.person}` : order.order;
}
