import { GammaLaw } from "../../queueing/laws/gamma-law.ts";

/** How long a caller will wait, counted from the moment of the prediction. */
export interface PredictedWait {
  /** The mean, ms. */
  readonly meanMs: number;
  /** The wait, ms, that is not exceeded with the probability `share` (above 0, below 1). */
  readonly quantileMs: (share: number) => number;
  /** The quantiles were learned from enough waits of this size that they may be promised and said. Left out: they are assumed. */
  readonly isLearned?: true;
}

/** A wait whose law is a gamma law: the mean in ms, and the variance over the square of the mean. */
export function gammaWait(meanMs: number, squaredVariation: number): PredictedWait {
  const law = new GammaLaw(meanMs, squaredVariation * meanMs ** 2);
  return { meanMs, quantileMs: (share) => law.quantile(share) };
}

/** A wait of exactly so many ms. */
export function exactWait(ms: number): PredictedWait {
  return { meanMs: ms, quantileMs: () => ms };
}
