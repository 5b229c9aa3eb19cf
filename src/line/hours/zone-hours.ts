import type { DayHours } from "../settings.ts";

/** The hours of each date by the wall clocks of one zone (IANA name); `null`: none on that day. */
export interface ZoneHours {
  readonly zone: string;
  readonly hoursOn: (date: Temporal.PlainDate) => DayHours | null;
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
export function stretchesIn({ zone, hoursOn }: ZoneHours, from: number, until: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const last = localDate(zone, until - 1);
  let date = localDate(zone, from);
  for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    const hours = hoursOn(date);
    if (!hours) continue;
    const opens = Math.max(from, instantOf(date, zone, hours.fromMinute, "later"));
    const closes = Math.min(until, instantOf(date, zone, hours.toMinute, "earlier"));
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
function instantOf(
  date: Temporal.PlainDate,
  timeZone: string,
  minute: number,
  disambiguation: "earlier" | "later",
): number {
  if (minute >= 1440) return date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
  if (minute === 0) return date.toZonedDateTime(timeZone).epochMilliseconds;
  const time = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60);
  return date.toPlainDateTime(time).toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds;
}

function localDate(timeZone: string, at: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
}
