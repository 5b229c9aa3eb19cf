/** A stretch of time in which a zone keeps its distance from UTC, epoch ms. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offsetMs: number;
}

/** An hour of a day on the wall. */
export interface LocalHour {
  /** Days since 1 January 1970, which was 0. */
  readonly day: number;
  /** 0 to 23. */
  readonly hour: number;
}

/**
 * The clock on the wall of a zone, quick for many moments near each other: what the zone does is asked once for each
 * stretch between two changes of its clocks.
 */
export class LocalClock {
  readonly #timeZone: string;
  #stretch: Stretch = { from: 0, to: 0, offsetMs: 0 };
  #day = Number.NaN;
  #date = "";

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  /** `YYYY-MM-DD HH:MM:SS` of a moment (epoch ms); the fraction of the second is cut off. */
  format(at: number): string {
    const seconds = Math.floor((at + this.#stretchOf(at).offsetMs) / 1000);
    const day = Math.floor(seconds / DAY_S);
    if (day !== this.#day) {
      this.#day = day;
      this.#date = dateOfLocalDay(day);
    }
    return `${this.#date} ${clockTime(seconds - day * DAY_S)}`;
  }

  /** The hour on the wall, and when the next one begins or the clocks change, whichever comes first. */
  hourOf(at: number): LocalHour & { readonly to: number } {
    const { offsetMs, to } = this.#stretchOf(at);
    const hours = Math.floor((at + offsetMs) / HOUR_MS);
    const day = Math.floor(hours / 24);
    return { day, hour: hours - 24 * day, to: Math.min((hours + 1) * HOUR_MS - offsetMs, to) };
  }

  #stretchOf(at: number): Stretch {
    if (at >= this.#stretch.from && at < this.#stretch.to) return this.#stretch;
    const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(this.#timeZone);
    const before = local.add({ nanoseconds: 1 }).getTimeZoneTransition("previous");
    const after = local.getTimeZoneTransition("next");
    this.#stretch = {
      from: before?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
      to: after?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
      offsetMs: local.offsetNanoseconds / 1e6,
    };
    return this.#stretch;
  }
}

/** `YYYY-MM-DD` of a day, counted as `LocalHour` does. */
export function dateOfLocalDay(day: number): string {
  return new Date(day * DAY_S * 1000).toISOString().slice(0, -14);
}

/** `HH:MM:SS` of whole seconds from 0 on; there may be more than 24 hours. */
export function clockTime(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return `${hours < 60 ? twoDigits[hours]! : String(hours)}:${twoDigits[minutes - hours * 60]!}:${twoDigits[seconds - minutes * 60]!}`;
}

const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, "0"));
const DAY_S = 86_400;
const HOUR_MS = 3_600_000;
