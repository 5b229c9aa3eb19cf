import { mustNotBeNegative } from "../parameter-error.ts";
import type { PatienceLaw, PatiencePiece } from "./patience-law.ts";
import { lastStepAt, piecesOf, quantileBeyond, survivalOf } from "./step-law.ts";

/** How long somebody was seen to wait, and whether they then lost patience or were served. */
export interface ObservedWait {
  /** At least 0; any unit, the same everywhere. */
  readonly wait: number;
  /** `true`: they gave up then. `false`: they were served, so their patience is longer than that. */
  readonly gaveUp: boolean;
}

/**
 * The law of patience that waits tell of, by Kaplan and Meier's product-limit estimator (1958), as Brown et al.
 * (2005) use it for call centres: service censors patience. Of equal waits those who gave up come first. Beyond the
 * last wait at which anybody gave up, where the estimator is silent, patience goes on exponentially with the rate
 * of the whole sample: those who gave up divided by the sum of all waits.
 */
export class Patience implements PatienceLaw {
  /** Waits at which somebody gave up, ascending, and the survival from each on. */
  readonly times: readonly number[];
  readonly survivals: readonly number[];
  /** Of the tail, per unit of wait; 0 when nobody gave up. */
  readonly tailRate: number;
  /** Of those observed, who gave up. */
  readonly gaveUp: number;
  /** By time: Greenwood's sum so far, the relative variance of the survival from there on. */
  readonly #relativeVariances: readonly number[];
  #pieces: readonly PatiencePiece[] | null = null;

  /** @throws ParameterError when a wait is negative or no finite number */
  constructor(observed: readonly ObservedWait[]) {
    for (const { wait } of observed) mustNotBeNegative("wait", wait);
    const sorted = [...observed].sort((a, b) => a.wait - b.wait);
    const times: number[] = [];
    const survivals: number[] = [];
    let survival = 1;
    const relativeVariances: number[] = [];
    let relativeVariance = 0;
    let total = 0;
    let gaveUpInAll = 0;
    for (let next = 0; next < sorted.length; ) {
      const atRisk = sorted.length - next;
      const wait = sorted[next]!.wait;
      let gaveUp = 0;
      for (; next < sorted.length && sorted[next]!.wait === wait; next++) {
        total += wait;
        if (sorted[next]!.gaveUp) gaveUp++;
      }
      if (gaveUp === 0) continue;
      gaveUpInAll += gaveUp;
      survival *= (atRisk - gaveUp) / atRisk;
      relativeVariance += gaveUp / (atRisk * (atRisk - gaveUp));
      times.push(wait);
      survivals.push(survival);
      relativeVariances.push(relativeVariance);
    }
    this.times = times;
    this.survivals = survivals;
    this.tailRate = total > 0 ? gaveUpInAll / total : 0;
    this.gaveUp = gaveUpInAll;
    this.#relativeVariances = relativeVariances;
  }

  /** The law in pieces: steps, and the tail. */
  get pieces(): readonly PatiencePiece[] {
    this.#pieces ??= piecesOf(this);
    return this.#pieces;
  }

  /** The probability that patience is longer than `wait`. */
  survival(wait: number): number {
    return survivalOf(this, wait);
  }

  /**
   * The variance of the survival at `wait` as an estimate (Greenwood 1926): S² Σ d / (n (n − d)) over the waits until then
   * at which d of the n who were left gave up. In the tail, the spread of its rate is added (rate² / those who gave up).
   * 0 where nobody gave up before and where nobody is left: there the sample says nothing of its own error.
   */
  variance(wait: number): number {
    const index = lastStepAt(this.times, wait);
    const survival = this.survival(wait);
    if (index < 0 || survival === 0) return 0;
    let relative = this.#relativeVariances[index]!;
    if (index === this.times.length - 1)
      relative += (this.tailRate * (wait - this.times[index]!)) ** 2 / this.gaveUp;
    return survival ** 2 * relative;
  }

  /**
   * The patience of somebody who has waited `elapsed`: the quantile `u` (0 ≤ u < 1) of the law given that it is
   * longer, so a uniform `u` draws from it. Infinite when nobody gave up after a wait. Where the law leaves nobody beyond
   * `elapsed` (the longest wait seen ended in giving up), what remains is the exponential tail.
   */
  beyond(elapsed: number, u: number): number {
    return quantileBeyond(this, elapsed, u);
  }
}
