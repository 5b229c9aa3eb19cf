import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { intervalOf, RISK_TARGET } from "../../../bench/risk-figures.ts";
import {
  justBefore,
  newIntervalTally,
  takeFinished,
  tallyEnd,
  tallyOffered,
} from "../../../src/line/learning/risk/interval-tally.ts";
import {
  forecastCalls,
  newUsualCourse,
  observeInterval,
  usualLevel,
} from "../../../src/line/learning/risk/usual-course.ts";

const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;

describe("the count of an interval", () => {
  test("counts callers where they came, and is over once nobody of it can be answered in time", () => {
    const tally = newIntervalTally();
    const end = HALF_HOUR_MS;
    for (const at of [1_000, 2_000, end - 5_000]) tallyOffered(tally, intervalOf(at));
    tallyEnd(tally, { arrivedAt: 1_000, at: 11_000, answered: true }, RISK_TARGET);
    tallyEnd(tally, { arrivedAt: 2_000, at: 30_000, answered: false }, RISK_TARGET);
    tallyOffered(tally, intervalOf(end + 1_000));
    assert.equal(takeFinished(tally, end + 10_000, RISK_TARGET), null);
    tallyEnd(tally, { arrivedAt: end - 5_000, at: end + 12_000, answered: true }, RISK_TARGET);
    const over = takeFinished(tally, end + RISK_TARGET.withinMs, RISK_TARGET);
    assert.deepEqual([over?.offered, over?.met, over?.missed], [3, 2, 1]);
    assert.equal(takeFinished(tally, end + 60_000, RISK_TARGET), null);
    assert.deepEqual(justBefore(tally, intervalOf(end)), { calls: 3, level: 2 / 3 });
    assert.deepEqual(justBefore(tally, intervalOf(2 * end)), { calls: 1, level: 0 });
    assert.deepEqual(justBefore(tally, intervalOf(4 * end)), { calls: 0, level: 0 });
  });

  test("counts who is answered too late as missed", () => {
    const tally = newIntervalTally();
    tallyOffered(tally, intervalOf(0));
    tallyEnd(tally, { arrivedAt: 0, at: RISK_TARGET.withinMs + 1, answered: true }, RISK_TARGET);
    assert.deepEqual([tally.running?.met, tally.running?.missed], [0, 1]);
  });
});

describe("the usual course", () => {
  test("is learned by interval of the day, and by weekday where that differs", () => {
    const course = newUsualCourse();
    for (let day = 0; day < 42; day++) {
      const interval = intervalOf(day * DAY_MS + 20 * HALF_HOUR_MS);
      const isQuiet = interval.weekday === 5;
      observeInterval(course, interval, isQuiet ? 10 : 60, isQuiet ? 0.95 : 0.4);
    }
    const next = (weekday: number) => {
      const day = [42, 43, 44, 45, 46, 47, 48].find((one) => intervalOf(one * DAY_MS).weekday === weekday)!;
      return intervalOf(day * DAY_MS + 20 * HALF_HOUR_MS);
    };
    assert.ok(usualLevel(course, next(5)) > usualLevel(course, next(1)) + 0.2);
    assert.ok(Math.abs(forecastCalls(course, next(1))! - 60) < 5);
    assert.ok(forecastCalls(course, next(5))! < 25);
    assert.equal(usualLevel(course, intervalOf(0)), 0.5);
    assert.equal(forecastCalls(course, intervalOf(0)), null);
  });

  test("forecasts more on a day that is busier than others", () => {
    const course = newUsualCourse();
    for (let day = 0; day < 14; day++)
      for (const index of [20, 21, 22])
        observeInterval(course, intervalOf(day * DAY_MS + index * HALF_HOUR_MS), 50, 0.8);
    const today = (index: number) => intervalOf(14 * DAY_MS + index * HALF_HOUR_MS);
    const before = forecastCalls(course, today(22))!;
    for (const index of [20, 21]) observeInterval(course, today(index), 100, 0.3);
    assert.ok(forecastCalls(course, today(22))! > 1.6 * before);
    assert.ok(course.surplus < -0.2);
  });
});
