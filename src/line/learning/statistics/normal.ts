/** The density of the standard normal law. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) * 0.3989422804014327;
}

/**
 * The probability that a standard normal variable is at most `z`, within 1e-7 (Abramowitz and Stegun 26.2.17): a prediction asks
 * for it once for everybody in line, and needs no more digits.
 */
export function normalShare(z: number): number {
  if (z > 6) return 1;
  if (z < -6) return 0;
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const beyond =
    normalDensity(z) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - beyond : beyond;
}

/** The mean of how far a normal variable lies beyond `limit`, 0 where it does not. */
export function meanBeyond(limit: number, mean: number, deviation: number): number {
  const z = (mean - limit) / deviation;
  return deviation * normalDensity(z) + (mean - limit) * normalShare(z);
}
