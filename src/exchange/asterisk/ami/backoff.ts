import type { Random } from "../../../queueing/random.ts";

const FIRST_MS = 50;
const LONGEST_MS = 5_000;

/**
 * How long to wait before the next try after `failures` in a row (at least 1), ms: 50, 100, 200 … 5000, less up to
 * a half at random, so that many who lost the same Asterisk do not come back at once.
 */
export function backoffMs(failures: number, random: Random): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return whole * (1 - random.uniform() / 2);
}

/** A connection that stood this long was a good one: the next failure counts as the first. */
export const GOOD_AFTER_MS = LONGEST_MS;
