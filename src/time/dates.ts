import { localToEpoch } from "./local-time.ts";

export { localDayRange, type TimeRange } from "./local-time.ts";

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

/** A moment (epoch ms) as `YYYY-MM-DD HH:MM:SS` in a zone; the fraction of the second is cut off. */
export function formatLocal(at: number, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return local.toString({ smallestUnit: "second", roundingMode: "floor" }).replace("T", " ");
}
