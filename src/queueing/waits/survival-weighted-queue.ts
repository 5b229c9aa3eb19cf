import { GammaLaw } from "../laws/gamma-law.ts";
import type { PatienceLaw } from "../laws/patience-law.ts";
import { residualSurvival } from "../laws/residual-patience.ts";
import { mustBePositive, mustBeProbability, mustNotBeNegative } from "../parameter-error.ts";
import { ServiceCapacity, type StaffChange } from "./service-capacity.ts";
import { WaitDistribution } from "./wait-distribution.ts";

/** Somebody ahead in the line: a live caller, by how long they have waited; or a callback, by how probably it is picked up. */
export type InLine =
  | { readonly elapsed: number; readonly patience?: PatienceLaw }
  | { readonly pickUp: number };

export interface LineParameters {
  /** In order of time. */
  readonly staff: readonly StaffChange[];
  /** Calls that one busy agent completes in a unit of time: 1 / mean handle time. */
  readonly serviceRate: number;
  /** Of live callers who bring none of their own. */
  readonly patience: PatienceLaw;
  /** Agents who are idle now: the first in line are theirs. */
  readonly idle?: number;
  /** Of the calls being handled, where something is known of them: see `completionTimes`. */
  readonly completions?: Completions;
}

/** Mean times from now of the first completions, and of each interval between them its squared coefficient of variation. */
export interface Completions {
  readonly times: readonly number[];
  readonly variations: readonly number[];
}

/**
 * Waits of a mixed line, by weighting each who is ahead with the probability that they are still there when their turn
 * comes. It follows the exact recursion of a line served at rate 1 (in capacity): who stands next is served at
 *   V' = V + D, where the one ahead, whose turn comes at V, still waits or picks up;  V' = V, where they do not,
 * D exponential. Mean and variance of V are carried along, V itself taken as gamma: the two nodes of its Gauss
 * quadrature give how the survival of the one ahead depends on V. For exponential patience the mean is that of QLm
 * and the variance Σ 1/(nμ + iθ)², but for the error of two nodes.
 *
 * Calibrated where handle times are exponential and patience is of their order: within about two points in a hundred of
 * each quantile (much shorter patience far back in the line of few agents: its median may cover 56, or 37), with changing
 * staff within four (who joins takes on as many as are at the head, for certain; here it is a mean). With few agents and
 * regular handle times that it does not know of, it predicts too much and its upper quantiles are kept too often; with `completions`
 * it is unbiased, and its quantiles are within eight points.
 *
 * Laws of patience with one large step are the hardest for two nodes: when all give up at the same moment the mean is off by
 * up to a tenth, for a lone agent by up to a third.
 *
 * All times in one unit, the same everywhere. Cost: two survivals for each who is ahead.
 */
export class SurvivalWeightedQueue {
  readonly #line: LineParameters;
  readonly #capacity: ServiceCapacity;

  constructor(line: LineParameters) {
    mustBePositive("serviceRate", line.serviceRate);
    mustNotBeNegative("idle", line.idle ?? 0);
    this.#line = line;
    this.#capacity = new ServiceCapacity(line.staff, line.serviceRate, line.completions?.times);
  }

  /** Of somebody who waits for as long as it takes, behind these, given from the head of the line on. */
  wait(ahead: readonly InLine[]): WaitDistribution {
    let last: WaitDistribution | undefined;
    this.#pass(ahead, (mean, variance, index) => {
      if (index === ahead.length) last = this.#distribution(mean, variance);
    });
    return last!;
  }

  /** Of each in the line, should they wait for as long as it takes, and at last of who joins it now. */
  waits(line: readonly InLine[]): WaitDistribution[] {
    const found: WaitDistribution[] = [];
    this.#pass(line, (mean, variance) => found.push(this.#distribution(mean, variance)));
    return found;
  }

  #distribution(mean: number, variance: number): WaitDistribution {
    return new WaitDistribution(new GammaLaw(mean, variance), this.#capacity);
  }

  /** Tells mean and variance of the capacity until each one's turn. */
  #pass(line: readonly InLine[], tell: (mean: number, variance: number, index: number) => void): void {
    const idle = Math.floor(this.#line.idle ?? 0);
    for (let index = 0; index < idle && index <= line.length; index++) tell(0, 0, index);
    if (idle > line.length) return;
    let mean = 1;
    let variance = this.#variationAt(0);
    tell(mean, variance, idle);
    for (let index = idle; index < line.length; index++) {
      const one = line[index]!;
      let stays: number;
      let covariance = 0;
      if ("pickUp" in one) {
        mustBeProbability("pickUp", one.pickUp);
        stays = one.pickUp;
      } else {
        mustNotBeNegative("elapsed", one.elapsed);
        const shape = mean ** 2 / variance;
        const scale = variance / mean;
        const root = Math.sqrt(shape + 1);
        const share = (root - 1) / (2 * root);
        const law = one.patience ?? this.#line.patience;
        const early = residualSurvival(law, one.elapsed, this.#capacity.timeOf(scale * (shape + 1 - root)));
        const late = residualSurvival(law, one.elapsed, this.#capacity.timeOf(scale * (shape + 1 + root)));
        stays = share * late + (1 - share) * early;
        covariance = share * (1 - share) * 2 * root * scale * (late - early);
      }
      variance += 2 * covariance + stays * (1 + this.#variationAt(mean)) - stays ** 2;
      mean += stays;
      tell(mean, variance, index + 1);
    }
  }

  #variationAt(capacity: number): number {
    return this.#line.completions?.variations[Math.floor(capacity)] ?? 1;
  }
}
