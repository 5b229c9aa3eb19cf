import { Fault } from "../../line/faults.ts";
import type { WrittenRows } from "../report-rows.ts";
import { ChunksOfThread } from "./chunks-of-thread.ts";
import { type Ask, ReaderThread } from "./reader-thread.ts";
import type { Begun } from "./row-desk.ts";

/**
 * Threads for questions that may take long, one question each at a time, so that one that is stopped takes nothing
 * else with it. Where all are taken, a question waits for its turn; rows that a client takes slowly make room for it
 * and wait outside, as long as these do not become too many.
 */
export class ReportThreads {
  readonly #file: string;
  readonly #all: ReaderThread[] = [];
  readonly #free: ReaderThread[] = [];
  readonly #waiting: ((thread: ReaderThread) => void)[] = [];
  /** Whose rows are in a thread still, the oldest first. */
  readonly #delivering = new Set<ChunksOfThread>();
  #parkedBytes = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Faults: those of `ReaderThread`. */
  async ask(ask: Ask, signal: AbortSignal): Promise<unknown> {
    const thread = await this.#take(signal);
    try {
      return await thread.ask(ask, signal);
    } finally {
      this.#give(thread);
    }
  }

  /** The thread stays taken until all chunks were, or somebody said that no more are wanted. Faults: as `ask`. */
  async write(ask: Ask & { query: "writeRows" }, signal: AbortSignal): Promise<WrittenRows> {
    const thread = await this.#take(signal);
    try {
      const begun = (await thread.ask(ask, signal)) as Begun;
      if (begun.outcome !== "written") return this.#done(thread, begun);
      const { first, chunks: count, ...written } = begun;
      const chunks = new ChunksOfThread(thread, first, count, () => {
        this.#delivering.delete(chunks);
        this.#give(thread);
      });
      if (count > 1) this.#delivering.add(chunks);
      else this.#give(thread);
      this.#makeRoom();
      return { ...written, chunks: { [Symbol.asyncIterator]: () => chunks } };
    } catch (error) {
      this.#give(thread);
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((thread) => thread.close()));
  }

  #done<T>(thread: ReaderThread, result: T): T {
    this.#give(thread);
    return result;
  }

  async #take(signal: AbortSignal): Promise<ReaderThread> {
    const free = this.#free.pop();
    if (free) return free;
    if (this.#all.length < MOST_THREADS) {
      const thread = new ReaderThread(this.#file);
      this.#all.push(thread);
      return thread;
    }
    return new Promise((resolve, reject) => {
      const stop = () => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(new Fault("query-stopped"));
      };
      const take = (thread: ReaderThread) => {
        signal.removeEventListener("abort", stop);
        resolve(thread);
      };
      if (signal.aborted) reject(new Fault("query-stopped"));
      else {
        this.#waiting.push(take);
        signal.addEventListener("abort", stop, { once: true });
        this.#makeRoom();
      }
    });
  }

  /** Takes the rows out of threads that are waited for. */
  #makeRoom(): void {
    let wanted = this.#waiting.length;
    for (const chunks of this.#delivering) {
      if (wanted-- <= 0 || this.#parkedBytes >= MOST_PARKED_BYTES) return;
      this.#delivering.delete(chunks);
      void chunks.park((bytes) => {
        this.#parkedBytes += bytes;
      });
    }
  }

  #give(thread: ReaderThread): void {
    const next = this.#waiting.shift();
    if (next) next(thread);
    else this.#free.push(thread);
  }
}

/** Those whose rows are being taken are taken too; see `ReportThreads`. */
const MOST_THREADS = 4;
/** Bytes of rows that may wait for slow clients outside of threads. */
const MOST_PARKED_BYTES = 128 * 1024 * 1024;
