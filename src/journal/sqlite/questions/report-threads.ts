import { Fault } from "../../../faults/faults.ts";
import type { Ask } from "./answers.ts";
import { ReaderThread } from "./reader-thread.ts";

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

  async close(): Promise<void> {
    await Promise.all(this.#all.map((thread) => thread.close()));
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

const MOST_THREADS = 4;
