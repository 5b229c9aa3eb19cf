import type { Exchange, Order } from "../../src/exchange/port.ts";
import { Fault } from "../../src/faults/faults.ts";
import type { Batch } from "../../src/journal/port/journal.ts";
import type { Run, Step } from "../../src/journal/port/run.ts";
import { writeCheckpoint } from "../../src/line/checkpoint.ts";
import { Operation } from "../../src/operation/operation.ts";
import type { OperationGiven, OperationStore } from "../../src/operation/operation-given.ts";
import { chance, uniform } from "../../src/queueing/laws/distributions.ts";
import type { Random } from "../../src/queueing/random.ts";
import type { Clock } from "../../src/time/clock.ts";
import { faultyReports } from "../exchange/faulty-exchange.ts";
import type { Crash } from "./crash.ts";
import { overtakenReports } from "./overtaken-reports.ts";
import { type FaultPlan, MOST_REPORT_DELAY_MS } from "./scenario-faults.ts";

/** What the process lives in; it all survives the process. */
export interface Surroundings {
  /** The world's, which nobody sets. */
  readonly clock: Clock;
  /** Espera's. */
  readonly ownClock: Clock;
  readonly exchange: Exchange;
  readonly faults: FaultPlan;
  readonly diskRefuses: () => boolean;
  /** Whether faults have ended. */
  readonly calm: () => boolean;
  /** Writes, and stops in the middle of it. */
  readonly tear: (inner: Pick<OperationStore, "append">, run: Run, batch: Batch) => Promise<void>;
  readonly onDurable: (steps: readonly Step[]) => void;
  readonly onDeath: (why: string) => void;
}

/** Something wrong with Espera itself, put in on purpose to see that it is found. */
export interface Mutation {
  readonly settings?: (settings: OperationGiven["settings"]) => OperationGiven["settings"];
  readonly store?: (store: OperationStore, around: Surroundings) => OperationStore;
  readonly exchange?: (exchange: Exchange, around: Surroundings) => Exchange;
  readonly clock?: (clock: Clock) => Clock;
}

/** One life of one operation in Espera's process, to its end by a crash or by a disk that refuses. */
export class EsperaProcess {
  readonly #around: Surroundings;
  readonly #crash: Crash | null;
  readonly #random: Random;
  readonly #died = Promise.withResolvers<void>();
  #parked = Promise.withResolvers<void>();
  #writes = 0;
  #orders = 0;
  #alive = true;
  #operation: Operation | null = null;
  #exchange: Exchange;
  #last: { readonly lastSeq: number; readonly state: string } | null = null;

  static async open(
    given: Omit<OperationGiven, "onFault" | "exchange" | "clock">,
    around: Surroundings,
    random: Random,
    crash: Crash | null,
    mutation: Mutation | undefined,
  ): Promise<EsperaProcess> {
    const process = new EsperaProcess(around, random, crash);
    await process.#open(given, mutation);
    return process;
  }

  private constructor(around: Surroundings, random: Random, crash: Crash | null) {
    this.#around = around;
    this.#random = random;
    this.#crash = crash;
    const { lose, repeat, delay, overtaken, drop } = around.faults;
    const { exchange, clock, calm } = around;
    const overtaking = overtakenReports(exchange, { clock, random, share: overtaken, calm });
    this.#exchange = faultyReports(overtaking, {
      clock,
      // No number below a probability, no fault.
      random: { uniform: () => (calm() ? 1 - Number.EPSILON : random.uniform()) },
      lose,
      repeat,
      delay,
      drop,
      delayMs: MOST_REPORT_DELAY_MS,
      dropMs: 60_000,
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  get operation(): Operation {
    return this.#operation!;
  }

  /** What it knew when it died; `null` while it lives. */
  get last(): { readonly lastSeq: number; readonly state: string } | null {
    return this.#last;
  }

  /** The work under way, until it is done, waits for the disk, or died. */
  settled(): Promise<unknown> | null {
    const working = this.#alive ? this.#operation!.settled() : null;
    return working && Promise.race([working, this.#parked.promise, this.#died.promise]);
  }

  /** Ends its process, at whatever it is. */
  kill(why: string): void {
    void this.#die(why);
  }

  /** It may have died of its first writes. */
  start(): void {
    if (!this.#alive) return;
    const crash = this.#crash;
    if (crash?.at === "time") {
      const { clock } = this.#around;
      clock.at(clock.now() + crash.afterMs, () => {
        if (!this.#around.calm()) void this.#die("at some time");
      });
    }
    this.#operation!.start();
  }

  async #open(given: Omit<OperationGiven, "onFault" | "exchange" | "clock">, mutation: Mutation | undefined) {
    const { ownClock: clock } = this.#around;
    const ownClock: Clock = {
      now: () => clock.now(),
      at: (at, wake) => clock.at(at, () => this.#alive && wake()),
      goOnFrom: (at) => clock.goOnFrom?.(at),
    };
    const store = this.#store(given.store);
    const exchange: Exchange = {
      capabilities: this.#exchange.capabilities,
      connect: (receive) => this.#exchange.connect((report) => this.#alive && receive(report)),
      disconnect: () => this.#alive && this.#exchange.disconnect(),
      execute: (order) => this.#execute(order),
    };
    const around = { ...this.#around, ownClock };
    this.#operation = await Operation.open({
      ...given,
      settings: mutation?.settings?.(given.settings) ?? given.settings,
      store: mutation?.store?.(store, around) ?? store,
      exchange: mutation?.exchange?.(exchange, around) ?? exchange,
      clock: mutation?.clock?.(ownClock) ?? ownClock,
      onFault: (fault) => void this.#die(fault instanceof Error ? fault.message : String(fault)),
    });
  }

  #store(inner: OperationStore): OperationStore {
    return {
      append: (run, batch) => this.#append(inner, run, batch),
      steps: (run, afterSeq) => inner.steps(run, afterSeq),
      checkpoint: (run) => inner.checkpoint(run),
      orderStanding: (run, order) => (this.#alive ? inner.orderStanding(run, order) : never()),
      findPeople: (operation, hashes) => (this.#alive ? inner.findPeople(operation, hashes) : never()),
      numberOf: (operation, person) => (this.#alive ? inner.numberOf(operation, person) : never()),
      diallingsOf: (run, number, since) => (this.#alive ? inner.diallingsOf(run, number, since) : never()),
    };
  }

  async #append(inner: OperationStore, run: Run, batch: Batch): Promise<void> {
    const { faults, calm, diskRefuses, onDurable } = this.#around;
    if (faults.slowDisk && !calm()) await this.#waitForDisk();
    if (!this.#alive) return never();
    if (diskRefuses()) throw new Fault("journal-unwritable", { problem: "the disk refuses" });
    const how = this.#crashAtWrite(batch);
    if (how === "before") return this.#die("before a write");
    if (how === "inside") {
      await this.#around.tear(inner, run, batch);
      return this.#die("inside a write");
    }
    await inner.append(run, batch);
    onDurable(batch.steps);
    if (how === "after") return this.#die("after a write, before it heard of it");
  }

  #crashAtWrite({ steps }: Batch): "before" | "inside" | "after" | null {
    const crash = this.#crash;
    if (crash?.at !== "write" || this.#around.calm()) return null;
    if (crash.of !== null && !steps.some(({ events }) => events.some(({ type }) => type === crash.of)))
      return null;
    return ++this.#writes === crash.nth ? crash.how : null;
  }

  #execute(order: Order): void {
    if (!this.#alive) return;
    const crash = this.#crash;
    if (crash?.at === "order" && !this.#around.calm() && (crash.of === null || crash.of === order.type)) {
      if (++this.#orders === crash.nth) {
        void this.#die(`before sending ${order.type}`);
        return;
      }
    }
    this.#exchange.execute(order);
  }

  /** While it waits nothing else of the process moves, but time and the exchange do. */
  #waitForDisk(): Promise<void> {
    const { clock } = this.#around;
    const ms = chance(this.#random, 0.05)
      ? uniform(this.#random, 200, 12_000)
      : uniform(this.#random, 1, 150);
    const waited = Promise.withResolvers<void>();
    this.#parked.resolve();
    clock.at(clock.now() + Math.ceil(ms), () => {
      this.#parked = Promise.withResolvers();
      waited.resolve();
    });
    return waited.promise;
  }

  /** What comes after this in the process never happens. */
  #die(why: string): Promise<never> {
    if (this.#alive) {
      this.#alive = false;
      const operation = this.#operation;
      this.#last = operation && { lastSeq: operation.lastSeq, state: writeCheckpoint(operation.coreState) };
      this.#exchange.disconnect();
      this.#died.resolve();
      this.#around.onDeath(why);
    }
    return never();
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
