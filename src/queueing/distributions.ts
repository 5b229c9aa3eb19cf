import type { Random } from "./random.ts";

/** Uniform on [from, to). */
export function uniform(random: Random, from: number, to: number): number {
  return from + (to - from) * random.uniform();
}

/** `true` with the given probability. */
export function chance(random: Random, probability: number): boolean {
  return random.uniform() < probability;
}

/** A key of `weights`, with probability proportional to its weight. */
export function pick<K extends string>(random: Random, weights: Readonly<Record<K, number>>): K {
  const keys = Object.keys(weights) as K[];
  let left = random.uniform() * keys.reduce((sum, key) => sum + weights[key], 0);
  for (const key of keys) {
    left -= weights[key];
    if (left < 0) return key;
  }
  return keys.findLast((key) => weights[key] > 0)!;
}

/** Exponential with the given mean, by inversion. */
export function exponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random.uniform());
}

/** Standard normal (Box and Muller 1958). */
export function standardNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.uniform()));
  return radius * Math.cos(2 * Math.PI * random.uniform());
}

/** Lognormal with the given mean and coefficient of variation (standard deviation / mean): the usual law of handle times. */
export function lognormal(random: Random, mean: number, variation: number): number {
  const variance = Math.log(1 + variation ** 2);
  return mean * Math.exp(Math.sqrt(variance) * standardNormal(random) - variance / 2);
}

/**
 * Hyper-exponential of two phases with balanced means: mean, and squared coefficient of variation (at least 1).
 * The usual law of patience: a few give up at once, the others wait long.
 */
export function hyperExponential(random: Random, mean: number, squaredVariation: number): number {
  const share = (1 + Math.sqrt((squaredVariation - 1) / (squaredVariation + 1))) / 2;
  const phase = chance(random, share) ? share : 1 - share;
  return exponential(random, mean / (2 * phase));
}
