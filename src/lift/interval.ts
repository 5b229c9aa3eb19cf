import { studentQuantile } from "../queueing/student-t.ts";

/** A lift in percentage points, and between what it lies with 95 % confidence; `null` where days are too few to say. */
export interface Interval {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

const CONFIDENCE = 0.95;

/** The lifts of lives without smart wait. */
interface LivedLifts {
  /** Those whose mean is the lift, under the laws that were found. */
  readonly found: readonly number[];
  /** Each under laws found from days drawn again (bootstrap). */
  readonly redrawn: readonly number[];
  /** From how many days the laws were found. */
  readonly days: number;
}

/**
 * The lift of these very calls, `value`, with its interval. What happened is known, so days that differ make no error. What errs is
 * the level without smart wait: that of one life, which these calls never had. As far as one redrawn life lies from another, so far lies
 * the life that never was from what is expected of it, by chance and by laws that err. The mean of n lives errs besides by the nth part of
 * their variance (Rubin 1987, where the imputed values are themselves what is asked for). The quantile is Student's. Without redrawn
 * lives the interval is not known.
 */
export function intervalOf(value: number, { found, redrawn, days }: LivedLifts): Interval {
  if (redrawn.length < 2) return { value, low: null, high: null };
  const variance = varianceOf(redrawn);
  const byChance = varianceOf(found);
  const half =
    studentQuantile(CONFIDENCE, degreesOf(redrawn.length, days, Math.max(0, 1 - byChance / variance))) *
    Math.sqrt(variance + byChance / found.length);
  return { value, low: value - half, high: value + half };
}

/**
 * How well the variance is known (Satterthwaite 1946): as well as so few redrawn lives tell any, and its part that comes from the laws only
 * as well as so few days tell it.
 */
function degreesOf(redrawn: number, days: number, partOfLaws: number): number {
  return Math.max(1, Math.floor(1 / (1 / (redrawn - 1) + partOfLaws ** 2 / (days - 1))));
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
