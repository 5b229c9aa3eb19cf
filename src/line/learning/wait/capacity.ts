import { addSpan, addTo, type FadingSum, newSum, sumAt } from "../statistics/fading-sum.ts";

/**
 * How fast a skill's callers are taken while they wait: starts of calls by its agents, whatever skill they take then, per time
 * during which somebody waits for the skill. Agents who are done are not counted but agents who begin: so that pauses between
 * calls, and agents who are there and take nothing, are in it. A plain JSON object; {@link passTime} and {@link observeStart}
 * change it, in place.
 */
export interface Capacity {
  /** Starts, and the time in which they happened, over ten minutes. */
  readonly recentStarts: FadingSum;
  readonly recentTime: FadingSum;
  /** The same over an hour. */
  readonly hourStarts: FadingSum;
  readonly hourTime: FadingSum;
  /** Starts of days, and how many there would have been had each agent at work taken one call after the other. */
  readonly seen: FadingSum;
  readonly possible: FadingSum;
  /** What the agents at work could take per ms, as it was last known. */
  possibleRate: number;
}

export function newCapacity(): Capacity {
  return {
    recentStarts: newSum(),
    recentTime: newSum(),
    hourStarts: newSum(),
    hourTime: newSum(),
    seen: newSum(),
    possible: newSum(),
    possibleRate: 0,
  };
}

/** Somebody waited for the skill from a time on until now. */
export function passTime(capacity: Capacity, from: number, now: number): void {
  addSpan(capacity.recentTime, 1, from, now, RECENT_MS);
  addSpan(capacity.hourTime, 1, from, now, HOUR_MS);
  addSpan(capacity.possible, capacity.possibleRate, from, now, DAYS_MS);
}

/** An agent of the skill took a call while somebody waited for the skill. */
export function observeStart(capacity: Capacity, now: number): void {
  addTo(capacity.recentStarts, 1, now, RECENT_MS);
  addTo(capacity.hourStarts, 1, now, HOUR_MS);
  addTo(capacity.seen, 1, now, DAYS_MS);
}

/** Starts per ms, as three memories have them. All are above 0. */
interface Rates {
  readonly recent: number;
  readonly hour: number;
  /** By the agents who are at work now. */
  readonly byAgents: number;
}

/** The rates now, if agents who are at work could take so many calls per ms (above 0) one after the other. */
export function ratesOf(capacity: Capacity, possibleRate: number, now: number): Rates {
  const used =
    (sumAt(capacity.seen, now, DAYS_MS) + PRIOR_STARTS) /
    (sumAt(capacity.possible, now, DAYS_MS) + PRIOR_STARTS);
  const byAgents = possibleRate * used;
  const rate = (starts: FadingSum, time: FadingSum, memoryMs: number) =>
    (sumAt(starts, now, memoryMs) + byAgents * PRIOR_TIME_MS) / (sumAt(time, now, memoryMs) + PRIOR_TIME_MS);
  return {
    recent: rate(capacity.recentStarts, capacity.recentTime, RECENT_MS),
    hour: rate(capacity.hourStarts, capacity.hourTime, HOUR_MS),
    byAgents,
  };
}

const RECENT_MS = 600_000;
const HOUR_MS = 3_600_000;
const DAYS_MS = 2 * 86_400_000;
/** So many starts that agents take as many calls as they could. */
const PRIOR_STARTS = 20;
/** What the agents at work say counts as much as so long a time with somebody waiting. */
const PRIOR_TIME_MS = 120_000;
