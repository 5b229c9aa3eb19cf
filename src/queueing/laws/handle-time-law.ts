import { mustBePositive } from "../parameter-error.ts";
import { normalAtMost } from "./normal-law.ts";
import { Patience } from "./patience.ts";
import type { PatienceLaw } from "./patience-law.ts";

/** A law of handle times, what an agent is busy with one call for; `survival` is the probability of longer than a time. */
export interface HandleTimeLaw extends PatienceLaw {
  readonly mean: number;
}

export function exponentialHandleTime(mean: number): HandleTimeLaw {
  mustBePositive("mean", mean);
  return { mean, survival: (time) => Math.exp(-time / mean) };
}

/** By mean and coefficient of variation (standard deviation / mean) > 0: the usual law of handle times (Brown et al. 2005). */
export function lognormalHandleTime(mean: number, variation: number): HandleTimeLaw {
  mustBePositive("mean", mean);
  mustBePositive("variation", variation);
  const variance = Math.log1p(variation ** 2);
  const centre = Math.log(mean) - variance / 2;
  return {
    mean,
    survival: (time) => (time <= 0 ? 1 : normalAtMost((centre - Math.log(time)) / Math.sqrt(variance))),
  };
}

/**
 * The law of handle times seen, at least one of them positive; from the longest on it is exponential with the mean of all:
 * somebody may yet talk for longer than anybody before.
 */
export function empiricalHandleTime(times: readonly number[]): HandleTimeLaw {
  mustBePositive(
    "sum of the times",
    times.reduce((sum, time) => sum + time, 0),
  );
  const law = new Patience(times.map((wait) => ({ wait, gaveUp: true })));
  return { mean: 1 / law.tailRate, pieces: law.pieces, survival: (time) => law.survival(time) };
}
