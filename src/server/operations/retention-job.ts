import type { Logger } from "pino";
import type { Journal } from "../../journal/port/journal.ts";
import type { KeptPeople } from "../../journal/port/people.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import type { Operation } from "../../operation/operation.ts";
import type { Recordings } from "../../operation/people/recordings.ts";
import { RetentionWork } from "../../operation/people/retention.ts";

interface RetentionJobGiven {
  readonly store: Journal & KeptPeople;
  readonly record: OperationRecord;
  /** The operation while it runs; without it nothing is deleted, for nobody knows which people are still needed. */
  readonly running: () => Operation | null;
  /** Where recorded names are; `null` where none are. */
  readonly recordings: Recordings | null;
  /** Epoch ms. */
  readonly now: () => number;
  readonly log: Logger;
}

/** Deletes every minute a little of what an operation has kept long enough. */
export class RetentionJob {
  readonly #given: RetentionJobGiven;
  readonly #retention: RetentionWork;
  readonly #timer: NodeJS.Timeout;
  #working: Promise<void> | null = null;

  /** Begins at once, and goes on until it is stopped. */
  constructor(given: RetentionJobGiven) {
    const { store, record, running, recordings } = given;
    this.#given = given;
    this.#retention = new RetentionWork({
      store,
      operation: record.id,
      letGo: (people) => running()?.letGo(people) ?? [],
      recordings,
    });
    this.#timer = setInterval(() => {
      // One that takes longer than the pause before the next must not pile up.
      this.#working ??= this.work().finally(() => {
        this.#working = null;
      });
    }, EVERY_MS);
    this.#timer.unref();
  }

  /** Does a little of the work now; what fails is logged, and tried again the next time. */
  async work(): Promise<void> {
    const { running, record, now, log } = this.#given;
    const operation = running();
    if (!operation) return;
    try {
      const { names, people, steps } = await this.#retention.work(operation.settings, now());
      if (names + people + steps > 0)
        log.info({ operation: record.name, names, numbers: people, steps }, "kept long enough");
    } catch (error) {
      log.warn({ err: error, operation: record.name }, "what was kept long enough could not be deleted");
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#working;
  }
}

const EVERY_MS = 60_000;
