import { exponential } from "../../../queueing/laws/distributions.ts";
import type { Random } from "../../../queueing/random.ts";
import type { LocalDay } from "../../../time/local-days.ts";

const CELL_MS = 30 * 60_000;
const CELLS_PER_DAY = 48;

/**
 * How a day's calls spread over its 24 local hours, relative to each other, from midnight: little at night, a rush
 * in the middle of the morning and one in the middle of the afternoon.
 */
export const usualDayCurve: readonly number[] = [
  8, 6, 5, 5, 6, 10, 22, 45, 78, 108, 122, 104, 80, 72, 88, 110, 104, 84, 62, 46, 34, 25, 17, 11,
];

/**
 * Arrivals of one local day as a Poisson process: epoch ms, ascending. `expected` calls come on a day of 24 hours,
 * spread by the `hourly` weights with straight lines between the middles of the hours; on a day on which the clock
 * changes, an hour that is missing brings no calls and one that comes twice brings them twice.
 */
export function arrivalsOfDay(
  random: Random,
  day: LocalDay,
  timeZone: string,
  expected: number,
  hourly: readonly number[],
): number[] {
  const weights = Array.from({ length: CELLS_PER_DAY }, (_, cell) => weightAt(hourly, (cell + 0.5) / 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const arrivals: number[] = [];
  if (!(expected > 0 && total > 0)) return arrivals;
  // Inversion: unit-rate arrivals on the scale of calls expected so far.
  let expectedSoFar = 0;
  let next = exponential(random, 1);
  for (let from = day.from; from < day.to; from += CELL_MS) {
    const local = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
    const inCell = (expected * weights[local.hour * 2 + (local.minute < 30 ? 0 : 1)]!) / total;
    while (next < expectedSoFar + inCell) {
      arrivals.push(Math.floor(from + (CELL_MS * (next - expectedSoFar)) / inCell));
      next += exponential(random, 1);
    }
    expectedSoFar += inCell;
  }
  return arrivals;
}

/** The weight at an hour of the day, between the middles of the two nearest hours; midnight is a circle. */
function weightAt(hourly: readonly number[], hour: number): number {
  const before = Math.floor(hour - 0.5);
  const share = hour - 0.5 - before;
  const at = (index: number) => hourly[(index + hourly.length) % hourly.length]!;
  return at(before) * (1 - share) + at(before + 1) * share;
}
