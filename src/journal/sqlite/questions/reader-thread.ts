import { Worker } from "node:worker_threads";
import { Fault } from "../../../faults/faults.ts";
import type { Ask } from "./answers.ts";

/** What is sent to the thread. */
export interface ReaderQuestion {
  readonly id: number;
  readonly ask: Ask;
}

export type ReaderAnswer =
  | { readonly id: number; readonly result: unknown }
  | ({ readonly id: number } & Pick<Fault, "code" | "details">);

/** What a thread says first. */
export const BEGUN = "begun";

interface Waiting {
  readonly ask: Ask;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * A thread with a connection of its own, so that a report never delays a decision. It begins with the first question;
 * when it dies, those who wait for an answer get a fault, and the next question begins another. A question that is
 * stopped, and does not end by itself soon after, takes the thread with it; what else was asked of it is asked again of
 * another.
 */
export class ReaderThread {
  readonly #file: string;
  #worker: Worker | null = null;
  #asked = 0;
  #closing = false;
  readonly #waiting = new Map<number, Waiting>();
  /** Questions that were stopped, and that the thread still works at or comes to. */
  readonly #stopped = new Set<number>();
  /** Fulfilled when the thread takes questions. */
  #begun: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  /** Faults: `reader-stopped`, those of `asJournalFault`; `query-stopped` once `signal` says so. */
  ask(ask: Ask, signal?: AbortSignal): Promise<unknown> {
    if (signal?.aborted) return Promise.reject(new Fault("query-stopped"));
    const id = ++this.#asked;
    const stop = () => this.#stop(id);
    signal?.addEventListener("abort", stop, { once: true });
    const answered = new Promise((resolve, reject) => {
      this.#waiting.set(id, { ask, resolve, reject });
      this.#send({ id, ask });
    });
    return signal ? answered.finally(() => signal.removeEventListener("abort", stop)) : answered;
  }

  /** Those who still wait get `reader-stopped`. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#worker?.terminate();
    this.#closing = false;
  }

  #send(question: ReaderQuestion): void {
    this.#worker ??= this.#begin();
    // Only a question that waits keeps the process alive.
    this.#worker.ref();
    this.#worker.postMessage(question);
  }

  #stop(id: number): void {
    const waiting = this.#waiting.get(id);
    const worker = this.#worker;
    if (!waiting || !worker) return;
    waiting.reject(new Fault("query-stopped"));
    this.#waiting.delete(id);
    this.#stopped.add(id);
    // A client that asks and goes at once, again and again, costs no thread each time; not while one begins, either.
    void this.#begun.then(() => {
      setTimeout(() => {
        if (this.#worker === worker && this.#stopped.has(id)) this.#replace(worker);
      }, ENDS_BY_ITSELF_MS).unref();
    });
  }

  #replace(worker: Worker): void {
    this.#worker = null;
    this.#stopped.clear();
    void worker.terminate();
    for (const [id, { ask }] of this.#waiting) this.#send({ id, ask });
  }

  #begin(): Worker {
    const worker = new Worker(new URL("reader-worker.ts", import.meta.url), {
      workerData: { file: this.#file },
    });
    let problem = "closed";
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    this.#begun = begun;
    worker.on("message", (answer: ReaderAnswer | typeof BEGUN) =>
      answer === BEGUN ? begin() : this.#deliver(worker, answer),
    );
    worker.on("error", (error) => {
      problem = error instanceof Error ? error.message : String(error);
    });
    worker.on("exit", () => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#stopped.clear();
      for (const waiting of this.#waiting.values()) waiting.reject(new Fault("reader-stopped", { problem }));
      this.#waiting.clear();
    });
    return worker;
  }

  #deliver(worker: Worker, answer: ReaderAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    this.#stopped.delete(answer.id);
    // While it is being ended, the process waits for the end, also when a last answer came in meanwhile.
    if (this.#waiting.size === 0 && !this.#closing) worker.unref();
    if ("result" in answer) waiting?.resolve(answer.result);
    else waiting?.reject(new Fault(answer.code, answer.details));
  }
}

/** How long a question that was stopped may go on: about what another thread takes to begin. */
const ENDS_BY_ITSELF_MS = 250;
