/**
 * The recent rate of answers, as an exponentially weighted count: constant memory, and old answers fade with the
 * time constant. Mutable; `observe` and `ratePerMs` take epoch ms that do not decrease.
 */
export interface AnswerRate {
  /** The first answer opens the window and is not counted in it; `null` before it. */
  since: number | null;
  /** Weighted count at `at`. */
  count: number;
  at: number;
}

export function newAnswerRate(): AnswerRate {
  return { since: null, count: 0, at: 0 };
}

export function observeAnswer(rate: AnswerRate, at: number): void {
  if (rate.since === null) {
    rate.since = at;
    rate.at = at;
    return;
  }
  rate.count = rate.count * fade(at - rate.at) + 1;
  rate.at = at;
}

/**
 * Answers per ms, or `null` when fewer than `LEAST_ANSWERS` are still in the window: after a lull nothing is known
 * of how quickly callers would be answered now. The divisor is the weight that the window has had so far, so that
 * a young window is not biased low.
 */
export function ratePerMs(rate: AnswerRate, now: number): number | null {
  if (rate.since === null || now <= rate.since) return null;
  const weight = TIME_CONSTANT_MS * (1 - fade(now - rate.since));
  const count = answersIn(rate, now);
  return count < LEAST_ANSWERS ? null : count / weight;
}

/** How many answers the rate stands on, those long ago for less than one. */
export function answersIn(rate: AnswerRate, now: number): number {
  return rate.since === null ? 0 : rate.count * fade(now - rate.at);
}

function fade(elapsedMs: number): number {
  return Math.exp(-Math.max(0, elapsedMs) / TIME_CONSTANT_MS);
}

/** Ten minutes: a few answers even in a small skill, and still recent when a rush begins. */
const TIME_CONSTANT_MS = 600_000;
/** A rate out of fewer answers says nothing. */
const LEAST_ANSWERS = 2;
