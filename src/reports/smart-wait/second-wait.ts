import type { QuarterHour, SecondWaitSums } from "../../journal/smart-wait-sums.ts";

/**
 * How customers waited a second time: of the attempts in which they pressed 1, from that moment to the agent's answer, or
 * to hanging up. `confirmed` = `answered` + `hungUp` + `underWay` + `endedOtherwise`.
 */
interface SecondWait {
  readonly confirmed: number;
  readonly answered: number;
  readonly hungUp: number;
  readonly underWay: number;
  /** Turned away by the queue, taken back, or nobody heard how: they have no wait. */
  readonly endedOtherwise: number;
  /** Of those answered and those who hung up, ms; `null`: there were none. */
  readonly medianMs: number | null;
  readonly p90Ms: number | null;
}

const COUNTS = ["confirmed", "answered", "hungUp", "underWay", "endedOtherwise"] as const;

/** Adds sums up. The waits are kept one by one: quantiles of parts do not add up. */
export class SecondWaits {
  readonly #counts: Record<(typeof COUNTS)[number], number> = {
    confirmed: 0,
    answered: 0,
    hungUp: 0,
    underWay: 0,
    endedOtherwise: 0,
  };
  readonly #waitsMs: number[] = [];

  add(sums: Omit<SecondWaitSums, keyof QuarterHour>): void {
    for (const name of COUNTS) this.#counts[name] += sums[name];
    for (const waitMs of sums.waitsMs) this.#waitsMs.push(waitMs);
  }

  /** As of what was added so far. */
  get figures(): SecondWait {
    const ascending = Float64Array.from(this.#waitsMs).sort();
    return { ...this.#counts, medianMs: quantile(ascending, 0.5), p90Ms: quantile(ascending, 0.9) };
  }
}

/**
 * The quantile `p` (0 to 1) of values in ascending order, rounded to a whole number: between two values in proportion, as
 * `PERCENTILE.INC` of spreadsheets has it (type 7 of Hyndman and Fan 1996). `null` of no values.
 */
export function quantile(ascending: ArrayLike<number>, p: number): number | null {
  if (ascending.length === 0) return null;
  const rank = (ascending.length - 1) * p;
  const below = ascending[Math.floor(rank)]!;
  const above = ascending[Math.ceil(rank)]!;
  return Math.round(below + (above - below) * (rank - Math.floor(rank)));
}
