import { parseCompactLocal, type TimeRange } from "../../time/dates.ts";
import type { Refusal } from "./answer.ts";

/**
 * The range that `date_ini` and `date_end` (`YYYYmmddHHiiss`, local to `timeZone`, both inclusive to the second)
 * ask for, or why it is refused. It ends with the second after `date_end` on the local clock, so that ranges which
 * follow each other second to second leave nothing out, even in the hour that comes twice when clocks go back.
 * Days are counted as the reader's calendar does or as 24 h each, whichever is kinder.
 */
export function rangeOf(
  dateIni: string,
  dateEnd: string,
  timeZone: string,
  mostDays: 1 | typeof MOST_DAYS = MOST_DAYS,
): TimeRange | Refusal {
  const from = parseCompactLocal(dateIni, timeZone);
  if (from === null || parseCompactLocal(dateEnd, timeZone) === null) return "date-invalid";
  const to = parseCompactLocal(secondAfter(dateEnd), timeZone);
  if (to === null) return "date-invalid";
  // Both are 14 digits, so their order as text is their order on the local clock.
  if (dateEnd < dateIni) return "dates-reversed";
  const onTheClock = wallTime(dateEnd) - wallTime(dateIni);
  if (Math.min(onTheClock, to - SECOND_MS - from) > mostDays * DAY_MS)
    return mostDays === 1 ? "range-over-a-day" : "range-too-long";
  return { from, to };
}

/** A valid `YYYYmmddHHiiss` read as if it were UTC: differences are those of the clock on the wall. */
function wallTime(compact: string): number {
  return Date.parse(compact.replace(/^(....)(..)(..)(..)(..)(..)$/, "$1-$2-$3T$4:$5:$6Z"));
}

function secondAfter(compact: string): string {
  return new Date(wallTime(compact) + SECOND_MS).toISOString().slice(0, 19).replaceAll(/[-T:]/g, "");
}

const SECOND_MS = 1000;
const DAY_MS = 24 * 3_600_000;
/** Of a query, where the report does not say less. */
export const MOST_DAYS = 31;
