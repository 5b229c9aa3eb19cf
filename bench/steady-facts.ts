import type { OperationRecord } from "../src/journal/port/registry.ts";
import type { Store } from "../src/journal/port/store.ts";
import type { Judgements } from "../src/line/judgement/judgements.ts";
import type { Settings } from "../src/line/settings.ts";
import { Operation } from "../src/operation/operation.ts";
import type { OperationStore } from "../src/operation/operation-given.ts";
import { morning, PlayedExchange, raise, settings, type TimedReport } from "./large-centre.ts";
import { median, quantile, rounded } from "./measure.ts";

const FACTS_PER_S = 100;

/** Delays (ms) as a bench shows them. */
export function shownDelays(delays: readonly number[]) {
  return {
    median: rounded(median(delays)),
    p99: rounded(quantile(delays, 0.99)),
    longest: rounded(quantile(delays, 1)),
    facts: delays.length,
  };
}

/** An operation of the large centre that takes what is played to it. */
export async function openOperation(
  store: Store,
  record: OperationRecord,
  changed: {
    readonly store?: OperationStore;
    readonly settings?: Settings;
    readonly judgements?: Judgements;
  } = {},
) {
  const exchange = new PlayedExchange(morning);
  const operation = await Operation.open({
    store,
    record,
    run: await store.openRun(record.id, { kind: "live", name: "live" }),
    exchange,
    clock: exchange.clock,
    settings,
    newPersonId: () => crypto.randomUUID(),
    onFault: raise,
    ...changed,
  });
  operation.start();
  await operation.settled();
  return { operation, exchange };
}

/** Facts that come at a steady rate whatever else goes on, and how long each took until it was durable. */
export class SteadyFacts {
  readonly perS = FACTS_PER_S;
  readonly #operation: Operation;
  readonly #exchange: PlayedExchange;
  readonly #reports: readonly TimedReport[];
  #delays: number[] = [];
  #begin = 0;
  #next = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(given: { operation: Operation; exchange: PlayedExchange }, reports: readonly TimedReport[]) {
    this.#operation = given.operation;
    this.#exchange = given.exchange;
    this.#reports = reports;
  }

  begin(): void {
    this.#begin = performance.now();
    this.#playWhatIsDue();
  }

  /** Milliseconds from when a fact was due to come in until it was durable and answered, since the last time. */
  takeDelays(): number[] {
    return this.#delays.splice(0);
  }

  async end(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#operation.stop();
  }

  #playWhatIsDue(): void {
    const due: number[] = [];
    for (; this.#dueAt(this.#next) <= performance.now(); this.#next++) {
      this.#exchange.play(this.#reports[this.#next % this.#reports.length]!);
      due.push(this.#dueAt(this.#next));
    }
    void this.#operation.settled()?.then(() => {
      const now = performance.now();
      for (const at of due) this.#delays.push(now - at);
    });
    this.#timer = setTimeout(
      () => this.#playWhatIsDue(),
      Math.max(0, this.#dueAt(this.#next) - performance.now()),
    );
  }

  #dueAt(n: number): number {
    return this.#begin + (n * 1_000) / FACTS_PER_S;
  }
}
