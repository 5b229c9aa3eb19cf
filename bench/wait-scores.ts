import { rounded } from "./measure.ts";

/** How far predictions of waits were off. */
export class WaitScore {
  #count = 0;
  #squares = 0;
  #absolute = 0;
  #sum = 0;

  add(predictedMs: number, waitMs: number): void {
    const error = (predictedMs - waitMs) / 1_000;
    this.#count++;
    this.#squares += error ** 2;
    this.#absolute += Math.abs(error);
    this.#sum += error;
  }

  get count(): number {
    return this.#count;
  }

  /** Root of the mean square of the errors, s. */
  get rootMeanSquare(): number {
    return Math.sqrt(this.#squares / this.#count);
  }

  /** In seconds. */
  figures() {
    return {
      rootMeanSquare: rounded(this.rootMeanSquare),
      meanAbsolute: rounded(this.#absolute / this.#count),
      bias: rounded(this.#sum / this.#count),
    };
  }
}

/** The shares of waits under some predicted quantiles. */
export class ShareScore {
  readonly #shares: readonly number[];
  readonly #under: number[];
  #count = 0;

  constructor(shares: readonly number[]) {
    this.#shares = shares;
    this.#under = shares.map(() => 0);
  }

  add(quantileMs: (share: number) => number, waitMs: number): void {
    this.#count++;
    for (const [index, share] of this.#shares.entries())
      if (waitMs <= quantileMs(share)) this.#under[index]!++;
  }

  /** By share, the percentage of waits that were not longer. */
  percentages(): number[] {
    return this.#under.map((under) => rounded((100 * under) / this.#count));
  }
}
