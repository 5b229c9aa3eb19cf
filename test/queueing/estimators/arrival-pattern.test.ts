import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  type ArrivalPattern,
  beginDay,
  dayFactor,
  dayVariation,
  endDay,
  expectedArrivals,
  newArrivalPattern,
  observeArrival,
} from "../../../src/queueing/estimators/arrival-pattern.ts";
import { gamma, poisson } from "../../../src/queueing/laws/distributions.ts";
import { ParameterError } from "../../../src/queueing/parameter-error.ts";
import { type Random, RandomSource } from "../../../src/queueing/random.ts";

const source = new RandomSource(20_261_122);
const INTERVALS = 12;
const prior = {
  kinds: 7,
  expected: Array<number>(INTERVALS).fill(20),
  days: 1,
  variation: 0.15,
  memory: 8,
};

/** Weekdays have a morning peak, Saturdays half of it, Sundays nothing. */
function truth(kind: number, interval: number): number {
  const share = [1.2, 1, 1, 1, 1.1, 0.5, 0][kind]!;
  return share * (30 + 40 * Math.exp(-(((interval - 4) / 2) ** 2)));
}

/** One day: its factor is gamma with mean 1, its counts are Poisson. Gives the factor. */
function liveDay(
  pattern: ArrivalPattern,
  kind: number,
  random: Random,
  variation: number,
  times = 1,
): number {
  const factor = variation === 0 ? 1 : gamma(random, 1, 1 / variation ** 2);
  beginDay(pattern, kind);
  for (let interval = 0; interval < INTERVALS; interval++)
    observeArrival(pattern, interval, poisson(random, truth(kind, interval) * factor * times));
  return factor;
}

describe("a pattern of arrivals", () => {
  test("says on the first day what was believed before, for every kind of day", () => {
    const pattern = newArrivalPattern(prior);
    for (let kind = 0; kind < 7; kind++) assert.equal(expectedArrivals(pattern, kind, 3), 20);
    const { shape, rate } = dayFactor(pattern, 5);
    assert.equal(shape, rate);
    assert.ok(Math.abs(shape - 1 / 0.15 ** 2) < 1e-9);
    observeArrival(pattern, 3);
    assert.equal(pattern.today, null);
  });

  test("comes to the truth of every weekday and interval, and of the spread of days", () => {
    const random = source.stream("pattern", "truth");
    const pattern = newArrivalPattern({ ...prior, memory: 2 ** 40 });
    const weeks = 300;
    for (let day = 0; day < 7 * weeks; day++) liveDay(pattern, day % 7, random, 0.15);
    endDay(pattern);
    for (let kind = 0; kind < 7; kind++)
      for (let interval = 0; interval < INTERVALS; interval++) {
        const right = truth(kind, interval);
        const error = Math.sqrt((right + (0.15 * right) ** 2) / weeks);
        const found = expectedArrivals(pattern, kind, interval);
        // Half a day of what the other kinds are like (at most 70) is left in 300.
        assert.ok(
          Math.abs(found - right) < 4.5 * error + 35 / weeks,
          `${kind}/${interval}: ${found}, is ${right}`,
        );
      }
    // The variance of a variance: the spread is known to √(2 / days) of itself, and a little more for the counts.
    const days = weeks * 6;
    const found = dayVariation(pattern);
    assert.ok(Math.abs(found / 0.15 ** 2 - 1) < 4 * 1.3 * Math.sqrt(2 / days) + 0.02, `spread ${found}`);
  });

  test("knows during the day what day it is, as exactly as it says", () => {
    const random = source.stream("pattern", "factor");
    const pattern = newArrivalPattern({ ...prior, memory: 2 ** 40 });
    for (let day = 0; day < 700; day++) liveDay(pattern, day % 7, random, 0.15);
    let squares = 0;
    let before = 0;
    const days = 1500;
    for (let day = 0; day < days; day++) {
      const factor = liveDay(pattern, day % 5, random, 0.15);
      const { shape, rate } = dayFactor(pattern, 3);
      squares += (shape / rate - factor) ** 2 / (shape / rate ** 2);
      before += (1 - factor) ** 2 / (shape / rate ** 2);
    }
    // Squared errors over the variance it claims: 1 on average, with a standard deviation of √2 each.
    assert.ok(Math.abs(squares / days - 1) < 4 * Math.sqrt(2.5 / days) + 0.03, `${squares / days}`);
    assert.ok(before > 2 * squares, "a few intervals tell more than none");
  });

  test("counts a share of the interval that is under way, and only intervals that were watched", () => {
    const pattern = newArrivalPattern({ ...prior, variation: 0.1 });
    beginDay(pattern, 0, 3);
    for (const interval of [3, 3, 3, 4, 4]) observeArrival(pattern, interval);
    const { shape, rate } = dayFactor(pattern, 4, 0.25);
    assert.ok(Math.abs(shape - 105) < 1e-9);
    assert.ok(Math.abs(rate - 125) < 1e-9);
    endDay(pattern);
    assert.equal(expectedArrivals(pattern, 0, 2), 20);
    assert.ok(expectedArrivals(pattern, 0, 3) < 20);
  });

  test("follows a change: 95 % of it after three times its memory", () => {
    const random = source.stream("pattern", "change");
    const pattern = newArrivalPattern(prior);
    for (let day = 0; day < 7 * 40; day++) liveDay(pattern, day % 7, random, 0);
    for (let day = 0; day < 7 * 24; day++) liveDay(pattern, day % 7, random, 0, 1.5);
    endDay(pattern);
    for (let kind = 0; kind < 6; kind++)
      for (let interval = 0; interval < INTERVALS; interval++) {
        const right = 1.5 * truth(kind, interval);
        const found = expectedArrivals(pattern, kind, interval);
        // A fading memory of 8 days knows a mean as 15 days would.
        const error = 4.5 * Math.sqrt(right / 15) + 0.05 * right;
        assert.ok(Math.abs(found - right) < error, `${kind}/${interval}: ${found}, is ${right}`);
      }
  });

  test("leaves within three weeks what was believed ten times too low", () => {
    const random = source.stream("pattern", "wrong");
    const pattern = newArrivalPattern({ ...prior, expected: Array<number>(INTERVALS).fill(4) });
    for (let day = 0; day < 21; day++) liveDay(pattern, day % 7, random, 0);
    endDay(pattern);
    for (let kind = 0; kind < 5; kind++)
      for (let interval = 0; interval < INTERVALS; interval++)
        assert.ok(expectedArrivals(pattern, kind, interval) > 0.6 * truth(kind, interval));
  });

  test("one interval in which 20,000 calls arrived moves what is expected, and the day's factor, by little", () => {
    const random = source.stream("pattern", "outlier");
    const pattern = newArrivalPattern(prior);
    for (let day = 0; day < 70; day++) liveDay(pattern, day % 7, random, 0.15);
    endDay(pattern);
    const before = expectedArrivals(pattern, 1, 3);
    beginDay(pattern, 1);
    for (let interval = 0; interval < 3; interval++) observeArrival(pattern, interval, truth(1, interval));
    const { shape, rate } = dayFactor(pattern, 3);
    observeArrival(pattern, 3, 20_000);
    const after = dayFactor(pattern, 4);
    assert.ok(after.shape / after.rate / (shape / rate) < 1.5);
    endDay(pattern);
    assert.ok(expectedArrivals(pattern, 1, 3) / before < 1.3);
  });

  const calls = fc.array(fc.tuple(fc.nat(6), fc.integer({ min: -2, max: 14 }), fc.nat(30_000)), {
    maxLength: 60,
  });
  const live = (pattern: ArrivalPattern, seen: readonly (readonly [number, number, number])[]) => {
    seen.forEach(([kind, interval, count], i) => {
      if (i % 4 === 0) beginDay(pattern, kind, Math.max(0, interval % INTERVALS));
      observeArrival(pattern, interval, count);
    });
    return pattern;
  };

  test("takes the same room whatever it has seen, and goes on from its JSON as if nothing had happened", () => {
    fc.assert(
      fc.property(calls, calls, (first, then) => {
        const pattern = live(newArrivalPattern(prior), first);
        const written = JSON.stringify(pattern);
        // 8 kinds of day and today, by interval: at most 24 characters a number.
        assert.ok(written.length < 9 * INTERVALS * 24 + 500);
        assert.deepEqual(live(JSON.parse(written) as ArrivalPattern, then), live(pattern, then));
      }),
    );
  });

  test("expects no less than nothing, and nothing infinite, whatever it has seen", () => {
    fc.assert(
      fc.property(calls, (seen) => {
        const pattern = live(newArrivalPattern(prior), seen);
        endDay(pattern);
        for (let kind = 0; kind < 7; kind++)
          for (let interval = 0; interval < INTERVALS; interval++) {
            const expected = expectedArrivals(pattern, kind, interval);
            assert.ok(expected >= 0 && expected < 1e9);
          }
        const { shape, rate } = dayFactor(pattern, 6);
        assert.ok(shape > 0 && rate > 0);
      }),
    );
  });

  test("refuses a prior that is none", () => {
    for (const wrong of [{ kinds: 0 }, { expected: [-1] }, { days: 0 }, { variation: -1 }, { memory: 0 }])
      assert.throws(() => newArrivalPattern({ ...prior, ...wrong }), ParameterError);
  });
});
