import { Worker } from "node:worker_threads";
import type { Sentence } from "../../words/language.ts";

/** What a thread says that lives days through. */
export type Said<Found> =
  | { readonly progress: number }
  | { readonly found: Found }
  | { readonly problem: Sentence };

/** How a run ended; `null`: it was stopped. */
type WhatIfEnd<Found> = { readonly found: Found } | { readonly problem: Sentence } | null;

/** A run in a thread of its own, which has less memory than the server and a lower priority. */
export class ThreadRun<Found> {
  /** From 0 to 1; `null` before anything was replayed. */
  progress: number | null = null;
  readonly ended: Promise<WhatIfEnd<Found>>;
  readonly #worker: Worker;

  /** `worker`: the thread's file, which says `Said<Found>`; `wanted`: what it is given. */
  constructor(worker: URL, wanted: object) {
    this.#worker = new Worker(worker, {
      workerData: wanted,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    this.#worker.unref();
    const { promise, resolve } = Promise.withResolvers<WhatIfEnd<Found>>();
    this.ended = promise;
    this.#worker.on("message", (said: Said<Found>) => {
      if ("progress" in said) this.progress = said.progress;
      else resolve(said);
    });
    this.#worker.on("error", ({ message }) => resolve({ problem: stopped(message) }));
    this.#worker.on("exit", () => resolve(null));
  }

  /** Fulfilled when the thread is gone. */
  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}

function stopped(problem: string): Sentence {
  return {
    es: `El cálculo se detuvo (${problem}). Vuelva a intentarlo; si pasa otra vez, pruebe con menos días.`,
    en: `The calculation stopped (${problem}). Try again; if it happens once more, take fewer days.`,
  };
}

const MOST_MEMORY_MB = 1_024;
