import { Fault } from "../faults/faults.ts";
import type { OrderStanding } from "../journal/port/journal.ts";
import type { Step } from "../journal/port/run.ts";
import type { OrderOutcome } from "../line/events.ts";
import type { Fact, FactBody, SupervisorOrder } from "../line/facts.ts";
import type { PersonId } from "../line/ids.ts";
import type { State } from "../line/state.ts";
import { LastChanges } from "./last-changes.ts";

/** What somebody at Espera orders, and waits for until it is durable. */
export type Ordered = Extract<FactBody, { type: "supervisor-ordered" | "person-erased" }>;

type GivenOrder = Extract<Ordered, { type: "supervisor-ordered" }>;

/** Somebody who waits for the outcome of an order. */
interface Awaited {
  readonly resolve: (outcome: OrderOutcome) => void;
  readonly reject: (fault: unknown) => void;
}

interface OrdersGiven {
  /** Has the operation conclude from an order, given as of a step. */
  readonly receive: (order: Ordered, asOf: number | undefined) => void;
  /** What is durable of an order and its callback. */
  readonly standing: (order: SupervisorOrder) => Promise<OrderStanding>;
}

/** The orders that people give an operation: each is carried out once, and answered once what became of it is durable. */
export class Orders {
  readonly #given: OrdersGiven;
  /** They may not be durable yet. */
  readonly #changes = new LastChanges();
  /** By the name of the order, of a group that is about to be concluded from. */
  readonly #standings = new Map<string, OrderStanding>();
  /** By the name of the order: several may wait for the same. */
  readonly #awaited = new Map<string, readonly Awaited[]>();
  #closed = false;

  constructor(given: OrdersGiven) {
    this.#given = given;
  }

  /** What `Operation.order` says. */
  order(wanted: Omit<SupervisorOrder, "outdated">, asOf: number | undefined): Promise<OrderOutcome> {
    const why = wanted.why.replace(/\d[\d ().-]{4,}\d/g, "…");
    return this.#ordered({ ...wanted, type: "supervisor-ordered", why }, asOf);
  }

  /** Ends what was promised to a person; fulfilled once that is durable. Rejects as `order` does. */
  async erased(person: PersonId): Promise<void> {
    await this.#ordered({ type: "person-erased", person });
  }

  async #ordered(order: Ordered, asOf?: number): Promise<OrderOutcome> {
    if (this.#closed) throw new Fault("operation-closed", {});
    const name = nameOf(order);
    const others = this.#awaited.get(name);
    const answer = new Promise<OrderOutcome>((resolve, reject) => {
      this.#awaited.set(name, [...(others ?? []), { resolve, reject }]);
    });
    // An order that is given again while it is under way is waited for.
    if (!others || order.type === "person-erased") this.#given.receive(order, asOf);
    return answer;
  }

  /** Asks what is durable of those of these that are orders, before they are concluded from. */
  async lookUp(bodies: readonly FactBody[]): Promise<void> {
    for (const body of bodies)
      if (body.type === "supervisor-ordered")
        this.#standings.set(body.order, await this.#given.standing(body));
  }

  /**
   * The order that was looked up, with whether its callback changed after the step at which it was looked at; `null`: it was carried
   * out before, and is answered as it was then.
   */
  stillToCarryOut(order: GivenOrder, asOf: number | undefined): GivenOrder | null {
    const { outcome, changedAt } = this.#standings.get(order.order)!;
    this.#standings.delete(order.order);
    if (outcome) {
      this.#answer(nameOf(order), outcome);
      return null;
    }
    const isOutdated =
      asOf !== undefined && (changedAt > asOf || this.#changes.isSince(order.callback, asOf));
    return isOutdated ? { ...order, outdated: true } : order;
  }

  /** Takes in what was concluded; `state` is as it is after it. */
  concluded({ seq, events }: Step, state: State): void {
    this.#changes.note(seq, events, state);
  }

  /** The step is durable: its order is answered. */
  durable({ fact, events }: Step): void {
    if (!isOrdered(fact)) return;
    const answered = events.find((event) => event.type === "supervisor-answered");
    this.#answer(nameOf(fact), answered?.outcome ?? "done");
  }

  #answer(name: string, outcome: OrderOutcome): void {
    for (const { resolve } of this.#awaited.get(name) ?? []) resolve(outcome);
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
