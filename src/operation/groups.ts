import type { Report } from "../exchange/port.ts";
import type { FactBody } from "../line/facts.ts";
import type { Ordered } from "./orders.ts";

/** What Espera itself, or a person at it, says. */
export type OwnFact =
  | Extract<FactBody, { type: "woke" | "settings-adopted" | "state-adopted" | "outlook" }>
  | Ordered;

/** A body of a fact, or a report from which one is made, with its time of reception. */
export type Received = { readonly at: number } & (
  | { readonly report: Report }
  | { readonly body: OwnFact; readonly asOf?: number | undefined }
);

/** Works on what is received, group after group in the order of reception: what comes in meanwhile makes the next group. */
export class Groups {
  readonly #work: (group: readonly Received[]) => Promise<void>;
  readonly #onFault: (fault: unknown) => void;
  readonly #onRest: () => void;
  #waiting: Received[] = [];
  #underWay: Promise<void> | null = null;
  #stopped = false;

  /** After `onFault` nothing is worked on any more; `onRest` is called whenever nothing is left to do. */
  constructor(given: {
    readonly work: (group: readonly Received[]) => Promise<void>;
    readonly onFault: (fault: unknown) => void;
    readonly onRest: () => void;
  }) {
    this.#work = given.work;
    this.#onFault = given.onFault;
    this.#onRest = given.onRest;
  }

  /** The work under way; `null`: nothing is left to do. */
  get underWay(): Promise<void> | null {
    return this.#underWay;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  add(received: Received): void {
    if (this.#stopped) return;
    this.#waiting.push(received);
    this.#underWay ??= this.#workOn();
  }

  /** Does something else once nothing is left to do; what is received meanwhile waits for it. */
  async between(work: () => Promise<void>): Promise<void> {
    await this.rest();
    this.#underWay = this.#workOn(work);
    await this.#underWay;
  }

  /** Fulfilled once nothing is left to do. */
  async rest(): Promise<void> {
    while (this.#underWay) await this.#underWay;
  }

  /** What was received and is not worked on yet is dropped, and what is received from now on. */
  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
  }

  async #workOn(first?: () => Promise<void>): Promise<void> {
    try {
      // This await lets everything that is received in the same tick join the first group.
      await first?.();
      while (this.#waiting.length > 0) await this.#work(this.#takeGroup());
    } catch (fault) {
      this.stop();
      this.#onFault(fault);
    } finally {
      this.#underWay = null;
      this.#onRest();
    }
  }

  /**
   * A snapshot begins a group: what was ordered before it was taken must have gone out before it is concluded from,
   * or it would show as something that the exchange does not have.
   */
  #takeGroup(): readonly Received[] {
    const snapshot = this.#waiting.findIndex((one, index) => index > 0 && isSnapshot(one));
    return this.#waiting.splice(0, snapshot < 0 ? MAX_GROUP : Math.min(snapshot, MAX_GROUP));
  }
}

function isSnapshot(received: Received): boolean {
  return "report" in received && received.report.type === "snapshot";
}

/** Bounds a transaction; larger groups gain nothing measurable. */
const MAX_GROUP = 1_000;
