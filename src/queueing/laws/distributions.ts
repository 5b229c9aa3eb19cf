import type { Random } from "../random.ts";

// These run by the million, so parameters are not checked. What one of them draws from a stream may never change:
// days that were generated or recorded are played with it again.

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

/** Erlang: the sum of `stages` (a whole number, at least 1) equal exponentials, with the given mean in all. */
export function erlang(random: Random, mean: number, stages: number): number {
  let sum = 0;
  for (let stage = 0; stage < stages; stage++) sum += exponential(random, mean / stages);
  return sum;
}

/**
 * Gamma with the given mean and shape (above 0; the squared coefficient of variation is 1 / shape), by Marsaglia and
 * Tsang's rejection (2000). A shape below 1 is drawn with one more and multiplied by u^(1/shape), as they say.
 */
export function gamma(random: Random, mean: number, shape: number): number {
  if (shape < 1) {
    const less = (1 - random.uniform()) ** (1 / shape);
    return (mean / shape) * standardGamma(random, shape + 1) * less;
  }
  return (mean / shape) * standardGamma(random, shape);
}

/** Gamma of a shape of at least 1 and scale 1. */
function standardGamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = standardNormal(random);
    const cube = (1 + c * normal) ** 3;
    if (cube <= 0) continue;
    const logarithm = Math.log(1 - random.uniform());
    if (logarithm < normal ** 2 / 2 + d * (1 - cube + Math.log(cube))) return d * cube;
  }
}

/**
 * Poisson with the given mean: while the mean is large, the time of a late arrival is drawn as a gamma and only what
 * is left of the interval is looked at (Ahrens and Dieter 1974); at the end arrivals are counted one by one.
 */
export function poisson(random: Random, mean: number): number {
  let arrived = 0;
  let left = mean;
  while (left > FEW) {
    const arrival = Math.floor(left * 0.875);
    const at = gamma(random, arrival, arrival);
    if (at > left) return arrived + binomial(random, arrival - 1, left / at);
    arrived += arrival;
    left -= at;
  }
  for (let at = exponential(random, 1); at <= left; at += exponential(random, 1)) arrived++;
  return arrived;
}

/**
 * How many of `trials` succeed, each with the given probability: the middle one of as many uniform numbers in order is
 * drawn as a beta, and only the side of it on which the probability lies is looked at further (Ahrens and Dieter 1974).
 */
export function binomial(random: Random, trials: number, probability: number): number {
  let succeeded = 0;
  while (trials > FEW) {
    const rank = 1 + Math.floor(trials / 2);
    const below = gamma(random, rank, rank);
    const above = gamma(random, trials + 1 - rank, trials + 1 - rank);
    const middle = below / (below + above);
    if (middle >= probability) {
      trials = rank - 1;
      probability /= middle;
    } else {
      succeeded += rank;
      trials -= rank;
      probability = (probability - middle) / (1 - middle);
    }
  }
  for (let trial = 0; trial < trials; trial++) if (chance(random, probability)) succeeded++;
  return succeeded;
}

/** Up to here counting one by one is quicker than a gamma. */
const FEW = 16;

/** Weibull by inversion; P(longer than x) = exp(-(x / scale)^shape). Shape below 1: the longer, the more patient. */
export function weibull(random: Random, scale: number, shape: number): number {
  return scale * (-Math.log(1 - random.uniform())) ** (1 / shape);
}

/** One of the values (at least one), each as likely as another: a law as it was observed. */
export function empirical(random: Random, values: readonly number[]): number {
  return values[Math.floor(random.uniform() * values.length)]!;
}

/** Always that value, where a law is wanted: draws nothing from the stream. */
export function deterministic(_random: Random, value: number): number {
  return value;
}
