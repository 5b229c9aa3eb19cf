import type { Report } from "../port.ts";

/** Where reports go: to the listener, in their order, and behind a snapshot while one is being taken. */
export class Outlet {
  readonly #receive: (report: Report) => void;
  #held: Report[] | null = null;
  #closed = false;

  constructor(receive: (report: Report) => void) {
    this.#receive = receive;
  }

  report(report: Report): void {
    if (this.#closed) return;
    if (this.#held) this.#held.push(report);
    else this.#receive(report);
  }

  /** From now on reports wait. */
  hold(): void {
    this.#held ??= [];
  }

  /** Gives `first`, then what waited, in order. */
  release(first: Report): void {
    const held = this.#held ?? [];
    this.#held = null;
    this.report(first);
    for (const report of held) this.report(report);
  }

  /** What waited will be in the next snapshot, or is over: it is not reported. */
  drop(): void {
    this.#held = null;
  }

  close(): void {
    this.#closed = true;
    this.#held = null;
  }
}
