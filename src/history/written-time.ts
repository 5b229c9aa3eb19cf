import { isTimeZone, localToEpoch } from "../time/local-time.ts";

/** In which order a date written with numbers alone has its day, month and year. */
export type DateOrder = "day-first" | "month-first";

/** A time as it is written. */
export interface WrittenTime {
  /** The three numbers of the date as they stand; the year is the first, or else the last. */
  readonly date: readonly [number, number, number];
  readonly yearFirst: boolean;
  /** The year has two digits: any of the three may be it. */
  readonly shortYear: boolean;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
  /** An offset from UTC, or the IANA zone that stands with it; `null`: local to wherever it is read. */
  readonly zone: string | null;
}

const DATE_AND_TIME =
  /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:[T_]|,?\s+)(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(.*)$/i;
/** As `Date` of JavaScript writes itself: Mon Mar 02 2026 10:05:00 GMT-0500 (Colombia Standard Time). */
const SCRIPTED =
  /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d):(\d\d):(\d\d) GMT([+-]\d{4})(?: \([^)]*\))?$/;
/** With the month as a word: `Sat, 14 Nov 2026`, `14-nov-2026`, `14 de noviembre de 2026`, `Nov 14, 2026`. */
const DAY_THEN_MONTH =
  /^(?:\p{L}{2,10}\.?,? )?(\d{1,2})[- ](?:de )?(\p{L}{3,10})\.?[- ](?:de )?(\d{4})(?=[ ,])/u;
const MONTH_THEN_DAY = /^(?:\p{L}{2,10}\.?, )?(\p{L}{3,10})\.? (\d{1,2}), (\d{4})(?=[ ,])/u;
/** The beginnings of the months' names in English and in Spanish, January first. */
const MONTHS = "jan|ene feb mar apr|abr may jun jul aug|ago sep oct nov dec|dic"
  .split(" ")
  .map((names) => names.split("|"));

/**
 * Takes a date with its time of day apart, as programs and spreadsheets write it: ISO 8601 with any fraction, offset and
 * zone in brackets; numbers with / . or -, or the month as a word in English or Spanish; hours up to 24, or AM and PM (a. m. and p. m.
 * too). `null` for anything else.
 */
export function writtenTime(text: string): WrittenTime | null {
  const match = DATE_AND_TIME.exec(withMonthAsNumber(text.trim()));
  if (!match) return scripted(text.trim());
  const [, first = "", , second = "", third = "", hour, minute, secondOfMinute, fraction = "", rest = ""] =
    match;
  const yearFirst = first.length === 4;
  const year = yearFirst ? first : third;
  if ((yearFirst ? third : first).length > 2 || (year.length !== 4 && year.length !== 2)) return null;
  const after = /^\s*(?:([ap])[.\s]*m\.?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?\s*(?:\[([^\]]+)\])?$/i.exec(
    rest,
  );
  if (!after) return null;
  const [, half, offset, zoneName] = after;
  const halved = half === undefined ? Number(hour) : inHalf(Number(hour), half);
  const zone = offset === undefined ? (zoneName ?? null) : offsetOf(offset);
  if (halved === null || (zone !== null && !isUsableZone(zone))) return null;
  return {
    date: [Number(first), Number(second), Number(third)],
    yearFirst,
    shortYear: year.length === 2,
    hour: halved,
    minute: Number(minute),
    second: Number(secondOfMinute ?? 0),
    ms: Number(fraction.slice(0, 3).padEnd(3, "0")),
    zone,
  };
}

/** The moment, epoch ms, of a time that is local to a zone where it names none; `null` where no calendar has it. */
export function momentOf(time: WrittenTime, order: DateOrder | null, timeZone: string): number | null {
  const [first, second, third] = time.date;
  const [year, month, day] = time.yearFirst
    ? [first, second, third]
    : [
        time.shortYear ? 2000 + third : third,
        ...(order === "month-first" ? [first, second] : [second, first]),
      ];
  const { hour, minute } = time;
  const local = { year: year!, month: month!, day: day!, hour, minute, second: time.second };
  const at = localToEpoch(local, time.zone ?? timeZone);
  return at === null ? null : at + time.ms;
}

/** A date whose month is a word as ISO 8601 has it; any other text as it is. */
function withMonthAsNumber(text: string): string {
  const iso = (year: string, month: string, day: string) => {
    const number = monthOf(month);
    return number === null ? null : `${year}-${number}-${day}`;
  };
  return text
    .replace(DAY_THEN_MONTH, (all, day: string, month: string, year: string) => iso(year, month, day) ?? all)
    .replace(MONTH_THEN_DAY, (all, month: string, day: string, year: string) => iso(year, month, day) ?? all);
}

/** From 1; `null`: no month begins so. */
function monthOf(word: string): number | null {
  const index = MONTHS.findIndex((names) => names.includes(word.slice(0, 3).toLowerCase()));
  return index < 0 ? null : index + 1;
}

function scripted(text: string): WrittenTime | null {
  const match = SCRIPTED.exec(text);
  if (!match) return null;
  const [, month = "", day, year, hour, minute, second, offset = ""] = match;
  return {
    date: [Number(year), monthOf(month) ?? 0, Number(day)],
    yearFirst: true,
    shortYear: false,
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ms: 0,
    zone: offsetOf(offset),
  };
}

/** Of twelve hours, after midnight or noon. */
function inHalf(hour: number, half: string): number | null {
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
}

/** As zones are named: `+05:30`. */
function offsetOf(written: string): string {
  if (/^[a-z]/i.test(written)) return "UTC";
  const [sign, digits] = [written[0], written.slice(1).replace(":", "").padEnd(4, "0")];
  return `${sign}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function isUsableZone(zone: string): boolean {
  const offset = /^[+-](\d\d):(\d\d)$/.exec(zone);
  return offset ? Number(offset[1]) < 24 && Number(offset[2]) < 60 : isTimeZone(zone);
}
