import type { DayHours } from "../settings.ts";
import type { CivilDay } from "./civil-date.ts";
import { dayAt, isKnownIn, startOfDay, whenShown, type ZoneClock } from "./zone-clock.ts";

/** The hours of each date by the wall clocks of one zone; `null`: none on that day. */
export interface ZoneHours {
  /** `undefined`: not known, and no hour holds. */
  readonly clock: ZoneClock | undefined;
  readonly hoursOn: (day: CivilDay) => DayHours | null;
}

/** A stretch of time, epoch ms; `until` does not belong to it. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
}

/**
 * When the hours hold between two moments (epoch ms): ascending, one for each day at most. A day that a change of clocks
 * makes longer or shorter keeps its wall clock's hours; where a minute is repeated or left out, less holds rather than
 * more.
 */
export function stretchesIn({ clock, hoursOn }: ZoneHours, from: number, until: number): readonly Stretch[] {
  // The days at both ends are read whole.
  if (!isKnownIn(clock, from - MARGIN_MS, until + MARGIN_MS)) return [];
  const stretches: Stretch[] = [];
  const last = dayAt(clock, until - 1);
  for (let day = dayAt(clock, from); day <= last; day++) {
    const hours = hoursOn(day);
    if (!hours) continue;
    const opens = Math.max(from, instantOf(clock, day, hours.fromMinute, "last"));
    const closes = Math.min(until, instantOf(clock, day, hours.toMinute, "first"));
    if (opens < closes) stretches.push({ from: opens, until: closes });
  }
  return stretches;
}

/** What lies in a stretch of the one and in one of the other. */
export function intersection(some: readonly Stretch[], others: readonly Stretch[]): readonly Stretch[] {
  return some.flatMap((one) =>
    others
      .map((other) => ({ from: Math.max(one.from, other.from), until: Math.min(one.until, other.until) }))
      .filter(({ from, until }) => from < until),
  );
}

/** When the wall clock shows this minute of the day, epoch ms; days begin when their zone begins them. */
function instantOf(clock: ZoneClock, day: CivilDay, minute: number, which: "first" | "last"): number {
  if (minute >= 1440) return startOfDay(clock, day + 1);
  return minute === 0 ? startOfDay(clock, day) : whenShown(clock, day, minute, which);
}

const MARGIN_MS = 3 * 86_400_000;
