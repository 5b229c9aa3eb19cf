import { stirlingError } from "./stirling-error.ts";

/**
 * P(a, x) = γ(a, x) / Γ(a), the regularised lower incomplete gamma function: the probability that a gamma variable of
 * shape `a` > 0 and scale 1 is at most `x` ≥ 0. Relative error about 1e-13 up to shapes of a million.
 * Left of a + 1 by the series x^a e^-x / Γ(a + 1) · Σ x^k / ((a + 1) … (a + k)), right of it by the continued
 * fraction of the other tail (Legendre; DLMF 8.11.4 and 8.9.2).
 */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  return x < a + 1 ? bySeries(a, x) : 1 - byFraction(a, x);
}

/** Q(a, x) = 1 − P(a, x): the other tail; right of a + 1 without cancellation, left of it as exact as 1 − P can be. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  return x < a + 1 ? 1 - bySeries(a, x) : byFraction(a, x);
}

/**
 * x^a e^-x / Γ(a + 1): for whole `a` the probability that a Poisson variable of mean `x` is `a`. As e^−a·φ(x/a) over
 * √(2πa) and Stirling's error, so that nothing large is subtracted (Loader 2000).
 */
export function poissonTerm(a: number, x: number): number {
  if (x === 0) return a === 0 ? 1 : 0;
  if (a === 0) return Math.exp(-x);
  return Math.exp(-a * excess(x / a) - stirlingError(a)) / Math.sqrt(2 * Math.PI * a);
}

function bySeries(a: number, x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return poissonTerm(a, x) * sum;
}

/** Lentz's evaluation of the fraction 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − …)). */
function byFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let numerators = 1 / Number.MIN_VALUE ** 0.5;
  let denominators = 1 / b;
  let value = denominators;
  for (let k = 1; k < 100_000; k++) {
    const partial = k * (a - k);
    b += 2;
    denominators = 1 / (b + partial * denominators);
    numerators = b + partial / numerators;
    const change = numerators * denominators;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return poissonTerm(a, x) * a * value;
}

/** y − 1 − ln y, without cancellation near 1. */
function excess(y: number): number {
  const d = y - 1;
  if (Math.abs(d) > 0.1) return d - Math.log(y);
  // ln y = 2 artanh(d / (2 + d)): what is left after the first term, d·v, is a series in v².
  const v = d / (2 + d);
  let sum = 0;
  let power = v * v * v;
  for (let k = 3; k < 40; k += 2) {
    sum += power / k;
    power *= v * v;
  }
  return d * v - 2 * sum;
}
