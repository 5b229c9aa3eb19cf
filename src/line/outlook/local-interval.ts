import { weekdayOf } from "../hours/civil-date.ts";
import { offsetAt, type ZoneClock } from "../hours/zone-clock.ts";
import type { LocalInterval } from "../learning/risk/interval.ts";

/** The half hour of the local day around `at` (epoch ms), by the clock of a zone. */
export function localInterval(clock: ZoneClock | undefined, at: number): LocalInterval {
  // Offsets of zones are whole quarters of an hour.
  const quarter = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  const local = quarter + offsetAt(clock, quarter);
  const day = Math.floor(local / DAY_MS);
  const minutes = Math.floor((local - day * DAY_MS) / MINUTE_MS);
  const start = quarter - (minutes % HALF_HOUR) * MINUTE_MS;
  return {
    start,
    end: start + HALF_HOUR * MINUTE_MS,
    index: Math.floor(minutes / HALF_HOUR),
    weekday: (weekdayOf(day) + 1) % 7,
  };
}

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const HALF_HOUR = 30;
const DAY_MS = 86_400_000;
