import { RandomSource } from "../queueing/random.ts";
import { studentQuantile } from "../queueing/student-t.ts";
import { type Level, liftOf, sumOf } from "./levels.ts";

/** A lift in percentage points, and between what it lies with 95 % confidence; `null` where days are too few to say. */
export interface Interval {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** A day with smart wait, and without: the mean of its lives. */
export interface ComparedDay {
  readonly withSmartWait: Level;
  readonly without: Level;
}

const RESAMPLES = 1_000;
const CONFIDENCE = 0.95;

/**
 * The lift of all days together, a ratio of sums, with its interval. It errs because days differ: the variance of days drawn
 * again (bootstrap). And because patience is not known but estimated and drawn: the variance of `redrawn`, the lifts of lives whose
 * laws of patience were estimated from days drawn again (Rubin 1987: (1 + 1/n) times that between n imputations). Both add up;
 * the quantile is Student's with days − 1 degrees of freedom.
 */
export function intervalOf(days: readonly ComparedDay[], redrawn: readonly number[]): Interval {
  const value = pooledLift(days);
  if (days.length < 2) return { value, low: null, high: null };
  const stream = new RandomSource("lift").stream("days");
  const resampled = Array.from({ length: RESAMPLES }, () =>
    pooledLift(days.map(() => days[Math.floor(stream.uniform() * days.length)]!)),
  );
  const variance = varianceOf(resampled) + (1 + 1 / redrawn.length) * varianceOf(redrawn);
  const half = studentQuantile(CONFIDENCE, days.length - 1) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half };
}

export function pooledLift(days: readonly ComparedDay[]): number {
  return liftOf(sumOf(days.map((day) => day.withSmartWait)), sumOf(days.map((day) => day.without)));
}

function varianceOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
