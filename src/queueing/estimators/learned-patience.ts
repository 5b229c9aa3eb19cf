import type { PatienceLaw, PatiencePiece } from "../laws/patience-law.ts";
import { mustBePositive, mustBeWhole } from "../parameter-error.ts";
import { binOf, binsAround, edgesOf, type LogBins, mustBeAlike } from "./log-bins.ts";

/**
 * The law of patience, learned as it goes on: Kaplan and Meier's estimator in a constant memory. By bin it keeps how
 * many gave up there and how long people were seen waiting there; their quotient is the hazard of giving up, constant
 * within the bin (the occurrence / exposure rate, Holford 1980, Friedman 1982). A caller who was served, or was called back,
 * was seen waiting and did not give up. A plain JSON object; `observePatience` alone changes it, in place.
 */
export interface LearnedPatience extends LogBins {
  /**
   * Over so many who give up, or wait for a mean patience, the past fades: each takes 1 / memory of the weight of all before
   * them, and who waits less takes less. Those who are answered at once teach nothing, and so make nothing forgotten.
   */
  readonly memory: number;
  /** The mean patience that was believed at first. */
  readonly priorMean: number;
  /** By bin: the weight of those who gave up in it. */
  readonly gaveUp: number[];
  /** By bin: the weighted time that people were seen waiting in it. */
  readonly waited: number[];
}

/** What is believed of patience before anybody is seen to wait: exponential with that mean. */
export interface PriorPatience {
  /** Any unit, the same everywhere. The bins lie around it: it should be right within a factor of 10. */
  readonly mean: number;
  /** As many people who gave up as it is worth; more than 0. */
  readonly weight: number;
  /** A whole number of at least 1, as in {@link LearnedPatience}: at most as many who gave up as are remembered. */
  readonly memory: number;
}

/** Patience that knows only its prior; an impossible prior is a `ParameterError`. */
export function newPatience({ mean, weight, memory }: PriorPatience): LearnedPatience {
  mustBePositive("mean", mean);
  mustBePositive("weight", weight);
  mustBeWhole("memory", memory, 1);
  const bins = binsAround(mean);
  const edges = edgesOf(bins);
  const gaveUp = edges.slice(1).map((to, i) => weight * (Math.exp(-edges[i]! / mean) - Math.exp(-to / mean)));
  return { ...bins, memory, priorMean: mean, gaveUp, waited: gaveUp.map((weighed) => weighed * mean) };
}

/**
 * Takes one observation in: how long somebody was seen to wait, and whether they then gave up. A wait beyond the last
 * bin counts as seen up to its end, and not as given up. What is no finite number of at least 0 changes nothing.
 */
export function observePatience(patience: LearnedPatience, wait: number, gaveUp: boolean): void {
  if (!(wait >= 0) || wait === Number.POSITIVE_INFINITY) return;
  const weight = gaveUp ? 1 : Math.min(1, wait / patience.priorMean);
  const kept = 1 - weight / patience.memory;
  const edges = edgesOf(patience);
  for (let i = 0; i < patience.bins; i++) {
    patience.gaveUp[i]! *= kept;
    patience.waited[i]! *= kept;
    patience.waited[i]! += Math.max(0, Math.min(wait, edges[i + 1]!) - edges[i]!);
  }
  if (gaveUp && wait < patience.largest) patience.gaveUp[binOf(patience, wait)]! += 1;
}

/**
 * Those who gave up / the time waited: 1 / the mean patience, if patience is exponential. Counted only as far as a
 * quarter of those who began to wait still wait: beyond, one wait that nobody ended could outweigh all the others.
 * One who gave up at the mean that was believed at first is always among them, so that it is never 0.
 */
export function patienceRate(patience: LearnedPatience): number {
  const edges = edgesOf(patience);
  const waiting = patience.waited.map((waited, i) => waited / (edges[i + 1]! - edges[i]!));
  let gaveUp = 1;
  let waited = patience.priorMean;
  for (let i = 0; i < patience.bins && waiting[i]! >= waiting[0]! / 4; i++) {
    gaveUp += patience.gaveUp[i]!;
    waited += patience.waited[i]!;
  }
  return gaveUp / waited;
}

/**
 * The law as it stands, for the formulas: the rate of giving up is constant within each bin, and from the last one on.
 * Where little was seen a bin leans on the rate of all: as much as one who gave up.
 */
export class PiecewisePatience implements PatienceLaw {
  readonly pieces: readonly PatiencePiece[];
  readonly #bins: LogBins;

  constructor(patience: LearnedPatience) {
    const overall = patienceRate(patience);
    const edges = edgesOf(patience);
    const pieces: PatiencePiece[] = [];
    let leaving = 1;
    for (let i = 0; i < patience.bins; i++) {
      const rate = (patience.gaveUp[i]! + 1) / (patience.waited[i]! + 1 / overall);
      pieces.push({ from: edges[i]!, remaining: 0, leaving, rate });
      leaving *= Math.exp(-rate * (edges[i + 1]! - edges[i]!));
    }
    this.pieces = pieces;
    this.#bins = { smallest: patience.smallest, largest: patience.largest, bins: patience.bins };
  }

  /** The probability that patience is longer than `wait`. */
  survival(wait: number): number {
    const { from, leaving, rate } = this.pieces[binOf(this.#bins, wait)]!;
    return leaving * Math.exp(-rate * Math.max(0, wait - from));
  }
}

/** What was seen of two groups, as one; in either order the same. Both must be born of the same prior mean and memory (else a `ParameterError`). */
export function mergedPatience(one: LearnedPatience, other: LearnedPatience): LearnedPatience {
  mustBeAlike(one, other);
  return {
    ...one,
    gaveUp: one.gaveUp.map((value, i) => value + other.gaveUp[i]!),
    waited: one.waited.map((value, i) => value + other.waited[i]!),
  };
}
