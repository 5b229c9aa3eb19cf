import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { exponential } from "../../src/queueing/laws/distributions.ts";
import { type ObservedWait, Patience } from "../../src/queueing/laws/patience.ts";
import { ExponentialPatience } from "../../src/queueing/laws/patience-law.ts";
import { residualPatience, residualSurvival } from "../../src/queueing/laws/residual-patience.ts";
import { RandomSource } from "../../src/queueing/random.ts";

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

describe("what the law of patience says of itself", () => {
  test("without censoring it varies as a share of a sample does: Greenwood's formula is S (1 − S) / n", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1 }), (waits) => {
        const patience = new Patience(waits.map((wait) => ({ wait, gaveUp: true })));
        for (let wait = 0; wait <= Math.max(...waits); wait++) {
          const survival = patience.survival(wait);
          const expected = (survival * (1 - survival)) / waits.length;
          assert.ok(Math.abs(patience.variance(wait) - expected) < 1e-12);
        }
      }),
    );
  });

  test("with censoring it varies as samples of the same law do", () => {
    const random = new RandomSource("greenwood").stream("waits");
    const at = 1;
    const found = Array.from({ length: 2_000 }, () => {
      const sample = Array.from({ length: 100 }, () => {
        const [patience, turn] = [exponential(random, 1), exponential(random, 1.5)];
        return { wait: Math.min(patience, turn), gaveUp: patience < turn };
      });
      const law = new Patience(sample);
      return { survival: law.survival(at), variance: law.variance(at) };
    });
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const centre = mean(found.map(({ survival }) => survival));
    const spread = mean(found.map(({ survival }) => (survival - centre) ** 2));
    // A variance of 2,000 samples is known to 3 %.
    assert.ok(Math.abs(mean(found.map(({ variance }) => variance)) / spread - 1) < 0.12);
  });

  test("its shape, in pieces, is the law", () => {
    fc.assert(
      fc.property(observed, fc.double({ min: 0, max: 60, noNaN: true }), (sample, wait) => {
        const patience = new Patience(sample);
        const { from, remaining, leaving, rate } = patience.pieces.findLast((piece) => piece.from <= wait)!;
        const said = remaining + leaving * Math.exp(-rate * (wait - from));
        assert.ok(Math.abs(said - patience.survival(wait)) < 1e-12);
      }),
    );
  });

  test("of somebody who has waited it is the law of those who wait so long", () => {
    fc.assert(
      fc.property(
        observed,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        (sample, elapsed, more) => {
          const patience = new Patience(sample);
          const left = residualPatience(patience, elapsed).survival(more);
          const now = patience.survival(elapsed);
          if (now > 0) assert.ok(Math.abs(left * now - patience.survival(elapsed + more)) < 1e-12);
          // Nobody was seen to wait so long, yet there they are: they go on as the tail does.
          else assert.ok(Math.abs(left - Math.exp(-patience.tailRate * more)) < 1e-12);
          assert.ok(left >= 0 && left <= 1);
        },
      ),
    );
    assert.equal(
      residualSurvival(new Patience([{ wait: 9, gaveUp: false }]), 3, Number.POSITIVE_INFINITY),
      1,
    );
    assert.equal(residualSurvival(new ExponentialPatience(2), 3, Number.POSITIVE_INFINITY), 0);
  });
});

test("a wait that is none is refused", () => {
  for (const wait of [Number.NaN, Number.POSITIVE_INFINITY, -1])
    assert.throws(() => new Patience([{ wait, gaveUp: true }]), { name: "ParameterError" });
});

test("what is left of a law in pieces is the same law in pieces", () => {
  fc.assert(
    fc.property(
      observed,
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 40 }),
      (sample, elapsed, more) => {
        const left = residualPatience(new Patience(sample), elapsed);
        const { from, remaining, leaving, rate } = left.pieces!.findLast((piece) => piece.from <= more)!;
        const said = remaining + leaving * Math.exp(-rate * (more - from));
        assert.ok(Math.abs(said - left.survival(more)) < 1e-12);
        assert.equal(left.pieces![0]!.from, 0);
      },
    ),
  );
});
