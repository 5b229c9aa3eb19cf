import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { GammaLaw } from "../../src/queueing/laws/gamma-law.ts";
import { lowerGamma, upperGamma } from "../../src/queueing/laws/incomplete-gamma.ts";
import { normalAtMost } from "../../src/queueing/laws/normal-law.ts";

const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);
const positive = (max: number) => fc.double({ min: 1e-3, max, noNaN: true });

describe("the gamma law", () => {
  test("of whole shape is the sum of so many exponentials: P(at most x) is that of as many Poisson arrivals", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), positive(150), (shape, x) => {
        let term = Math.exp(-x);
        let fewer = 0;
        for (let k = 0; k < shape; k++) {
          fewer += term;
          term *= x / (k + 1);
        }
        assert.ok(relative(upperGamma(shape, x), fewer) < 1e-11);
        // The rest of the series, where the sum above would cancel.
        let more = 0;
        for (let k = shape; k < shape + 600; k++) {
          more += term;
          term *= x / (k + 1);
        }
        assert.ok(relative(lowerGamma(shape, x), more) < 1e-11);
      }),
    );
  });

  test("of half a degree is the square of a normal variable: tables of both", () => {
    // Abramowitz and Stegun, tables 26.1 and 26.2.
    assert.ok(relative(normalAtMost(-1), 0.15865525393145707) < 1e-13);
    assert.ok(relative(normalAtMost(1.96), 0.9750021048517795) < 1e-13);
    assert.ok(relative(normalAtMost(-10), 7.619853024160527e-24) < 1e-12);
    assert.equal(normalAtMost(0), 0.5);
  });

  test("is continued from shape to shape by its recurrence, for any shape", () => {
    fc.assert(
      fc.property(positive(5_000), fc.double({ min: 0.5, max: 2, noNaN: true }), (shape, near) => {
        const x = shape * near;
        // P(a, x) − P(a + 1, x) = x^a e^−x / Γ(a + 1), and the next difference is x / (a + 1) times that.
        const first = lowerGamma(shape, x) - lowerGamma(shape + 1, x);
        const second = lowerGamma(shape + 1, x) - lowerGamma(shape + 2, x);
        assert.ok(Math.abs(second - (first * x) / (shape + 1)) < 1e-13);
      }),
    );
  });

  test("has quantiles that turn its probabilities round, in order", () => {
    fc.assert(
      fc.property(
        positive(1_000),
        fc.double({ min: 0.05, max: 4, noNaN: true }),
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        (mean, variation, p, other) => {
          const law = new GammaLaw(mean, (mean * variation) ** 2);
          const at = law.quantile(p);
          assert.ok(Math.abs(law.atMost(at) - p) < 1e-10 || at < 1e-100);
          const [low, high] = p < other ? [at, law.quantile(other)] : [law.quantile(other), at];
          assert.ok(low <= high * (1 + 1e-12));
        },
      ),
    );
  });

  test("cut off at x has the moments that its tail integrates to", () => {
    fc.assert(
      fc.property(
        positive(20),
        fc.double({ min: 0.2, max: 1, noNaN: true }),
        positive(60),
        (mean, variation, x) => {
          const law = new GammaLaw(mean, (mean * variation) ** 2);
          const [cut, square] = [integral(x, (t) => law.above(t)), integral(x, (t) => 2 * t * law.above(t))];
          assert.ok(relative(law.meanCutAt(x), cut) < 1e-4);
          assert.ok(relative(law.squareCutAt(x), square) < 1e-4);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("has no negative mean or variance, and quantiles of probabilities only", () => {
    assert.throws(() => new GammaLaw(-1, 1), /mean/);
    assert.throws(() => new GammaLaw(1, Number.NaN), /variance/);
    assert.throws(() => new GammaLaw(1, 1).quantile(1.1), /p is 1.1/);
    assert.deepEqual(
      [new GammaLaw(1, 1).quantile(0), new GammaLaw(1, 1).quantile(1)],
      [0, Number.POSITIVE_INFINITY],
    );
  });

  test("without variance is its mean", () => {
    const law = new GammaLaw(3, 0);
    assert.deepEqual([law.atMost(2.9), law.atMost(3), law.quantile(0.1), law.meanCutAt(2)], [0, 1, 3, 2]);
  });
});

/** By the midpoint rule, finer near 0, where tails of small shapes are steep. */
function integral(to: number, of: (t: number) => number): number {
  const parts = 4_000;
  let sum = 0;
  for (let i = 0; i < parts; i++) {
    const [from, until] = [(i / parts) ** 3 * to, ((i + 1) / parts) ** 3 * to];
    sum += of((from + until) / 2) * (until - from);
  }
  return sum;
}
