import type { Clock, Timer } from "../../src/exchange/clock.ts";

/** A clock that knows how late its timers came: what is judged by time allows for exactly that. */
export class WatchedClock implements Clock {
  /** ms of this clock. */
  worstLateMs = 0;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  at(at: number, wake: () => void): Timer {
    const due = Math.max(at, this.now());
    return this.#clock.at(at, () => {
      this.worstLateMs = Math.max(this.worstLateMs, this.now() - due);
      wake();
    });
  }
}
