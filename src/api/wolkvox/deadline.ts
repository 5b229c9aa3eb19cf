/** A limit of time for one piece of work. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.#timer = setTimeout(() => this.#controller.abort(), ms);
    // Work that waits keeps the process alive by itself.
    this.#timer.unref();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Nobody waits for the work any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }

  /** The work is done. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
