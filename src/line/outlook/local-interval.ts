import type { LocalInterval } from "../learning/risk/interval.ts";

/** The zone's rules are looked up once per half hour, as they are once per day in `local-date.ts`. */
const intervals = new Map<string, LocalInterval>();

/** The half hour of the local day around `at` (epoch ms) in an IANA zone. */
export function localInterval(timeZone: string, at: number): LocalInterval {
  const known = intervals.get(timeZone);
  if (known && known.start <= at && at < known.end) return known;
  // Offsets of zones are whole quarters of an hour.
  const quarter = Math.floor(at / QUARTER_MS) * QUARTER_MS;
  const local = Temporal.Instant.fromEpochMilliseconds(quarter).toZonedDateTimeISO(timeZone);
  const minutes = local.hour * 60 + local.minute;
  const start = quarter - (minutes % HALF_HOUR) * 60_000;
  const interval = {
    start,
    end: start + HALF_HOUR * 60_000,
    index: Math.floor(minutes / HALF_HOUR),
    weekday: local.dayOfWeek % 7,
  };
  intervals.set(timeZone, interval);
  return interval;
}

const QUARTER_MS = 900_000;
const HALF_HOUR = 30;
