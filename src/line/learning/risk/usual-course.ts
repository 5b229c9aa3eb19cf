import { INTERVALS_PER_DAY, type LocalInterval } from "./interval.ts";

/**
 * How intervals usually go: calls and level by interval of the day, and by weekday and interval. A plain JSON object of constant
 * size; {@link observeInterval} alone changes it, in place.
 */
export interface UsualCourse {
  /** By interval. */
  readonly ofDay: Usual;
  /** By weekday × intervals + interval. */
  readonly ofWeek: Usual;
  /** Of the day that goes on: its first interval's start, calls so far in the intervals that are over, and how many were usual. */
  readonly today: { from: number; calls: number; usual: number };
  /** By how much the levels of the last intervals were above what was usual, the last one counting most. */
  surplus: number;
}

/** Means over intervals, and how many these are, up to what is remembered: one with no calls has no level. Empty before the first one. */
interface Usual {
  /** In hundredths. */
  readonly calls: number[];
  readonly counts: number[];
  /** In thousandths. */
  readonly levels: number[];
  readonly levelCounts: number[];
}

export function newUsualCourse(): UsualCourse {
  const nothing = () => ({ calls: [], counts: [], levels: [], levelCounts: [] });
  return {
    ofDay: nothing(),
    ofWeek: nothing(),
    today: { from: 0, calls: 0, usual: 0 },
    surplus: 0,
  };
}

/** An interval ended with so many calls, and a level (0 to 1; `null` when nobody called). */
export function observeInterval(
  course: UsualCourse,
  interval: LocalInterval,
  calls: number,
  level: number | null,
): void {
  const { today } = course;
  const day = dayOf(interval);
  if (today.from !== day) Object.assign(today, { from: day, calls: 0, usual: 0 });
  today.usual += usualCalls(course, interval) ?? calls;
  today.calls += calls;
  if (level !== null) {
    const weight = SURPLUS_WEIGHT * Math.min(1, calls / SURPLUS_CALLS);
    course.surplus += weight * (level - usualLevel(course, interval) - course.surplus);
  }
  begin(course.ofDay, INTERVALS_PER_DAY);
  begin(course.ofWeek, 7 * INTERVALS_PER_DAY);
  learn(course.ofDay, interval.index, calls, level, DAYS);
  learn(course.ofWeek, slotOf(interval), calls, level, WEEKS);
}

/** How many call in an interval, if today goes on as busy as it was; `null`: nobody knows. */
export function forecastCalls(course: UsualCourse, interval: LocalInterval): number | null {
  const calls = usualCalls(course, interval);
  if (calls === null) return null;
  const { today } = course;
  const isToday = today.from === dayOf(interval);
  return calls * (isToday ? (today.calls + DAY_WEIGHT) / (today.usual + DAY_WEIGHT) : 1);
}

/** The level that an interval usually ends at; one half where nobody knows. */
export function usualLevel({ ofDay, ofWeek }: UsualCourse, interval: LocalInterval): number {
  const slot = slotOf(interval);
  const days = ofDay.levelCounts[interval.index] ?? 0;
  const weeks = ofWeek.levelCounts[slot] ?? 0;
  const daily =
    (((ofDay.levels[interval.index] ?? 0) / 1_000) * days + 0.5 * UNKNOWN_WEIGHT) / (days + UNKNOWN_WEIGHT);
  return (((ofWeek.levels[slot] ?? 0) / 1_000) * weeks + daily * DAILY_WEIGHT) / (weeks + DAILY_WEIGHT);
}

function usualCalls({ ofDay, ofWeek }: UsualCourse, interval: LocalInterval): number | null {
  if (!ofDay.counts[interval.index]) return null;
  const slot = slotOf(interval);
  const weeks = ofWeek.counts[slot]!;
  return ((ofWeek.calls[slot]! / 100) * weeks + ofDay.calls[interval.index]! / 100) / (weeks + 1);
}

/** The first interval is over: from now on all slots are there. */
function begin(usual: Usual, slots: number): void {
  for (const values of Object.values(usual) as number[][]) while (values.length < slots) values.push(0);
}

function learn(usual: Usual, slot: number, calls: number, level: number | null, memory: number): void {
  learnMean(usual.calls, usual.counts, slot, 100 * calls, memory);
  if (level !== null) learnMean(usual.levels, usual.levelCounts, slot, 1_000 * level, memory);
}

function learnMean(means: number[], counts: number[], slot: number, value: number, memory: number): void {
  const count = Math.min(memory, counts[slot]! + 1);
  counts[slot] = count;
  means[slot] = Math.round(means[slot]! + (value - means[slot]!) / count);
}

function slotOf({ weekday, index }: LocalInterval): number {
  return weekday * INTERVALS_PER_DAY + index;
}

/** When the day began, nearly: days on which clocks are changed do not matter here. */
function dayOf({ start, end, index }: LocalInterval): number {
  return start - index * (end - start);
}

/** Intervals that are remembered: of any day, and of one weekday. */
const DAYS = 15;
const WEEKS = 8;
/** How much the last interval counts, if it had so many calls or more. */
const SURPLUS_WEIGHT = 0.35;
const SURPLUS_CALLS = 20;
/** As many calls speak for a day like any other. */
const DAY_WEIGHT = 10;
const UNKNOWN_WEIGHT = 2;
const DAILY_WEIGHT = 4;
