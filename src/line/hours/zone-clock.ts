import type { CivilDay } from "./civil-date.ts";

/**
 * What the clocks of a zone (IANA name) show for a while: from which moment on (epoch ms) they are how far ahead of UTC
 * (ms), in ascending order. Nothing is known before the first of these moments, or from `until` (epoch ms) on.
 */
export interface ZoneClock {
  readonly zone: string;
  readonly offsets: readonly (readonly [from: number, offsetMs: number])[];
  readonly until: number;
}

/** The clocks that are known, by their zone. */
export type ZoneClocks = ReadonlyMap<string, ZoneClock>;

/** The clocks of before with newer ones; those whose time is over at `at` (epoch ms) are dropped. */
export function mergeClocks(known: ZoneClocks, newer: readonly ZoneClock[], at: number): ZoneClocks {
  const clocks = new Map<string, ZoneClock>();
  for (const clock of [...known.values(), ...newer]) if (clock.until > at) clocks.set(clock.zone, clock);
  return clocks;
}

/** Whether a fact's clock is one: in order, and no further from UTC than a day. */
export function isZoneClock({ zone, offsets, until }: ZoneClock): boolean {
  return (
    zone !== "" &&
    offsets.length > 0 &&
    Math.abs(until) <= LATEST &&
    offsets.every(
      ([from, offsetMs], index) =>
        Math.abs(from) <= LATEST &&
        Number.isInteger(offsetMs) &&
        Math.abs(offsetMs) <= DAY_MS &&
        from < (offsets[index + 1]?.[0] ?? until),
    )
  );
}

/** Whether the clock is known for all of a stretch of time (epoch ms). */
export function isKnownIn(clock: ZoneClock | undefined, from: number, until: number): clock is ZoneClock {
  return clock !== undefined && clock.offsets[0]![0] <= from && until <= clock.until;
}

/** How far the clock is ahead of UTC at `at` (epoch ms), in ms; 0, which is UTC, where that is not known. */
export function offsetAt(clock: ZoneClock | undefined, at: number): number {
  if (!isKnownIn(clock, at, at + 1)) return 0;
  const { offsets } = clock;
  let index = offsets.length - 1;
  while (offsets[index]![0] > at) index--;
  return offsets[index]![1];
}

/** The date that the clock shows at `at`, epoch ms. */
export function dayAt(clock: ZoneClock | undefined, at: number): CivilDay {
  return Math.floor((at + offsetAt(clock, at)) / DAY_MS);
}

/** The first moment of a day, epoch ms; of a day that the zone leaves out, when it would have begun. */
export function startOfDay(clock: ZoneClock | undefined, day: CivilDay): number {
  const { first, skippedAt } = readingsOf(clock, day * DAY_MS);
  return skippedAt ?? first;
}

/**
 * When the clock shows a minute of a day, epoch ms. Where it shows it twice: the first or the last time. Where it leaves it
 * out: as much before or after the change as it is left out for.
 */
export function whenShown(
  clock: ZoneClock | undefined,
  day: CivilDay,
  minute: number,
  which: "first" | "last",
): number {
  return readingsOf(clock, day * DAY_MS + minute * MINUTE_MS)[which];
}

interface Readings {
  readonly first: number;
  readonly last: number;
  /** When the clock went past it without showing it; `null`: it shows it. */
  readonly skippedAt: number | null;
}

/** The moments at which a clock shows a local time, which is given as that of UTC, epoch ms. */
function readingsOf(clock: ZoneClock | undefined, local: number): Readings {
  // No zone is a day or more from UTC: a change that matters lies between these two.
  const before = offsetAt(clock, local - DAY_MS);
  const after = offsetAt(clock, local + DAY_MS);
  const [one, other] = [local - before, local - after];
  const isOne = offsetAt(clock, one) === before;
  const isOther = offsetAt(clock, other) === after;
  if (isOne !== isOther) {
    const shown = isOne ? one : other;
    return { first: shown, last: shown, skippedAt: null };
  }
  const [first, last] = [Math.min(one, other), Math.max(one, other)];
  return { first, last, skippedAt: isOne ? null : changeAfter(clock, first) };
}

/** When the clock changes next after `at`, epoch ms. */
function changeAfter(clock: ZoneClock | undefined, at: number): number {
  return clock?.offsets.find(([from]) => from > at)?.[0] ?? at;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The last moment that a date has, epoch ms. */
const LATEST = 8.64e15;
