import { mustBePositive, mustBeProbability, mustBeWhole } from "../parameter-error.ts";

/**
 * A probability, learned as it goes on: that a phone is picked up, that an offer is accepted. A beta law with
 * forgetting. A plain JSON object; `observeOutcome` alone changes it, in place.
 */
export interface LearnedProbability {
  /** Observations over which the past fades: each one takes 1 / memory of the weight of all before it. */
  readonly memory: number;
  /** The two parameters of the beta law: the prior's, and the weight of what was seen. */
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
  return { memory, yes: probability * weight, no: (1 - probability) * weight };
}

/** Takes one observation in. */
export function observeOutcome(learned: LearnedProbability, happened: boolean): void {
  const kept = 1 - 1 / learned.memory;
  learned.yes = learned.yes * kept + (happened ? 1 : 0);
  learned.no = learned.no * kept + (happened ? 0 : 1);
}

/** The mean of the beta law, and its standard deviation: how far off the mean may be. */
export function probabilityLearned({ yes, no }: LearnedProbability): { mean: number; deviation: number } {
  const weight = yes + no;
  const mean = yes / weight;
  return { mean, deviation: Math.sqrt((mean * (1 - mean)) / (weight + 1)) };
}

/** What was seen of two groups, as one; in either order the same. */
export function mergedProbabilities(one: LearnedProbability, other: LearnedProbability): LearnedProbability {
  return { memory: one.memory, yes: one.yes + other.yes, no: one.no + other.no };
}
