import { mustBePositive, mustBeProbability, mustBeWhole, ParameterError } from "../parameter-error.ts";

/**
 * A probability, learned as it goes on: that a phone is picked up, that an offer is accepted. A beta law with
 * forgetting. A plain JSON object; `observeOutcome` alone changes it, in place.
 */
export interface LearnedProbability {
  /** Observations over which the past fades: each one takes 1 / memory of the weight of all before it. */
  readonly memory: number;
  /** What was believed at first. As much as one observation of it never fades, so that nothing becomes impossible. */
  readonly prior: number;
  /** The weight of what was seen, and of what the rest of the prior is worth. */
  yes: number;
  no: number;
}

/** Before anything is seen: that probability, worth as many observations as `weight`. `memory` is at least 1. */
export function newProbability(prior: {
  readonly probability: number;
  readonly weight: number;
  readonly memory: number;
}): LearnedProbability {
  const { probability, weight, memory } = prior;
  mustBeProbability("probability", probability);
  mustBePositive("weight", weight);
  mustBeWhole("memory", memory, 1);
  return { memory, prior: probability, yes: probability * weight, no: (1 - probability) * weight };
}

/** Takes one observation in. */
export function observeOutcome(learned: LearnedProbability, happened: boolean): void {
  const kept = 1 - 1 / learned.memory;
  learned.yes = learned.yes * kept + (happened ? 1 : 0);
  learned.no = learned.no * kept + (happened ? 0 : 1);
}

/** The mean of the beta law, and its standard deviation: how far off the mean may be. */
export function probabilityLearned(learned: LearnedProbability): { mean: number; deviation: number } {
  const weight = learned.yes + learned.no + 1;
  const mean = (learned.yes + learned.prior) / weight;
  return { mean, deviation: Math.sqrt((mean * (1 - mean)) / (weight + 1)) };
}

/** What was seen of two groups that had the same prior, as one; in either order the same. Another prior or memory is a `ParameterError`. */
export function mergedProbabilities(one: LearnedProbability, other: LearnedProbability): LearnedProbability {
  if (one.prior !== other.prior || one.memory !== other.memory)
    throw new ParameterError(
      "law-not-understood",
      "other",
      "probabilities of different priors cannot be merged",
    );
  return { memory: one.memory, prior: one.prior, yes: one.yes + other.yes, no: one.no + other.no };
}
