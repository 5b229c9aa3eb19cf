import { duration } from "../../time/duration.ts";

/** A mean length of time (ms) as the family writes `aht`: `h:mm:ss`; nothing to take the mean of (`null`): `"0:00:00"`. */
export function meanDuration(ms: number | null): string {
  return duration(ms ?? 0).replace(/^0/, "");
}
