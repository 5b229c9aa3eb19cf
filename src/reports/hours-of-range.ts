import type { GroupedRange } from "../journal/rows/report-rows.ts";
import type { TimeRange } from "../time/dates.ts";
import { LocalClock, type LocalHour } from "../time/local-clock.ts";

/**
 * A range cut at the hours of the local clock and where clocks change, each piece grouped by its hour, 0 to 23, or as
 * `groupOf` says. The hour that comes twice when clocks go back is one group both times.
 */
export function hoursOfRange(
  { from, to }: TimeRange,
  timeZone: string,
  groupOf: (hour: LocalHour) => number = ({ hour }) => hour,
): GroupedRange[] {
  const clock = new LocalClock(timeZone);
  const pieces: GroupedRange[] = [];
  for (let at = from; at < to; ) {
    const { to: next, ...local } = clock.hourOf(at);
    pieces.push({ from: at, to: Math.min(next, to), group: groupOf(local) });
    at = next;
  }
  return pieces;
}
