import { z } from "zod";
import { Fault } from "../../../faults/faults.ts";
import { momentOf, writtenTime } from "../../../history/written-time.ts";
import { QUARTER_HOUR_MS } from "../../../journal/smart-wait-sums.ts";

/**
 * A moment (epoch ms) as the API writes it: ISO 8601 with the offset of the operation's zone. Lists are full of moments that
 * lie close together, and asking for a zone's offset is what takes long: it is kept for each quarter of an hour.
 */
export function momentText(at: number, timeZone: string): string {
  const ms = Math.round(at);
  const offset =
    ms >= 0 && ms < FIVE_DIGIT_YEARS ? offsetOf(Math.floor(ms / QUARTER_HOUR_MS), timeZone) : null;
  if (!offset) return writtenByCalendar(ms, timeZone);
  return new Date(ms + offset.ms).toISOString().slice(0, -1) + offset.written;
}

function writtenByCalendar(ms: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(ms).toString({ timeZone, fractionalSecondDigits: 3 });
}

interface Offset {
  readonly ms: number;
  /** As it stands after a time: `-05:00`. */
  readonly written: string;
}

/** The offset that holds all through a quarter of an hour, or `null` where it changes, or has seconds. */
function offsetOf(quarter: number, timeZone: string): Offset | null {
  const ofZone = offsets.get(timeZone) ?? new Map<number, Offset | null>();
  offsets.set(timeZone, ofZone);
  const known = ofZone.get(quarter);
  if (known !== undefined) return known;
  const start = quarter * QUARTER_HOUR_MS;
  const [first, last] = [start, start + QUARTER_HOUR_MS - 1].map(
    (at) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6,
  );
  const found =
    first === last && first! % 60_000 === 0
      ? { ms: first!, written: writtenByCalendar(start, timeZone).slice(-6) }
      : null;
  if (ofZone.size >= QUARTERS_KEPT) ofZone.clear();
  ofZone.set(quarter, found);
  return found;
}

/** By zone: as many as operations have. */
const offsets = new Map<string, Map<number, Offset | null>>();
/** Two months of quarters of an hour. */
const QUARTERS_KEPT = 6_000;
/** Their years are written with a sign. */
const FIVE_DIGIT_YEARS = Date.UTC(9999, 0, 1);

/** The same of a moment that may not be known. */
export function knownMomentText(at: number | null, timeZone: string): string | null {
  return at === null ? null : momentText(at, timeZone);
}

/** A moment of an answer: text where it is given, epoch ms for who reads it by this schema. */
export const moment = z
  .codec(z.iso.datetime({ offset: true }), z.number(), {
    decode: (text) => Date.parse(text),
    encode: (at) => new Date(at).toISOString(),
  })
  .meta({ id: "Moment", description: "ISO 8601, with the offset of the operation's time zone" });

/**
 * A moment as people and programs write it: what `isoformat()` and `str()` of Python's datetime, Java's `Instant`,
 * `OffsetDateTime` and `ZonedDateTime`, .NET's round-trip format, and JavaScript's `Date` print is among it.
 */
export const askedMoment = z
  .string()
  .regex(
    /^(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)? ?(?:Z|[+-]\d\d(?::?\d\d)?)?(?:\[[A-Za-z0-9_/+-]{1,60}\])?)?|[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d{4} \d\d:\d\d:\d\d GMT[+-]\d{4}(?: \([^)]{1,60}\))?)$/,
    "a day or a moment is wanted, like 2026-11-23 or 2026-11-23T10:30:00",
  )
  .meta({
    id: "AskedMoment",
    description:
      "ISO 8601: a day (its first moment), a time local to the operation, or a time with an offset from UTC, with any fraction of a second, of which milliseconds are kept; or as JavaScript's `Date` prints itself",
    examples: ["2026-11-23", "2026-11-23T10:30:00", "2026-11-23T15:30:00.123456+00:00"],
  });

/** The moment asked for, epoch ms. Fault: `date-invalid`. */
export function momentAsked(text: string, timeZone: string): number {
  const time = writtenTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text} 00:00` : text);
  const at = time && momentOf(time, null, timeZone);
  if (at === null) throw new Fault("date-invalid", { value: text });
  return at;
}
