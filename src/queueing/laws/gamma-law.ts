import { mustBeProbability, mustNotBeNegative } from "../parameter-error.ts";
import { lowerGamma, poissonTerm, upperGamma } from "./incomplete-gamma.ts";

/**
 * The gamma law with a given mean and variance, both at least 0; a variance of 0 puts everything at the mean. Unit-free.
 */
export class GammaLaw {
  readonly mean: number;
  readonly variance: number;
  readonly #shape: number;
  readonly #scale: number;

  constructor(mean: number, variance: number) {
    mustNotBeNegative("mean", mean);
    mustNotBeNegative("variance", variance);
    this.mean = mean;
    this.variance = mean > 0 ? variance : 0;
    this.#shape = mean ** 2 / variance;
    this.#scale = variance / mean;
  }

  /** The probability of at most `x`. */
  atMost(x: number): number {
    if (this.variance === 0) return x >= this.mean ? 1 : 0;
    return lowerGamma(this.#shape, x / this.#scale);
  }

  /** The probability of more than `x`. */
  above(x: number): number {
    if (this.variance === 0) return x >= this.mean ? 0 : 1;
    return upperGamma(this.#shape, x / this.#scale);
  }

  /** The mean of what is cut off at `x`: E[min(X, x)]. */
  meanCutAt(x: number): number {
    if (x === Number.POSITIVE_INFINITY || this.variance === 0) return Math.min(this.mean, x);
    if (x <= 0) return 0;
    const y = x / this.#scale;
    // P(a + 1, y) = P(a, y) − y^a e^−y / Γ(a + 1)
    return this.mean * (this.atMost(x) - poissonTerm(this.#shape, y)) + x * this.above(x);
  }

  /** E[min(X, x)²]. */
  squareCutAt(x: number): number {
    if (x === Number.POSITIVE_INFINITY) return this.mean ** 2 + this.variance;
    if (this.variance === 0) return Math.min(this.mean, x) ** 2;
    if (x <= 0) return 0;
    const y = x / this.#scale;
    const below = this.atMost(x) - poissonTerm(this.#shape, y) - poissonTerm(this.#shape + 1, y);
    return (this.mean ** 2 + this.variance) * below + x * x * this.above(x);
  }

  /** The value that the share `p` (0 ≤ p ≤ 1) does not exceed. */
  quantile(p: number): number {
    mustBeProbability("p", p);
    if (this.variance === 0) return this.mean;
    if (p === 0) return 0;
    if (p === 1) return Number.POSITIVE_INFINITY;
    // Bisection on an interval that is known to hold it, by ratio while it spans orders of magnitude, hastened by
    // Newton's steps where they stay inside.
    let low = 0;
    let high = this.mean + 4 * Math.sqrt(this.variance);
    while (this.atMost(high) < p) {
      low = high;
      high *= 2;
    }
    let x = Math.min(Math.max(this.mean, low), high);
    for (let round = 0; round < 200; round++) {
      const over = p > 0.5 ? 1 - p - this.above(x) : this.atMost(x) - p;
      if (over > 0) high = x;
      else low = x;
      const step = (over * x) / (this.#shape * poissonTerm(this.#shape, x / this.#scale));
      const next = x - step;
      const middle = low === 0 ? high / 1_000 : high > 4 * low ? Math.sqrt(low * high) : (low + high) / 2;
      const better = next > low && next < high ? next : middle;
      if (Math.abs(better - x) <= 1e-13 * x) return better;
      x = better;
    }
    return x;
  }
}
