import { Worker } from "node:worker_threads";
import { Fault } from "../../line/faults.ts";
import type { Reports } from "./reports.ts";
import type { SmartWaitSummer } from "./smart-wait-sums.ts";
import type { Stories } from "./stories.ts";

/** What may be asked of the thread: a question of `Reports` or `Stories` with its parameters. */
export type Ask =
  | Questions<Reports, "smartWaitCounts" | "serviceLevelCounts">
  | Questions<Stories, "callbacks" | "callback" | "call" | "callbackChanges" | "person">
  | Questions<SmartWaitSummer, "smartWaitSums">;

type Questions<Of, Query extends keyof Of> = {
  [query in Query]: Of[query] extends (...parameters: infer Parameters) => unknown
    ? { readonly query: query; readonly parameters: Parameters }
    : never;
}[Query];

export interface Question {
  readonly id: number;
  readonly ask: Ask;
}

export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly problem: string };

/**
 * A thread with a connection of its own, so that a report never delays a decision. It begins with the first question;
 * when it dies, whoever waits for an answer is told so, and the next question begins another.
 */
export class ReaderThread {
  readonly #file: string;
  #worker: Worker | null = null;
  #asked = 0;
  readonly #waiting = new Map<number, { resolve(result: unknown): void; reject(error: unknown): void }>();

  constructor(file: string) {
    this.#file = file;
  }

  /** Faults: `reader-stopped`. */
  ask(ask: Ask): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#asked;
      this.#worker ??= this.#begin();
      this.#waiting.set(id, { resolve, reject });
      // Only a question that waits keeps the process alive.
      this.#worker.ref();
      this.#worker.postMessage({ id, ask } satisfies Question);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #begin(): Worker {
    const worker = new Worker(new URL("reader-worker.ts", import.meta.url), {
      workerData: { file: this.#file },
    });
    let problem = "closed";
    worker.on("message", (answer: Answer) => this.#deliver(worker, answer));
    worker.on("error", (error) => {
      problem = error instanceof Error ? error.message : String(error);
    });
    worker.on("exit", () => {
      if (this.#worker === worker) this.#worker = null;
      for (const waiting of this.#waiting.values()) waiting.reject(new Fault("reader-stopped", { problem }));
      this.#waiting.clear();
    });
    return worker;
  }

  #deliver(worker: Worker, answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) worker.unref();
    if ("result" in answer) waiting?.resolve(answer.result);
    else waiting?.reject(new Fault("reader-stopped", { problem: answer.problem }));
  }
}
