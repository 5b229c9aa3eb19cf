import type { HandleTimeLaw } from "../laws/handle-time-law.ts";
import { type LearnedLaw, lawQuantile, lawWeight } from "./learned-law.ts";
import { binOf, edgesOf, type LogBins } from "./log-bins.ts";

/** What is known of the handle times of a skill. */
export interface HandleTime {
  /** In the unit of the observations; 1 / mean is the service rate. */
  readonly mean: number;
  /** Variance / mean²: 0 for a constant, 1 for exponential, more for a law with a long tail. */
  readonly squaredVariation: number;
}

/**
 * Mean and shape of a learned law, winsorised: what is longer than `longestBelieved` counts as that long. So a call that
 * somebody forgot to hang up moves the mean by at most that / (weight of the law), however long it was. The price is a mean
 * that is too low by 0.001 % when handle times are exponential, 0.06 % when lognormal with a variation of 0.9, 0.7 % with 1.5.
 * What is in a bin is taken to be spread evenly over it, so the squared variation of a constant is shown as 0.003.
 * (Tukey and McLaughlin 1963; Huber 1981.)
 */
export function handleTime(law: LearnedLaw): HandleTime {
  const limit = longestBelieved(law);
  const edges = edgesOf(law);
  const weight = lawWeight(law);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < law.weights.length; i++) {
    const inBin = law.weights[i]!;
    if (inBin <= 0) continue;
    const mean = Math.min(limit, law.sums[i]! / inBin);
    const width = Math.max(0, Math.min(limit, edges[i + 1]!) - edges[i]!);
    sum += inBin * mean;
    squares += inBin * (mean ** 2 + width ** 2 / 12);
  }
  const mean = sum / weight;
  return { mean, squaredVariation: Math.max(0, squares / weight / mean ** 2 - 1) };
}

/**
 * Three times a high quantile of the law: of the 98 % one when much was seen, of a lower one (90 % at the least) while the
 * few longest of what was seen could be mistakes. Three of them, or 2 % of all, do not move it.
 */
export function longestBelieved(law: LearnedLaw): number {
  const doubtful = Math.min(0.1, Math.max(0.02, 3 / lawWeight(law)));
  return 3 * lawQuantile(law, 1 - doubtful);
}

/** The law as it stands now, for expected releases: winsorised mean, straight between the edges of the bins. */
export class LearnedHandleTimes implements HandleTimeLaw {
  readonly mean: number;
  /** Where it bends. */
  readonly breakpoints: readonly number[];
  readonly #bins: LogBins;
  readonly #edges: readonly number[];
  readonly #longer: readonly number[];

  constructor(law: LearnedLaw) {
    this.mean = handleTime(law).mean;
    this.#bins = { smallest: law.smallest, largest: law.largest, bins: law.bins };
    this.#edges = edgesOf(law);
    this.breakpoints = this.#edges.slice(1);
    const longer = [0];
    for (const weight of law.weights.toReversed()) longer.push(longer.at(-1)! + weight);
    this.#longer = longer.map((weight) => weight / longer.at(-1)!).toReversed();
  }

  /** P(longer than `time`); 0 from the largest bin's end on. */
  survival(time: number): number {
    if (time >= this.#bins.largest) return 0;
    const bin = binOf(this.#bins, time);
    const [from, to] = [this.#edges[bin]!, this.#edges[bin + 1]!];
    const share = Math.min(1, Math.max(0, (to - time) / (to - from)));
    return this.#longer[bin + 1]! + share * (this.#longer[bin]! - this.#longer[bin + 1]!);
  }
}
