import type { Clock, Timer } from "./clock.ts";

/** A timer that is set again whenever what it waits for moves. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: (due: number) => void;
  #set: { readonly at: number; readonly timer: Timer } | null = null;

  /** `ring` is called with the moment (epoch ms) for which the alarm was set. */
  constructor(clock: Clock, ring: (due: number) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at `at` (epoch ms) and at no other moment; `null`: never. */
  set(at: number | null): void {
    if (at === (this.#set?.at ?? null)) return;
    this.#set?.timer.cancel();
    this.#set = at === null ? null : { at, timer: this.#clock.at(at, () => this.#due(at)) };
  }

  #due(at: number): void {
    this.#set = null;
    this.#ring(at);
  }
}
