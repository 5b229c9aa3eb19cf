import { Fault } from "../../line/faults.ts";
import type { WrittenRows } from "../report-rows.ts";
import { type Ask, ReaderThread } from "./reader-thread.ts";
import type { Begun } from "./row-desk.ts";

/**
 * Threads for questions that may take long, one question each at a time, so that one that is stopped takes nothing
 * else with it. Where all are taken, a question waits for its turn.
 */
export class ReportThreads {
  readonly #file: string;
  readonly #all: ReaderThread[] = [];
  readonly #free: ReaderThread[] = [];
  readonly #waiting: ((thread: ReaderThread) => void)[] = [];

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
      const chunks = new ChunksOfThread(thread, first, count, () => this.#give(thread));
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
      }
    });
  }

  #give(thread: ReaderThread): void {
    const next = this.#waiting.shift();
    if (next) next(thread);
    else this.#free.push(thread);
  }
}

/** Asks its thread for each chunk when the one before was taken; the thread is free again with the last. */
class ChunksOfThread implements AsyncIterator<Uint8Array, undefined> {
  readonly #thread: ReaderThread;
  #free: (() => void) | null;
  #first: Uint8Array | null;
  #left: number;

  constructor(thread: ReaderThread, first: Uint8Array | null, count: number, free: () => void) {
    this.#thread = thread;
    this.#free = free;
    this.#first = first;
    this.#left = count;
    if (count <= 1) this.#letGo();
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    if (this.#left === 0) return { done: true, value: undefined };
    const first = this.#first;
    if (first) {
      this.#first = null;
      this.#left--;
      return { done: false, value: first };
    }
    try {
      const chunk = (await this.#thread.ask({ query: "nextRows", parameters: [] })) as Uint8Array | null;
      // Another thread took its place, and knows nothing of these rows.
      if (!chunk) throw new Fault("reader-stopped", { problem: "rows lost" });
      if (--this.#left === 0) this.#letGo();
      return { done: false, value: chunk };
    } catch (error) {
      this.#left = 0;
      this.#letGo();
      throw error;
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#left = 0;
    this.#first = null;
    try {
      if (this.#free) await this.#thread.ask({ query: "dropRows", parameters: [] });
    } finally {
      this.#letGo();
    }
    return { done: true, value: undefined };
  }

  #letGo(): void {
    this.#free?.();
    this.#free = null;
  }
}

/** Those with a client that takes its rows slowly are taken as long as it does. */
const MOST_THREADS = 4;
