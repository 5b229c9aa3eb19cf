import { clockTime } from "./local-clock.ts";

/** A length of time (ms) as `HH:MM:SS`, to the nearest second; not known (`null`): `""`. */
export function duration(ms: number | null): string {
  return ms === null ? "" : clockTime(Math.max(0, Math.round(ms / 1000)));
}

/**
 * The time between two moments (epoch ms) as a reader who sees both to the second computes it: fractions of both are
 * cut off before. Not known: `""`.
 */
export function durationBetween(from: number, to: number | null): string {
  return to === null ? "" : clockTime(Math.max(0, Math.floor(to / 1000) - Math.floor(from / 1000)));
}
