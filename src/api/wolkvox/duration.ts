import { clockTime } from "../../time/local-clock.ts";

/** A length of time (ms) as the family writes it: `HH:MM:SS`, to the nearest second; not known (`null`): `""`. */
export function duration(ms: number | null): string {
  return ms === null ? "" : clockTime(Math.max(0, Math.round(ms / 1000)));
}

/** A mean length of time (ms) as the family writes `aht`: `h:mm:ss`; nothing to take the mean of (`null`): `"0:00:00"`. */
export function meanDuration(ms: number | null): string {
  return duration(ms ?? 0).replace(/^0/, "");
}

/**
 * The time between two moments (epoch ms) as somebody reckons it who sees both to the second: fractions of both are
 * cut off before. Not known: `""`.
 */
export function durationBetween(from: number, to: number | null): string {
  return to === null ? "" : clockTime(Math.max(0, Math.floor(to / 1000) - Math.floor(from / 1000)));
}
