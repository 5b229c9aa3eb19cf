import type { GroupedRange } from "../journal/report-rows.ts";
import type { TimeRange } from "./dates.ts";
import { LocalClock } from "./local-clock.ts";

/**
 * A range cut at the hours of the local clock and where clocks change, each piece grouped by its hour, 0 to 23. The
 * hour that comes twice when clocks go back is one group both times.
 */
export function hoursOfRange({ from, to }: TimeRange, timeZone: string): GroupedRange[] {
  const clock = new LocalClock(timeZone);
  const pieces: GroupedRange[] = [];
  for (let at = from; at < to; ) {
    const { hour, to: next } = clock.hourOf(at);
    pieces.push({ from: at, to: Math.min(next, to), group: hour });
    at = next;
  }
  return pieces;
}
