import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { intervalOf } from "../../src/lift/interval.ts";
import { standardNormal } from "../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../src/queueing/random.ts";

const LIVES = 20;
const DAYS = 10;

describe("the interval of a lift", () => {
  for (const lawsErrBy of [0, 1, 2])
    test(`holds the one life that never was in 95 of 100 months, where laws err ${lawsErrBy} times as much as chance`, () => {
      const random = new RandomSource("interval").stream(String(lawsErrBy));
      const draws = (count: number, sd: number) =>
        Array.from({ length: count }, () => sd * standardNormal(random));
      const months = 4_000;
      let held = 0;
      for (let month = 0; month < months; month++) {
        // The laws are as good as the mean of what each day tells of them.
        const days = draws(DAYS, lawsErrBy * Math.sqrt(DAYS));
        const law = meanOf(days);
        const found = draws(LIVES, 1).map((life) => law + life);
        const redrawn = draws(LIVES, 1).map(
          (life) =>
            meanOf(Array.from({ length: DAYS - 1 }, () => days[Math.floor(random.uniform() * DAYS)]!)) + life,
        );
        const [truth] = draws(1, 1);
        const { low, high } = intervalOf(meanOf(found), { found, redrawn, days: DAYS });
        if (low! <= truth! && truth! <= high!) held++;
      }
      assert.ok(held / months > 0.94 && held / months < 0.96, `${held / months}`);
    });

  test("is not known of a single day", () => {
    assert.deepEqual(intervalOf(1, { found: [1, 1], redrawn: [], days: 1 }), {
      value: 1,
      low: null,
      high: null,
    });
  });
});

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
