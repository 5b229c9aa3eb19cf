import { localToEpoch } from "../history/local-time.ts";
import { Fault } from "../line/faults.ts";

/** A half-open range of time, epoch ms. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The moment that `YYYYmmddHHiiss` names in a zone, epoch ms; `null` when it is malformed or no such date exists.
 * An ambiguous local time is its first occurrence, a skipped one moves forward by the gap.
 */
export function parseCompactLocal(text: string, timeZone: string): number | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!match) return null;
  return localToEpoch(
    {
      year: Number(match[1]),
      month: Number(match[2]),
      day: Number(match[3]),
      hour: Number(match[4]),
      minute: Number(match[5]),
      second: Number(match[6]),
    },
    timeZone,
  );
}

/**
 * The local days `from` to `to` (`YYYY-MM-DD`, both inclusive) of a zone: a day begins with its first moment, also
 * where clocks go forward at midnight. Raises `report-date-invalid` and `report-dates-reversed`.
 */
export function localDayRange(from: string, to: string, timeZone: string): TimeRange {
  const first = dayOf(from);
  const last = dayOf(to);
  if (Temporal.PlainDate.compare(first, last) > 0) throw new Fault("report-dates-reversed", { from, to });
  return {
    from: first.toZonedDateTime(timeZone).epochMilliseconds,
    to: last.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
  };
}

function dayOf(text: string): Temporal.PlainDate {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) throw new Fault("report-date-invalid", { value: text });
  try {
    return Temporal.PlainDate.from(
      { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) },
      { overflow: "reject" },
    );
  } catch (error) {
    throw new Fault("report-date-invalid", { value: text }, { cause: error });
  }
}

/** A moment (epoch ms) as `YYYY-MM-DD HH:MM:SS` in a zone; the fraction of the second is cut off. */
export function formatLocal(at: number, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return local.toString({ smallestUnit: "second", roundingMode: "floor" }).replace("T", " ");
}
