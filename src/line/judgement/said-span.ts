import type { PredictedWait } from "./predicted-wait.ts";

/** Within which times a wait ends, as callers hear them: ms from the prediction on, in whole steps of five minutes. */
export interface SaidSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * The span of a wait whose spread was learned, so wide that a share of `keptBy` of such waits ends before its end: down to a step at its beginning,
 * up to one at its end, so that nobody hears less than it is. `null`: the spread is only assumed.
 */
export function saidSpan(wait: PredictedWait, keptBy: number): SaidSpan | null {
  if (!wait.isLearned) return null;
  const from = Math.floor(Math.min(wait.meanMs, wait.quantileMs(EARLY_SHARE)) / STEP_MS);
  const until = Math.ceil(wait.quantileMs(keptBy) / STEP_MS);
  return { fromMs: from * STEP_MS, untilMs: Math.max(until, from + 1) * STEP_MS };
}

/** Who is served sooner than promised, of those who wait equally long. */
export const EARLY_SHARE = 0.1;
/** Prompts for times are made for every five minutes. */
const STEP_MS = 300_000;
