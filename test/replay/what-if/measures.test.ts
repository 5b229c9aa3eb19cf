import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { studentQuantile } from "../../../src/queueing/student-t.ts";
import { differences } from "../../../src/replay/what-if/difference.ts";
import { dayMeasures } from "../../../src/replay/what-if/measures.ts";
import { Tally } from "../../../src/replay/what-if/tally.ts";

/** A day of live calls with these waits in seconds; `-1` gave up at once. */
function tallyOf(waitsS: readonly number[]): Tally {
  const tally = new Tally();
  for (const wait of waitsS) {
    tally.counts.offered++;
    tally.endedLive(Math.max(0, wait) * 1_000, wait < 0 ? "gave-up" : wait <= 20 ? "in-time" : "late");
  }
  return tally;
}

const waits = fc.array(fc.integer({ min: -1, max: 300 }), { minLength: 1, maxLength: 40 });

test("without callbacks the three levels are one, and answered and abandoned are all", () => {
  fc.assert(
    fc.property(waits, (list) => {
      const found = dayMeasures(tallyOf(list));
      assert.equal(found.serviceLevelStrict, found.serviceLevelLive);
      assert.equal(found.serviceLevelStrict, found.serviceLevelPromise);
      assert.equal(found.answered + found.abandoned, list.length);
      assert.equal(found.abandonedShare, list.filter((wait) => wait < 0).length / list.length);
      const sorted = list.map((wait) => Math.max(0, wait)).sort((a, b) => a - b);
      assert.equal(found.p90WaitS, sorted[Math.ceil(0.9 * list.length - 1e-9) - 1]);
    }),
  );
});

test("tallies add up to what they are of together, and take away again", () => {
  fc.assert(
    fc.property(waits, waits, (some, others) => {
      const sum = tallyOf(some).add(tallyOf(others));
      assert.deepEqual(dayMeasures(sum), dayMeasures(tallyOf([...some, ...others])));
      assert.deepEqual(dayMeasures(sum.add(tallyOf(others), -1)), dayMeasures(tallyOf(some)));
    }),
  );
});

test("counts are means over the runs, shares are those of all runs together", () => {
  const found = dayMeasures(tallyOf([0, 0, 100, -1]), 2);
  assert.deepEqual([found.offered, found.answered, found.abandoned], [2, 1.5, 0.5]);
  assert.equal(found.serviceLevelStrict, 0.5);
});

test("nothing is said of nobody", () => {
  const found = dayMeasures(new Tally());
  assert.deepEqual(
    [found.offered, found.serviceLevelStrict, found.meanWaitS, found.p90WaitS],
    [0, null, null, null],
  );
});

test("of a sum over days the interval is the classic one of a mean, with Student's quantile", () => {
  const gained = [3, 5, 1, 8, 2, 6];
  const units = gained.map((count) => ({ without: new Tally(), with: tallyOf(Array(count).fill(0)) }));
  const { value, low, high } = differences(units, 1).answered;
  const mean = gained.reduce((sum, one) => sum + one, 0) / gained.length;
  const variance = gained.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (gained.length - 1);
  const half = studentQuantile(0.95, gained.length - 1) * Math.sqrt(variance * gained.length);
  assert.ok(Math.abs(value! - 25) < 1e-9);
  assert.ok(Math.abs(low! - (25 - half)) < 1e-9 && Math.abs(high! - (25 + half)) < 1e-9);
});

test("where both worlds are the same every difference is nothing, for certain", () => {
  const units = [[0, 30], [10, -1, 40], [100]].map((list) => ({
    without: tallyOf(list),
    with: tallyOf(list),
  }));
  const { serviceLevelPromise, meanWaitS, meanTimeToCallbackS } = differences(units, 1);
  for (const { value, low, high } of [serviceLevelPromise, meanWaitS])
    assert.deepEqual(
      [value, low, high].map((one) => Math.abs(one!) < 1e-12),
      [true, true, true],
    );
  assert.deepEqual(meanTimeToCallbackS, { value: null, low: null, high: null });
});

test("one day alone has no interval", () => {
  const { value, low, high } = differences(
    [{ without: tallyOf([30]), with: tallyOf([0]) }],
    1,
  ).serviceLevelStrict;
  assert.deepEqual([value, low, high], [1, null, null]);
});
