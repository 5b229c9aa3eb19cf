import { mustBePositive, mustBeWhole, mustNotBeNegative } from "../parameter-error.ts";

/**
 * By how much intervals ended elsewhere than expected, by how far into them the expectation was made: learned as they
 * end, the past fading. A plain JSON object, so that it lives in a state that is kept; {@link observeForecast}
 * changes it, in place.
 */
export interface ForecastErrors {
  /** Of an interval, in units of time. */
  readonly interval: number;
  /** Mean squared error of the service level, by part of the interval. */
  readonly squares: number[];
  /** By part: expectations learned from, the prior's included, up to {@link MEMORY}. */
  readonly weights: number[];
}

/** Before anything is learned: of 20 agents and a load known to 15 %, the deviation is near 0.175 of what remains. */
const PRIOR_DEVIATION = 0.175;
const PRIOR_WEIGHT = 10;
/** Over so many expectations the past fades. */
const MEMORY = 200;
/** However well the last ones came true. */
const LEAST_DEVIATION = 0.005;

/** Errors before any was seen: as large as is usual; the interval has so many `parts`, such as 6 of a half-hour. */
export function newForecastErrors(interval: number, parts: number): ForecastErrors {
  mustBePositive("interval", interval);
  mustBeWhole("parts", parts, 1);
  const squares = Array.from(
    { length: parts },
    (_, part) => (PRIOR_DEVIATION * (1 - (part + 0.5) / parts)) ** 2,
  );
  return { interval, squares, weights: squares.map(() => PRIOR_WEIGHT) };
}

/** Learns from an interval that ended: what was expected of it `elapsed` into it, and what it came to. What is no number changes nothing. */
export function observeForecast(
  errors: ForecastErrors,
  elapsed: number,
  expected: number,
  actual: number,
): void {
  if (!(elapsed >= 0 && Number.isFinite(elapsed + expected + actual))) return;
  const part = partOf(errors, elapsed);
  const weight = Math.min(MEMORY, errors.weights[part]! + 1);
  errors.squares[part]! += ((share(actual) - share(expected)) ** 2 - errors.squares[part]!) / weight;
  errors.weights[part] = weight;
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** The standard deviation of what an interval ends at from what is expected `elapsed` into it. */
export function deviationAt(errors: ForecastErrors, elapsed: number): number {
  return Math.max(LEAST_DEVIATION, Math.sqrt(errors.squares[partOf(errors, elapsed)]!));
}

function partOf({ interval, squares }: ForecastErrors, elapsed: number): number {
  mustNotBeNegative("elapsed", elapsed);
  return Math.min(squares.length - 1, Math.floor((elapsed / interval) * squares.length));
}
