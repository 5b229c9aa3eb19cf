import { studentQuantile } from "../queueing/student-t.ts";

/** A lift in percentage points, and between what it lies with 95 % confidence; `null` where days are too few to say. */
export interface Interval {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

const CONFIDENCE = 0.95;

/**
 * The lift of these very calls, `value`, with its interval. What happened is known, so days that differ make no error. What errs is
 * the level without smart wait: that of one life, which these calls never had. `redrawn` are the lifts by lives whose laws of patience
 * were estimated from days drawn again (bootstrap): as far as one of them lies from another, so far lies the life that never was from
 * what is expected of it, by chance and by laws that err. `lives` are those whose mean the value is, under the laws that were found: the mean of n
 * errs besides by the nth part of their variance (Rubin 1987, where the imputed values are themselves what is asked for). The
 * quantile is Student's with n − 1 degrees of freedom, as few lives tell the variance. Without redrawn lives the interval is not known.
 */
export function intervalOf(value: number, lives: readonly number[], redrawn: readonly number[]): Interval {
  if (redrawn.length < 2) return { value, low: null, high: null };
  const variance = varianceOf(redrawn) + varianceOf(lives) / lives.length;
  const half = studentQuantile(CONFIDENCE, redrawn.length - 1) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half };
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
