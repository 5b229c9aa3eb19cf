/** Time as an input: real, scaled, or virtual in replays and tests. Epoch milliseconds. */
export interface Clock {
  now(): number;
  /** Calls `wake` once at or after `at`, never inside this call. */
  at(at: number, wake: () => void): Timer;
  /**
   * Goes on from `at` (epoch ms) at least: what is recorded already lies in the past. Left out by clocks that nobody
   * sets.
   */
  goOnFrom?(at: number): void;
}

export interface Timer {
  cancel(): void;
}
