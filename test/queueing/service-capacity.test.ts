import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { GammaLaw } from "../../src/queueing/laws/gamma-law.ts";
import { ServiceCapacity, type StaffChange } from "../../src/queueing/waits/service-capacity.ts";

const amount = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** Staff that changes a few times, and works at last. */
const staff = fc
  .array(fc.record({ gap: amount(0.1, 3), agents: fc.integer({ min: 0, max: 8 }) }), { maxLength: 5 })
  .map((changes): StaffChange[] => {
    let from = 0;
    const plan = changes.map(({ gap, agents }, index) => {
      if (index > 0) from += gap;
      return { from, agents };
    });
    return [...plan, { from: from + 1, agents: 3 }];
  });

describe("the capacity of a staff that changes", () => {
  test("is agents times rate while nothing changes", () => {
    const capacity = new ServiceCapacity([{ from: 0, agents: 5 }], 0.2);
    assert.equal(capacity.by(7), 7);
    assert.equal(capacity.timeOf(7), 7);
  });

  test("jumps by those who join, who come idle, and stops for those who leave", () => {
    const capacity = new ServiceCapacity(
      [
        { from: -60, agents: 9 },
        { from: -5, agents: 2 },
        { from: 10, agents: 5 },
        { from: 20, agents: 0 },
        { from: 30, agents: 1 },
      ],
      1,
    );
    assert.deepEqual(
      [9.999999, 10, 20, 25, 30, 31].map((time) => Math.round(capacity.by(time))),
      [20, 23, 73, 73, 74, 75],
    );
    // The 21st to the 23rd are taken on as the three join; who comes 74th waits for the one who joins at last.
    assert.deepEqual(
      [20, 21, 23, 28, 73, 74, 75].map((n) => capacity.timeOf(n)),
      [10, 10, 10, 11, 20, 30, 31],
    );
  });

  test("where nobody is left is never there", () => {
    const capacity = new ServiceCapacity(
      [
        { from: 0, agents: 2 },
        { from: 5, agents: 0 },
      ],
      1,
    );
    assert.deepEqual([capacity.timeOf(10), capacity.timeOf(11)], [5, Number.POSITIVE_INFINITY]);
    assert.deepEqual(capacity.momentsOf(new GammaLaw(3, 3)), {
      mean: Number.POSITIVE_INFINITY,
      variance: Number.POSITIVE_INFINITY,
    });
    assert.equal(new ServiceCapacity([], 1).timeOf(1), Number.POSITIVE_INFINITY);
  });

  test("and time turn each other round, both ascending", () => {
    fc.assert(
      fc.property(staff, amount(0, 40), amount(0, 40), (plan, one, other) => {
        const capacity = new ServiceCapacity(plan, 0.7);
        assert.ok(capacity.by(capacity.timeOf(one)) >= one - 1e-9);
        assert.ok(capacity.timeOf(capacity.by(one)) <= one + 1e-9);
        if (one <= other) {
          assert.ok(capacity.by(one) <= capacity.by(other));
          assert.ok(capacity.timeOf(one) <= capacity.timeOf(other));
        }
      }),
    );
  });

  test("gives mean and variance of the time of a random capacity as its quantiles average to", () => {
    fc.assert(
      fc.property(staff, amount(0.5, 15), amount(0.3, 1), (plan, needed, variation) => {
        const capacity = new ServiceCapacity(plan, 0.7);
        const law = new GammaLaw(needed, (needed * variation) ** 2);
        const parts = 4_000;
        let [mean, square] = [0, 0];
        for (let i = 0; i < parts; i++) {
          const time = capacity.timeOf(law.quantile((i + 0.5) / parts));
          mean += time / parts;
          square += time ** 2 / parts;
        }
        const moments = capacity.momentsOf(law);
        assert.ok(Math.abs(moments.mean / mean - 1) < 5e-3, `${moments.mean} ${mean}`);
        const variance = square - mean ** 2;
        assert.ok(
          Math.abs(moments.variance - variance) < 0.03 * (variance + 0.01),
          `${moments.variance} ${variance}`,
        );
      }),
      { numRuns: 30 },
    );
  });

  test("follows the completions that are known until the staff changes", () => {
    const plan = [
      { from: 0, agents: 2 },
      { from: 4, agents: 1 },
    ];
    const capacity = new ServiceCapacity(plan, 1, [0.25, 3, 5]);
    assert.deepEqual(
      [0.25, 3, 4, 5].map((time) => capacity.by(time)),
      [1, 2, 4, 5],
    );
  });

  test("refuses what is no number of agents", () => {
    for (const agents of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      assert.throws(() => new ServiceCapacity([{ from: 0, agents }], 1), /agents/);
  });
});
