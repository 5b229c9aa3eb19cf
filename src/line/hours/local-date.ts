/** A stretch of time that is one calendar day in a zone. */
interface LocalDay {
  readonly date: string;
  readonly from: number;
  readonly until: number;
}

/**
 * The zone's rules are looked up once per day: a look-up costs 20 µs. Derived from its arguments alone, so the same
 * question has the same answer whatever was asked before.
 */
const days = new Map<string, LocalDay>();

/** The calendar day, `YYYY-MM-DD`, of `at` (epoch ms) in an IANA zone. */
export function localDate(timeZone: string, at: number): string {
  return dayOf(timeZone, at).date;
}

/** The first moment of the calendar day after the one of `at`, epoch ms. */
export function nextMidnight(timeZone: string, at: number): number {
  return dayOf(timeZone, at).until;
}

function dayOf(timeZone: string, at: number): LocalDay {
  const known = days.get(timeZone);
  if (known && known.from <= at && at < known.until) return known;
  const midnight = Temporal.Instant.fromEpochMilliseconds(Math.floor(at))
    .toZonedDateTimeISO(timeZone)
    .startOfDay();
  const day: LocalDay = {
    date: midnight.toPlainDate().toString(),
    from: midnight.epochMilliseconds,
    // Where clocks go forward at midnight, the day before or this one does not begin at 0:00.
    until: midnight.add({ days: 1 }).startOfDay().epochMilliseconds,
  };
  days.set(timeZone, day);
  return day;
}
