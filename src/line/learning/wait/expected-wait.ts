/** Somebody who may be served before the one who waits. */
export interface MaybeAhead {
  /** How far they come before the one who waits, ms: the furthest are served first. */
  readonly leadMs: number;
  /** The probability that they are served before, and by agents that the one who waits is waiting for. */
  readonly share: number;
  /** How long they have waited, ms, and the cumulative hazard of giving up until then. */
  readonly elapsedMs: number;
  readonly hazard: number;
  /** Of a callback: the probability of picking up; `undefined`: waits on the phone. */
  readonly pickUp: number | undefined;
}

/**
 * The wait of somebody behind a line when agents take so many per ms: the survival-weighted queue over the learned order. Each
 * one ahead counts by the probability of being ahead, and of being there still when their turn comes. `line`: who is furthest
 * ahead first; `hazardAt`: the cumulative hazard of giving up until so long a wait.
 */
export function waitBehind(
  line: readonly MaybeAhead[],
  rate: number,
  hazardAt: (waitMs: number) => number,
): number {
  const one = 1 / rate;
  let wait = one;
  for (const { share, elapsedMs, hazard, pickUp } of line)
    wait += share * (pickUp ?? Math.exp(hazard - hazardAt(elapsedMs + wait))) * one;
  return wait;
}
