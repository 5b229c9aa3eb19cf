import type pg from "pg";
import { isUnanswered } from "../../../src/desk/answers.ts";
import type { OrderGiven } from "../../../src/desk/owner.ts";
import type { Random } from "../../../src/queueing/random.ts";
import type { Phones } from "../phones.ts";
import type { NodesOfWorld } from "./nodes-of-world.ts";
import type { VirtualWorld } from "./virtual-world.ts";

interface GivenOrder {
  readonly operation: number;
  readonly order: OrderGiven;
  /** What was answered, each time that it was. */
  readonly outcomes: string[];
}

/** A supervisor who gives orders about callbacks at whichever node answers, each again until it is answered, and some once more. */
export class SupervisorOfNodes {
  readonly given: GivenOrder[] = [];
  readonly problems: string[] = [];
  readonly #world: VirtualWorld;
  readonly #nodes: NodesOfWorld;
  readonly #phones: readonly Phones[];
  readonly #random: Random;
  #open = 0;
  #isDone = false;

  /** `phones`: of the operations 1, 2 and so on. */
  constructor(world: VirtualWorld, nodes: NodesOfWorld, phones: readonly Phones[]) {
    this.#world = world;
    this.#nodes = nodes;
    this.#phones = phones;
    this.#random = world.random.stream("supervisor");
    this.#soon();
  }

  /** Gives no more orders. */
  stop(): void {
    this.#isDone = true;
  }

  /** Whether all orders are answered. */
  get isAnswered(): boolean {
    return this.#open === 0;
  }

  /** What is wrong, by what the database has of the orders. */
  async problemsOf(client: pg.ClientBase): Promise<string[]> {
    const { rows } = await client.query<{ name: string; outcome: string }>(
      "SELECT name, outcome FROM supervisor_orders",
    );
    const problems = [...this.problems];
    for (const { order, outcomes } of this.given) {
      const durable = rows.filter(({ name }) => name === order.order).map(({ outcome }) => outcome);
      if (durable.length > 1) problems.push(`order ${order.order} stands ${durable.length} times`);
      for (const outcome of outcomes)
        if (outcome !== durable[0])
          problems.push(`order ${order.order} was answered ${outcome}; the journal has ${durable[0]}`);
    }
    return problems;
  }

  #soon(): void {
    this.#world.at(this.#world.now + this.#random.uniform() * 2 * EVERY_MS, () => {
      if (this.#isDone) return;
      this.#orderSomething();
      this.#soon();
    });
  }

  #orderSomething(): void {
    const operation = Math.floor(this.#random.uniform() * this.#phones.length);
    const promised = this.#phones[operation]!.observer.hearings.filter(
      ({ what }) => what.what === "promise",
    ).slice(-6);
    const callback = promised[Math.floor(this.#random.uniform() * promised.length)]?.call;
    if (callback === undefined) return;
    const act = { type: this.#random.uniform() < 0.5 ? "cancel" : "call-now" } as const;
    const name = `o${this.given.length}`;
    const order = { order: name, callback, act, author: "luz", why: "they wrote" };
    const given: GivenOrder = { operation: operation + 1, order, outcomes: [] };
    this.given.push(given);
    this.#open++;
    this.#give(given, this.#random.uniform() < 0.3 ? 2 : 1, this.#world.now + GIVES_UP_AFTER_MS);
  }

  #give(given: GivenOrder, times: number, until: number): void {
    const nodes = this.#nodes.living.filter(({ joined }) => joined);
    const node = nodes[Math.floor(this.#random.uniform() * nodes.length)];
    let isOver = false;
    const over = (outcome: string | null) => {
      if (isOver) return;
      isOver = true;
      if (outcome !== null) given.outcomes.push(outcome);
      const left = outcome === null ? times : times - 1;
      if (left === 0) this.#open--;
      else if (this.#world.now > until) {
        this.#open--;
        this.problems.push(`order ${given.order.order} was not answered`);
      } else this.#world.at(this.#world.now + AGAIN_AFTER_MS, () => this.#give(given, left, until));
    };
    this.#world.at(this.#world.now + HEARD_WITHIN_MS, () => over(null));
    if (!node) return;
    const { machine, joined } = node;
    machine.after(machine.latencyMs(), () => {
      joined!.owner
        .order({ id: given.operation }, given.order, Number.MAX_SAFE_INTEGER)
        .then(over, (error: unknown) => {
          if (!isUnanswered(error)) this.problems.push(`order ${given.order.order} failed: ${String(error)}`);
          over(null);
        });
    });
  }
}

const EVERY_MS = 500;
const AGAIN_AFTER_MS = 200;
/** Longer than a node tries. */
const HEARD_WITHIN_MS = 10_000;
const GIVES_UP_AFTER_MS = 60_000;
