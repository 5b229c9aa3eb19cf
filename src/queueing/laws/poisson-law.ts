import { stirlingError } from "./stirling-error.ts";

/**
 * P(N = count) of a Poisson law with this mean, to full relative precision for any size: Loader's saddle-point form
 * (2000), Stirling's formula times exp(-deviance), where nothing large is subtracted from anything large.
 */
export function poissonProbability(count: number, mean: number): number {
  if (mean === 0) return count === 0 ? 1 : 0;
  if (count < FACTORIALS.length) {
    const power = mean ** count;
    // For means beyond what a power can hold the probability is 0 anyway.
    return power === Number.POSITIVE_INFINITY ? 0 : (power * Math.exp(-mean)) / FACTORIALS[count]!;
  }
  return Math.exp(-stirlingError(count) - deviance(count, mean)) / Math.sqrt(2 * Math.PI * count);
}

/** Up to 15!; beyond, Stirling's formula with its error is as exact. */
const FACTORIALS: readonly number[] = factorials(16);

function factorials(count: number): number[] {
  const all = [1];
  for (let next = 1; next < count; next++) all.push(all[next - 1]! * next);
  return all;
}

/** count · ln(count / mean) + mean - count, without cancellation where the two are close. */
function deviance(count: number, mean: number): number {
  const difference = count - mean;
  if (Math.abs(difference) >= 0.1 * (count + mean)) return count * Math.log(count / mean) - difference;
  const ratio = difference / (count + mean);
  const square = ratio * ratio;
  let sum = difference * ratio;
  let power = 2 * count * ratio;
  for (let term = 3; ; term += 2) {
    power *= square;
    const next = sum + power / term;
    if (next === sum) return sum;
    sum = next;
  }
}
