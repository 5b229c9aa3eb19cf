import { mustBePositive, mustBeWhole } from "../parameter-error.ts";
import { binOf, binsAround, edgesOf, type LogBins, mustBeAlike } from "./log-bins.ts";

/**
 * The law of a duration, learned as it goes on: how much of what was seen fell into each bin. A plain JSON object,
 * so that it lives in a state that is kept and compared; `observeDuration` alone changes it, in place. The same
 * observations in the same order give the same numbers on any machine.
 */
export interface LearnedLaw extends LogBins {
  /** Observations over which the past fades: each one takes 1 / memory of the weight of all before it. */
  readonly memory: number;
  /** By bin: the weight of what fell into it, and the weighted sum of its durations. */
  readonly weights: number[];
  readonly sums: number[];
}

/** What is believed of a duration before the first one is seen. */
export interface PriorDuration {
  /** Any unit, the same everywhere. The bins lie around it: it should be right within a factor of 10. */
  readonly mean: number;
  /** As many observations as it is worth. */
  readonly weight: number;
  /** Observations over which what was seen fades; at least 1. */
  readonly memory: number;
  /** P(longer than x); exponential when left out. */
  readonly survival?: (duration: number) => number;
}

/** A law that knows only its prior; an impossible prior is a `ParameterError`. */
export function newLaw({ mean, weight, memory, survival }: PriorDuration): LearnedLaw {
  mustBePositive("mean", mean);
  mustBePositive("weight", weight);
  mustBeWhole("memory", memory, 1);
  const longer = survival ?? ((duration: number) => Math.exp(-duration / mean));
  const bins = binsAround(mean);
  const edges = edgesOf(bins);
  const weights: number[] = [];
  const sums: number[] = [];
  for (let i = 0; i < bins.bins; i++) {
    const [from, to] = [edges[i]!, edges[i + 1]!];
    const [beyondFrom, beyondTo] = [longer(from), i === bins.bins - 1 ? 0 : longer(to)];
    const probability = beyondFrom - beyondTo;
    // The sum of durations of the bin, in parts: from × probability + the area between the curve and its end.
    const area = ((to - from) / 6) * (beyondFrom + 4 * longer((from + to) / 2) + longer(to));
    weights.push(weight * probability);
    sums.push(weight * (from * probability + Math.max(0, area - (to - from) * beyondTo)));
  }
  return { ...bins, memory, weights, sums };
}

/** Takes one observation in. What is no finite number of at least 0 is no duration, and changes nothing. */
export function observeDuration(law: LearnedLaw, duration: number): void {
  if (!(duration >= 0) || duration === Number.POSITIVE_INFINITY) return;
  const { weights, sums } = law;
  const kept = 1 - 1 / law.memory;
  for (let i = 0; i < weights.length; i++) {
    weights[i]! *= kept;
    sums[i]! *= kept;
  }
  const bin = binOf(law, duration);
  weights[bin]! += 1;
  sums[bin]! += Math.min(duration, law.largest);
}

/** As many observations as the law stands on, the prior's included: never more than the larger of memory and prior. */
export function lawWeight(law: LearnedLaw): number {
  return law.weights.reduce((sum, weight) => sum + weight, 0);
}

/**
 * The duration that a share `probability` of all does not exceed: right to the bin, so within 20 %, and mostly much
 * nearer, as what is in a bin is taken to be spread evenly over it.
 */
export function lawQuantile(law: LearnedLaw, probability: number): number {
  const edges = edgesOf(law);
  let left = probability * lawWeight(law);
  for (let i = 0; i < law.weights.length; i++) {
    const weight = law.weights[i]!;
    if (weight > 0 && left <= weight) return edges[i]! + (left / weight) * (edges[i + 1]! - edges[i]!);
    left -= weight;
  }
  return law.largest;
}

/**
 * Both laws as one, for example of two skills that are alike; each weighs what it stands on. In either order the same.
 * They must have the same bins, be born of the same prior mean and memory (else a `ParameterError`).
 */
export function mergedLaws(one: LearnedLaw, other: LearnedLaw): LearnedLaw {
  mustBeAlike(one, other);
  return {
    ...one,
    weights: one.weights.map((weight, i) => weight + other.weights[i]!),
    sums: one.sums.map((sum, i) => sum + other.sums[i]!),
  };
}
