import type { Target } from "../../settings.ts";
import { addTo, type FadingSum, newSum, sumAt } from "../statistics/fading-sum.ts";
import type { LocalInterval } from "./interval.ts";

/** The callers of one interval, by when they came. */
interface IntervalCount {
  readonly interval: LocalInterval;
  offered: number;
  met: number;
  /** Who gave up, or was answered too late. */
  missed: number;
}

/**
 * The callers of the running interval, and of the one before it for as long as some of them may still be answered in time. A plain
 * JSON object; the `tally…` functions change it, in place.
 */
export interface IntervalTally {
  running: IntervalCount | null;
  before: IntervalCount | null;
  /** The last one that is over and known. */
  last: IntervalCount | null;
  /** Callers whose outcome became known lately, and those of them who were answered in time. */
  readonly known: FadingSum;
  readonly inTime: FadingSum;
}

export function newIntervalTally(): IntervalTally {
  return { running: null, before: null, last: null, known: newSum(), inTime: newSum() };
}

/** Somebody came in this interval. */
export function tallyOffered(tally: IntervalTally, interval: LocalInterval): void {
  runningIn(tally, interval).offered++;
}

/** Somebody who came at `arrivedAt` is not counted any more. */
export function tallyGone(tally: IntervalTally, arrivedAt: number): void {
  for (const count of [tally.running, tally.before])
    if (count && isIn(count, arrivedAt)) count.offered = Math.max(0, count.offered - 1);
}

/** Somebody who came at `arrivedAt` was answered, or gave up. */
export function tallyEnd(
  tally: IntervalTally,
  {
    arrivedAt,
    at,
    answered,
  }: { readonly arrivedAt: number; readonly at: number; readonly answered: boolean },
  { withinMs }: Target,
): void {
  const isMet = answered && at - arrivedAt <= withinMs;
  addTo(tally.known, 1, at, LATELY_MS);
  if (isMet) addTo(tally.inTime, 1, at, LATELY_MS);
  for (const count of [tally.running, tally.before])
    if (count && isIn(count, arrivedAt)) {
      if (isMet) count.met++;
      else count.missed++;
    }
}

/** The running count of an interval that goes on; one that went on before is over then. */
export function runningIn(tally: IntervalTally, interval: LocalInterval): IntervalCount {
  if (tally.running?.interval.start !== interval.start) {
    tally.before = tally.running;
    tally.running = { interval, offered: 0, met: 0, missed: 0 };
  }
  return tally.running!;
}

/** The interval that is over and of which no caller can be answered in time any more; once. */
export function takeFinished(tally: IntervalTally, at: number, { withinMs }: Target): IntervalCount | null {
  if (tally.running && at >= tally.running.interval.end + withinMs && !tally.before) {
    tally.before = tally.running;
    tally.running = null;
  }
  const { before } = tally;
  if (!before || at < before.interval.end + withinMs) return null;
  tally.before = null;
  tally.last = before;
  return before;
}

/** The calls and the level of the interval just before a given one, as far as it is known by now; 0 and 0: nobody called. */
export function justBefore(
  { running, before, last }: IntervalTally,
  { start }: LocalInterval,
): { readonly calls: number; readonly level: number } {
  for (const count of [running, before, last])
    if (count?.interval.end === start && count.offered > 0)
      return { calls: count.offered, level: levelReached(count) };
  return { calls: 0, level: 0 };
}

/** Answered in time, of all who came in an interval with callers. */
export function levelReached({ met, offered }: IntervalCount): number {
  return Math.min(1, met / offered);
}

/** How many became known lately, and how many of them were answered in time. */
export function knownLately({ known, inTime }: IntervalTally, at: number) {
  return { known: sumAt(known, at, LATELY_MS), inTime: sumAt(inTime, at, LATELY_MS) };
}

function isIn({ interval: { start, end } }: IntervalCount, at: number): boolean {
  return at >= start && at < end;
}

const LATELY_MS = 900_000;
