/**
 * How waits lie about what was predicted: quantiles of wait / predicted, by how long a wait was predicted. Each quantile is moved
 * up a little by a wait above it and down a little by one below it, so that in the long run the share below it is right whatever
 * the law is. A plain JSON object of constant size; {@link observeRatio} alone changes it, in place.
 */
export interface WaitSpread {
  /** By class of predicted wait, and in it by {@link SHARES}: the logarithm of wait / predicted. */
  readonly logRatios: number[][];
  /** By class: waits learned from. */
  readonly counts: number[];
}

/** The shares of waits whose quantiles are learned. */
const SHARES = [0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.975, 0.99];
/** What a gamma law of shape 2 has there, over its mean. */
const PRIOR_RATIOS = [0.12, 0.18, 0.27, 0.41, 0.62, 0.84, 1.11, 1.5, 1.94, 2.37, 2.79, 3.32];

export function newWaitSpread(): WaitSpread {
  const classes = Array.from({ length: CLASSES });
  return { logRatios: classes.map(() => PRIOR_RATIOS.map(Math.log)), counts: classes.map(() => 0) };
}

/** A wait turned out so long, both in ms. */
export function observeRatio(spread: WaitSpread, predictedMs: number, waitMs: number): void {
  const ratio = Math.log(Math.max(1, waitMs) / predictedMs);
  for (const { index, weight } of classesOf(predictedMs)) {
    const own = spread.logRatios[index]!;
    // In parts of the width of the law, so that a narrow one is known as well as a wide one.
    const width = Math.max(LEAST_WIDTH, own[WIDTH_TO]! - own[WIDTH_FROM]!);
    const step = weight * width * Math.max(LAST_STEP, FIRST_STEP / (1 + spread.counts[index]! / STEPS_FADE));
    for (let i = 0; i < SHARES.length; i++) own[i]! += step * (SHARES[i]! - (ratio < own[i]! ? 1 : 0));
    spread.counts[index]! += weight;
  }
}

/** The wait that is not exceeded with the probability `share`, ms, where so long a one is predicted. */
export function quantileOf(spread: WaitSpread, predictedMs: number, share: number): number {
  const upper = SHARES.findIndex((one) => one >= share);
  const above = upper < 0 ? SHARES.length - 1 : Math.max(1, upper);
  const [from, to] = [SHARES[above - 1]!, SHARES[above]!];
  // Between two shares, and beyond the first and the last, along the line through their logits.
  const part = (logit(share) - logit(from)) / (logit(to) - logit(from));
  let log = 0;
  for (const { index, weight } of classesOf(predictedMs)) {
    // Two quantiles that were learned apart may have crossed.
    const own = spread.logRatios[index]!.toSorted((one, other) => one - other);
    log += weight * (own[above - 1]! + part * (own[above]! - own[above - 1]!));
  }
  return predictedMs * Math.exp(log);
}

/** How many waits were learned from of which so long a one was predicted. */
export function waitsLearned({ counts }: WaitSpread, predictedMs: number): number {
  let waits = 0;
  for (const { index, weight } of classesOf(predictedMs)) waits += weight * counts[index]!;
  return waits;
}

/** The two classes between which a prediction lies, by how near it is to each. */
function classesOf(predictedMs: number): readonly { readonly index: number; readonly weight: number }[] {
  const at = Math.min(CLASSES - 1, Math.max(0, Math.log2(predictedMs / FIRST_CLASS_MS)));
  const index = Math.min(CLASSES - 2, Math.floor(at));
  return [
    { index, weight: index + 1 - at },
    { index: index + 1, weight: at - index },
  ];
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}

/** The classes lie at 4 s, 8 s and so on up to 2,048 s. */
const FIRST_CLASS_MS = 4_000;
const CLASSES = 10;
const FIRST_STEP = 0.3;
const LAST_STEP = 0.01;
const STEPS_FADE = 20;
/** The width of a law is between the quantiles of 20 and of 80 %. */
const WIDTH_FROM = SHARES.indexOf(0.2);
const WIDTH_TO = SHARES.indexOf(0.8);
const LEAST_WIDTH = 0.02;
