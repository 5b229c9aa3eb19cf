import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import { ownerAnswerOf } from "../../desk/answers.ts";
import { askOwner } from "../../desk/owner-messages.ts";
import { Fault } from "../../faults/faults.ts";
import type { FrontDesk, FrontOptions, Licences, ListensOn } from "./front.ts";
import type { FromFront, Question, ToFront } from "./front-messages.ts";
import { askedHere } from "./server-side.ts";

interface Opened {
  options: FrontOptions;
  readonly desk: FrontDesk;
}

/**
 * The front in a thread of its own, so that no request delays a decision. When the thread dies, calls go on, and a new
 * one takes its place at the same address; while none can be opened it is tried more and more rarely. The thread is loaded at
 * once, and opened later.
 */
export class FrontThread {
  readonly #log: Pick<Logger, "info" | "error">;
  #worker: Worker;
  #opened: Opened | null = null;
  #again: NodeJS.Timeout | null = null;
  /** How often in a row none could be opened. */
  #failures = 0;
  #closed: Promise<void> | null = null;

  constructor(log: Pick<Logger, "info" | "error">) {
    this.#log = log;
    this.#worker = this.#begin();
  }

  /** Starts to take connections. Faults: those of `openFront`. */
  async open(options: FrontOptions, desk: FrontDesk): Promise<ListensOn> {
    const listensOn = await this.#openIn(this.#worker, options, desk);
    this.#opened = { options: { ...options, port: listensOn.port }, desk };
    return listensOn;
  }

  /** Operations have other licences from now on. */
  adoptLicences(licences: Licences): void {
    if (this.#opened) this.#opened.options = { ...this.#opened.options, licences };
    this.#say(this.#worker, { licences });
  }

  /** Ends what is under way, then the thread; a thread that hangs is terminated. May be called again. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (this.#again) clearTimeout(this.#again);
    const worker = this.#worker;
    if (worker.threadId === GONE) return;
    const gone = new Promise((resolve) => worker.once("exit", resolve));
    this.#say(worker, { close: true });
    const hangs = setTimeout(() => void worker.terminate(), CLOSES_WITHIN_MS);
    await gone;
    clearTimeout(hangs);
  }

  #begin(): Worker {
    const worker = new Worker(new URL("./front-worker.ts", import.meta.url));
    worker.on("error", (error) => this.#log.error({ err: error }, "the thread that answers HTTP failed"));
    worker.once("exit", () => {
      if (this.#opened && !this.#closed) this.#beginAgain(this.#opened);
    });
    return worker;
  }

  #beginAgain(opened: Opened): void {
    const afterMs = Math.min(AGAIN_AFTER_MS * 2 ** this.#failures, AGAIN_AT_THE_LATEST_MS);
    this.#log.error(
      { afterMs },
      "the thread that answers HTTP ended; another one takes its place, and calls go on",
    );
    this.#again = setTimeout(() => {
      this.#worker = this.#begin();
      this.#openIn(this.#worker, opened.options, opened.desk).then(
        ({ port }) => {
          this.#failures = 0;
          this.#log.info({ port }, "listening again");
        },
        (error: unknown) => {
          this.#failures++;
          this.#log.error({ err: error }, "the thread that answers HTTP could not be opened again");
          void this.#worker.terminate();
        },
      );
    }, afterMs);
  }

  /** Answers the thread's questions from now on, and gives where it listens. */
  #openIn(worker: Worker, options: FrontOptions, desk: FrontDesk): Promise<ListensOn> {
    const { promise, resolve, reject } = Promise.withResolvers<ListensOn>();
    worker.once("error", reject);
    const ended = () => reject(new Error("the thread that answers HTTP ended before it listened"));
    if (worker.threadId === GONE) ended();
    worker.once("exit", ended);
    worker.on("message", (message: FromFront) => {
      if ("listens" in message) resolve(message.listens);
      else if ("refused" in message) reject(new Fault(message.refused.code, message.refused.details));
      else void this.#answer(worker, message, desk);
    });
    this.#say(worker, { open: options });
    return promise;
  }

  async #answer(
    worker: Worker,
    { id, question }: { readonly id: number; readonly question: Question },
    { owner, server }: FrontDesk,
  ): Promise<void> {
    const answer = await ownerAnswerOf(
      () => ("owner" in question ? askOwner(owner, question.owner) : askedHere(server, question.server)),
      (error) => this.#log.error({ err: error }, "a question of the thread that answers HTTP failed"),
    );
    this.#say(worker, { id, answer });
  }

  #say(worker: Worker, message: ToFront): void {
    worker.postMessage(message);
  }
}

const AGAIN_AFTER_MS = 250;
const AGAIN_AT_THE_LATEST_MS = 10_000;
const CLOSES_WITHIN_MS = 10_000;
/** The id of a thread that has ended. */
const GONE = -1;
