import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "../../faults/faults.ts";
import type { Node, Ownership, Seen } from "../../journal/port/ownership.ts";
import type { Tenure } from "../../operation/tenure/tenure.ts";
import type { NodeLease } from "./lease.ts";

/** A node's hold on an operation, which lasts while its lease holds and nobody else takes the operation. */
export class NodeTenure implements Tenure {
  readonly #ownership: Pick<Ownership, "takeBack">;
  readonly #node: Node;
  readonly #operation: number;
  readonly #lease: Pick<NodeLease, "holds" | "term">;
  readonly #term: number;
  readonly #onLost: () => void;
  #epoch: number;
  #ended = false;

  constructor(given: {
    readonly ownership: Pick<Ownership, "takeBack">;
    readonly node: Node;
    readonly taken: Seen;
    readonly lease: Pick<NodeLease, "holds" | "term">;
    /** Called when the operation stopped because another node has it. */
    readonly onLost: () => void;
  }) {
    this.#ownership = given.ownership;
    this.#node = given.node;
    this.#operation = given.taken.operation;
    this.#epoch = given.taken.epoch;
    this.#lease = given.lease;
    this.#term = given.lease.term;
    this.#onLost = given.onLost;
  }

  get epoch(): number {
    return this.#epoch;
  }

  get holds(): boolean {
    return !this.#ended && this.#lease.holds && this.#lease.term === this.#term;
  }

  async takeBack(): Promise<number> {
    const notOwner = new Fault("not-owner", { operation: this.#operation });
    let fault: unknown = notOwner;
    while (this.holds) {
      try {
        const back = await this.#ownership.takeBack(this.#node, {
          operation: this.#operation,
          epoch: this.#epoch,
        });
        fault = notOwner;
        if (!back) break;
        this.#epoch = back.epoch;
        return back.lastSeq;
      } catch (error) {
        // The database is away, or is still busy with an earlier statement.
        fault = error;
        await sleep(AGAIN_MS * (0.5 + Math.random()));
      }
    }
    throw fault;
  }

  lost(): void {
    this.end();
    this.#onLost();
  }

  /** Ends it: nothing is sent to the exchange any more. */
  end(): void {
    this.#ended = true;
  }
}

const AGAIN_MS = 100;
