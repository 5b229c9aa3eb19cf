import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { type ObservedWait, Patience } from "../../src/queueing/patience.ts";

const observed = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 30 }), gaveUp: fc.boolean() }), {
  minLength: 1,
  maxLength: 40,
});

/** Efron's oracle: each censored one's mass is shared out equally among all that were seen longer. */
function redistributed(sample: readonly ObservedWait[]): { mass: Map<number, number>; left: number } {
  const sorted = [...sample].sort((a, b) => a.wait - b.wait || Number(b.gaveUp) - Number(a.gaveUp));
  const mass = sorted.map(() => 1 / sorted.length);
  const ended = new Map<number, number>();
  let left = 0;
  sorted.forEach((one, index) => {
    if (one.gaveUp) {
      ended.set(one.wait, (ended.get(one.wait) ?? 0) + mass[index]!);
    } else if (index === sorted.length - 1) {
      left = mass[index]!;
    } else {
      const share = mass[index]! / (sorted.length - 1 - index);
      for (let later = index + 1; later < sorted.length; later++) mass[later]! += share;
    }
  });
  return { mass: ended, left };
}

describe("the law of patience", () => {
  test("is the example of Kaplan and Meier's paper", () => {
    const gaveUp = [0.8, 3.1, 5.4, 9.2].map((wait) => ({ wait, gaveUp: true }));
    const served = [1.0, 2.7, 7.0, 12.1].map((wait) => ({ wait, gaveUp: false }));
    const patience = new Patience([...served, ...gaveUp]);
    const expected: [number, number][] = [
      [0.7, 1],
      [0.8, 0.875],
      [3.0, 0.875],
      [3.1, 0.7],
      [5.4, 0.525],
      [9.2, 0.2625],
    ];
    for (const [wait, survival] of expected) {
      assert.ok(Math.abs(patience.survival(wait) - survival) < 1e-12, `at ${wait}`);
    }
  });

  test("agrees with sharing out the mass of those who were served", () => {
    fc.assert(
      fc.property(observed, (sample) => {
        const patience = new Patience(sample);
        const { mass, left } = redistributed(sample);
        const last = patience.times.at(-1) ?? -1;
        for (let wait = 0; wait <= last; wait++) {
          let longer = left;
          for (const [ended, share] of mass) if (ended > wait) longer += share;
          assert.ok(Math.abs(patience.survival(wait) - longer) < 1e-12);
        }
      }),
    );
  });

  test("goes on exponentially, without a jump, after the last one who gave up", () => {
    fc.assert(
      fc.property(observed, fc.double({ min: 0, max: 50, noNaN: true }), (sample, more) => {
        const patience = new Patience(sample);
        const last = patience.times.at(-1);
        if (last === undefined) return assert.equal(patience.survival(more), 1);
        const gaveUp = sample.filter((one) => one.gaveUp).length;
        const waited = sample.reduce((total, one) => total + one.wait, 0);
        const rate = waited === 0 ? 0 : gaveUp / waited;
        const expected = patience.survivals.at(-1)! * Math.exp(-rate * more);
        assert.ok(Math.abs(patience.survival(last + more) - expected) < 1e-12);
      }),
    );
  });
});

describe("a draw of patience beyond a wait", () => {
  test("is longer than the wait and is the quantile of the law given that wait", () => {
    fc.assert(
      fc.property(
        observed,
        fc.integer({ min: 0, max: 40 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (sample, elapsed, u) => {
          const patience = new Patience(sample);
          const now = patience.survival(elapsed);
          if (now === 0) return;
          const drawn = patience.beyond(elapsed, u);
          assert.ok(drawn >= elapsed);
          if (drawn === Number.POSITIVE_INFINITY) return assert.equal(patience.tailRate, 0);
          assert.ok(patience.survival(drawn) / now <= 1 - u + 1e-9);
          if (drawn > elapsed) assert.ok(patience.survival(drawn - 1e-9) / now >= 1 - u - 1e-9);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("never ends when nobody gave up", () => {
    const patience = new Patience([{ wait: 10, gaveUp: false }]);
    for (const u of [0, 0.5, 0.999]) assert.equal(patience.beyond(3, u), Number.POSITIVE_INFINITY);
  });

  test("takes the tail where the longest wait seen ended in giving up", () => {
    const patience = new Patience([{ wait: 10, gaveUp: true }]);
    assert.equal(patience.survival(10), 0);
    assert.ok(Math.abs(patience.beyond(15, 0.5) - (15 + 10 * Math.LN2)) < 1e-9);
  });
});
