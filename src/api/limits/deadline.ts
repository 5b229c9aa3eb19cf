/** What one query may take, ms; then it is stopped. */
export const USUAL_QUERY_MS = 60_000;

/** A limit of time for one piece of work: it runs from the moment that its signal is first asked for. */
export class Deadline {
  readonly #ms: number;
  #controller: AbortController | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.#ms = ms;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      const controller = new AbortController();
      this.#controller = controller;
      this.#timer = setTimeout(() => controller.abort(), this.#ms);
      // Work that waits keeps the process alive by itself.
      this.#timer.unref();
    }
    return this.#controller.signal;
  }

  /** Nobody waits for the work any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#controller?.abort();
  }

  /** The work is done. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
