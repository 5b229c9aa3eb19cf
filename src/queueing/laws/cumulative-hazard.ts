import type { HandleTimeLaw } from "./handle-time-law.ts";

const POINTS = 4_096;
/** As good as nobody: the table ends where fewer are left. */
const FEWEST = 1e-5;
/** What a survival of 0 counts as: e^-50. */
const MOST = 50;

/**
 * H(t) = −ln P(longer than t) of a handle-time law, from a table: reading it is fast, so make it once for a law. Linear
 * between its points, and beyond the last, where it goes on at the rate of the end, or at that of 1 / mean where the law has
 * no more to say.
 */
export class CumulativeHazard {
  readonly mean: number;
  readonly #step: number;
  readonly #values: Float64Array;
  readonly #rateBeyond: number;

  constructor(law: HandleTimeLaw) {
    this.mean = law.mean;
    let end = 4 * law.mean;
    while (law.survival(end) > FEWEST && end < 200 * law.mean) end *= 1.25;
    this.#step = end / POINTS;
    this.#values = Float64Array.from({ length: POINTS + 1 }, (_, index) =>
      Math.min(MOST, -Math.log(law.survival(index * this.#step))),
    );
    const last = (this.#values[POINTS]! - this.#values[POINTS - 1]!) / this.#step;
    this.#rateBeyond = last > 0 ? last : 1 / law.mean;
  }

  at(time: number): number {
    const position = time / this.#step;
    if (position >= POINTS) return this.#values[POINTS]! + (time - POINTS * this.#step) * this.#rateBeyond;
    const index = Math.floor(position);
    const from = this.#values[index]!;
    return from + (position - index) * (this.#values[index + 1]! - from);
  }
}
