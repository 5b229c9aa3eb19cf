import { mustBeWhole } from "./parameter-error.ts";

/**
 * The two-sided quantile of Student's t: with that many degrees of freedom, |t| stays below it with the probability `confidence`
 * (above 0, below 1). By bisection of the distribution function.
 *
 * @throws ParameterError when `degrees` is no whole number above 0
 */
export function studentQuantile(confidence: number, degrees: number): number {
  mustBeWhole("degrees", degrees, 1);
  let low = 0;
  let high = 1;
  while (within(high, degrees) < confidence) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return high;
    if (within(middle, degrees) < confidence) low = middle;
    else high = middle;
  }
}

/** The probability that |t| is smaller: Abramowitz and Stegun 26.7.3 and 26.7.4, finite sums of powers of a cosine. */
function within(t: number, degrees: number): number {
  const angle = Math.atan2(t, Math.sqrt(degrees));
  const cosine = Math.cos(angle);
  const odd = degrees % 2 === 1;
  let sum = 0;
  let term = odd ? cosine : 1;
  for (let power = odd ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= ((power + 1) / (power + 2)) * cosine ** 2;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
