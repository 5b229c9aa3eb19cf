import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import type { OperationRecord } from "../../journal/port/registry.ts";

/** What the thread that measures is given. */
export interface LiftWanted {
  readonly directory: string;
  readonly record: OperationRecord;
  /** Epoch ms of the operation's clock. */
  readonly now: number;
}

interface LiftJobGiven {
  readonly directory: string;
  readonly record: OperationRecord;
  readonly now: () => number;
  /** Whether all the past is there that is to be measured. */
  readonly isReady: () => boolean;
  readonly log: Logger;
  /** Called after each time that was not cut off. */
  readonly onMeasured?: () => void;
}

/**
 * Measures the lift of an operation again and again, in a thread of its own each time. Between two times it rests for a quarter of an hour, and for
 * 20 times as long as it worked: it never takes more than a twentieth of a processor.
 */
export class LiftJob {
  readonly #given: LiftJobGiven;
  readonly #timer: NodeJS.Timeout;
  #worker: Worker | null = null;
  #restsUntil = 0;

  /** Begins once the past is there, and goes on until it is stopped. */
  constructor(given: LiftJobGiven) {
    this.#given = given;
    this.#timer = setInterval(() => void this.look(), LOOKS_EVERY_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#worker?.terminate();
  }

  /** Measures if it is time to; fulfilled when that is done. */
  async look(): Promise<void> {
    const { directory, record, now, isReady, log, onMeasured } = this.#given;
    if (this.#worker || !isReady() || performance.now() < this.#restsUntil) return;
    const begun = performance.now();
    const wanted: LiftWanted = { directory, record, now: now() };
    const worker = new Worker(new URL("./lift-worker.ts", import.meta.url), { workerData: wanted });
    worker.unref();
    this.#worker = worker;
    try {
      const [code] = (await once(worker, "exit")) as [number];
      if (code === 0) onMeasured?.();
    } catch (error) {
      log.warn({ err: error, operation: record.name }, "the lift could not be measured");
    }
    this.#worker = null;
    const took = performance.now() - begun;
    this.#restsUntil = performance.now() + Math.max(RESTS_MS, REST_OF_WORK * took);
  }
}

const LOOKS_EVERY_MS = 1_000;
const RESTS_MS = 15 * 60_000;
const REST_OF_WORK = 20;
