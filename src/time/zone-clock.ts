/** How far the clocks of a zone are ahead of UTC, from moment to moment, for a while. */
interface ReadClock {
  /** IANA name. */
  readonly zone: string;
  /** From when (epoch ms) how far, ms; ascending. */
  readonly offsets: readonly (readonly [from: number, offsetMs: number])[];
  /** Until when they were read, epoch ms. */
  readonly until: number;
}

/** What the clocks of a zone show from one moment to another (epoch ms); `null`: there is no zone of that name. */
export function readZoneClock(zone: string, from: number, until: number): ReadClock | null {
  const begins = Math.floor(from);
  let time: Temporal.ZonedDateTime | null;
  try {
    time = Temporal.Instant.fromEpochMilliseconds(begins).toZonedDateTimeISO(zone);
  } catch {
    return null;
  }
  const offsets: [from: number, offsetMs: number][] = [];
  for (let at = begins; at < until; at = time?.epochMilliseconds ?? until) {
    offsets.push([at, time.offsetNanoseconds / 1e6]);
    time = time.getTimeZoneTransition("next");
    if (!time) break;
  }
  return { zone, offsets, until };
}
