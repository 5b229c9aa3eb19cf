import { Fault } from "../faults/faults.ts";

/**
 * The moment of a local date and time, epoch ms. Where clocks go back and a local time happens twice it is the first
 * occurrence; where they go forward and it never happens it moves forward by the gap. `null` for what is no
 * calendar date or time of day (31 February, 24:00, second 60). Costs about 1.5 µs: no cache is needed.
 */
export function localToEpoch(time: LocalTime, timeZone: string): number | null {
  let local: Temporal.PlainDateTime;
  try {
    local = Temporal.PlainDateTime.from(time, { overflow: "reject" });
  } catch {
    return null;
  }
  return local.toZonedDateTime(timeZone, { disambiguation: "compatible" }).epochMilliseconds;
}

interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** A half-open range of time, epoch ms. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The local days `from` to `to` (`YYYY-MM-DD`, both inclusive) of a zone: a day begins with its first moment, also
 * where clocks go forward at midnight. Raises `date-invalid` and `dates-reversed`.
 */
export function localDayRange(from: string, to: string, timeZone: string): TimeRange {
  const first = dayOf(from);
  const last = dayOf(to);
  if (Temporal.PlainDate.compare(first, last) > 0) throw new Fault("dates-reversed", { from, to });
  return {
    from: first.toZonedDateTime(timeZone).epochMilliseconds,
    to: last.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
  };
}

function dayOf(text: string): Temporal.PlainDate {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) throw new Fault("date-invalid", { value: text });
  try {
    return Temporal.PlainDate.from(
      { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) },
      { overflow: "reject" },
    );
  } catch (error) {
    throw new Fault("date-invalid", { value: text }, { cause: error });
  }
}

/** The local date of a moment (epoch ms), `YYYY-MM-DD`. */
export function localDateOf(at: number, timeZone: string): string {
  const known = days.get(timeZone);
  if (known && known.from <= at && at < known.to) return known.date;
  const midnight = Temporal.Instant.fromEpochMilliseconds(Math.floor(at))
    .toZonedDateTimeISO(timeZone)
    .startOfDay();
  const day = {
    date: midnight.toPlainDate().toString(),
    from: midnight.epochMilliseconds,
    // Where clocks go forward at midnight, the day before or this one does not begin at 0:00.
    to: midnight.add({ days: 1 }).startOfDay().epochMilliseconds,
  };
  days.set(timeZone, day);
  return day.date;
}

/** The day of each zone that was asked for last: to look one up costs 20 µs. */
const days = new Map<string, TimeRange & { readonly date: string }>();

/** Whether the machine knows the name as an IANA time zone. Bare offsets such as `+02:00` are not names. */
export function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    Temporal.Now.instant().toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/** A zone whose name says the opposite of what people read in it. */
export interface MisreadZone {
  readonly zone: string;
  /** Its offset from UTC as everybody else writes it, `+5`. */
  readonly offset: string;
}

/** Names of the form `Etc/GMT-5` have their sign the other way round: it is five hours ahead of UTC. `null`: another name. */
export function misreadZone(zone: string): MisreadZone | null {
  const match = /^Etc\/GMT([+-])(\d{1,2})$/i.exec(zone);
  if (!match || Number(match[2]) === 0) return null;
  return { zone, offset: `${match[1] === "-" ? "+" : "-"}${Number(match[2])}` };
}
