import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { intervalOf } from "../../src/lift/interval.ts";
import { standardNormal } from "../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../src/queueing/random.ts";

describe("the interval of a lift", () => {
  for (const lawsErrBy of [0, 1, 2])
    test(`holds the one life that never was in 95 of 100 months, where laws err ${lawsErrBy} times as much as chance`, () => {
      const random = new RandomSource("interval").stream(String(lawsErrBy));
      const draws = (count: number, sd: number) =>
        Array.from({ length: count }, () => sd * standardNormal(random));
      const months = 4_000;
      let held = 0;
      for (let month = 0; month < months; month++) {
        const lives = draws(20, 1);
        const value = lives.reduce((sum, one) => sum + one, 0) / lives.length;
        const redrawn = draws(20, Math.hypot(1, lawsErrBy));
        const [truth] = draws(1, Math.hypot(1, lawsErrBy));
        const { low, high } = intervalOf(value, lives, redrawn);
        if (low! <= truth! && truth! <= high!) held++;
      }
      assert.ok(held / months > 0.94 && held / months < 0.96, `${held / months}`);
    });

  test("is not known of a single day", () => {
    assert.deepEqual(intervalOf(1, [1, 1], []), { value: 1, low: null, high: null });
  });
});
