/**
 * By how much waits of a skill turn out longer or shorter than predicted, learned as they end. A plain JSON object, so that
 * it lives in a state that is kept; {@link learnWait} gives the next one.
 */
export interface WaitBias {
  /** What to multiply predicted waits by: the mean of actual / predicted, the past fading, from 0.5 to 2. */
  factor: number;
}

/** Of which nothing is known yet: predictions are taken as they are. */
export function newWaitBias(): WaitBias {
  return { factor: 1 };
}

/** What one wait counts for: the past fades over fifty. */
const WEIGHT = 0.02;
/** A wait so many times as long as predicted says no more than that; of exponential ones, 3 in 10,000 are. */
const MOST = 8;

/**
 * Learns from a wait that ended. `predicted` is the mean as the model gave it, not corrected by this; `actual` is the wait
 * until their turn: for somebody who gave up before, the wait until their place was reached. Learning from those alone who were
 * served would teach that waits are short. A prediction of 0 teaches nothing,
 * nor does what is no finite number of at least 0.
 */
export function observeWait(bias: WaitBias, predicted: number, actual: number): void {
  if (!(predicted > 0 && Number.isFinite(predicted) && actual >= 0 && Number.isFinite(actual))) return;
  const moved = bias.factor + WEIGHT * (Math.min(MOST, actual / predicted) - bias.factor);
  bias.factor = Math.min(2, Math.max(0.5, moved));
}
