import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addSpan, addTo, newSum, sumAt } from "../../../src/line/learning/statistics/fading-sum.ts";
import {
  learnOutcome,
  logitOf,
  newLogistic,
  probabilityOf,
} from "../../../src/line/learning/statistics/logistic-model.ts";
import { meanBeyond, normalShare } from "../../../src/line/learning/statistics/normal.ts";
import {
  type Learning,
  modelValue,
  newModel,
  observeValue,
} from "../../../src/line/learning/statistics/recursive-least-squares.ts";
import { newWaitSpread, observeRatio, quantileOf } from "../../../src/line/learning/wait/wait-spread.ts";
import { exponential, lognormal, standardNormal } from "../../../src/queueing/laws/distributions.ts";
import { normalAtMost } from "../../../src/queueing/laws/normal-law.ts";
import { RandomSource } from "../../../src/queueing/random.ts";

const source = new RandomSource("statistics of the learning");

describe("a fading sum", () => {
  test("fades to 1 / e in its memory, and adds a stretch as its parts", () => {
    const [whole, parts] = [newSum(), newSum()];
    addTo(whole, 2, 1_000, 500);
    assert.ok(Math.abs(sumAt(whole, 1_500, 500) - 2 / Math.E) < 1e-12);
    addSpan(whole, 3, 1_000, 2_000, 500);
    addTo(parts, 2, 1_000, 500);
    for (let at = 1_000; at < 2_000; at += 100) addSpan(parts, 3, at, at + 100, 500);
    assert.ok(Math.abs(sumAt(whole, 2_500, 500) - sumAt(parts, 2_500, 500)) < 1e-9);
  });
});

describe("the normal law", () => {
  test("is within 1e-7 of the exact one", () => {
    for (let z = -8; z <= 8; z += 0.1) assert.ok(Math.abs(normalShare(z) - normalAtMost(z)) < 1e-7, `${z}`);
  });

  test("lies beyond a limit by as much as numbers that are drawn", () => {
    const random = source.stream("beyond");
    let sum = 0;
    for (let i = 0; i < 200_000; i++) sum += Math.max(0, 3 + 2 * standardNormal(random) - 4);
    assert.ok(Math.abs(sum / 200_000 - meanBeyond(4, 3, 2)) < 0.01);
  });
});

describe("recursive least squares", () => {
  const forgetful: Learning = { prior: 10, kept: 0.995, largestError: 10 };

  test("find the weights of what they see, and follow them when they change", () => {
    const random = source.stream("weights");
    const model = newModel(3, forgetful);
    for (const weights of [
      [1, -2, 0.5],
      [-1, 0, 2],
    ]) {
      for (let i = 0; i < 3_000; i++) {
        const features = [1, random.uniform() * 2, random.uniform() * 3];
        const value = features.reduce((sum, feature, index) => sum + feature * weights[index]!, 0);
        observeValue(model, features, value + 0.1 * standardNormal(random), 1, forgetful);
      }
      for (const [index, weight] of weights.entries())
        assert.ok(Math.abs(model.weights[index]! - weight) < 0.05, model.weights.join());
    }
  });

  test("give what solving all at once gives", () => {
    const learning: Learning = { prior: 0.5, kept: 1, largestError: 1e9 };
    const model = newModel(2, learning);
    const seen = [
      [1, 2, 3],
      [1, -1, 0.5],
      [1, 0.3, 2],
      [1, 4, 4],
    ] as const;
    // The normal equations of ridge regression, two unknowns.
    let [a, b, c, d, e] = [1 / 0.5, 0, 1 / 0.5, 0, 0];
    for (const [one, x, y] of seen) {
      observeValue(model, [one, x], y, 1, learning);
      [a, b, c, d, e] = [a + 1, b + x, c + x * x, d + y, e + x * y];
    }
    const determinant = a * c - b * b;
    assert.ok(Math.abs(model.weights[0]! - (c * d - b * e) / determinant) < 1e-12);
    assert.ok(Math.abs(model.weights[1]! - (a * e - b * d) / determinant) < 1e-12);
  });

  test("are changed by nothing that is no number, and little by what is absurd", () => {
    const model = newModel(1, forgetful);
    for (let i = 0; i < 500; i++) observeValue(model, [1], 2, 1, forgetful);
    const before = structuredClone(model);
    observeValue(model, [1], Number.NaN, 1, forgetful);
    observeValue(model, [Number.POSITIVE_INFINITY], 2, 1, forgetful);
    assert.deepEqual(model, before);
    observeValue(model, [1], 1e12, 1, forgetful);
    assert.ok(modelValue(model, [1]) < 2.2);
  });
});

describe("a logistic model", () => {
  test("says the probability with which it happens", () => {
    const random = source.stream("logistic");
    const model = newLogistic(2);
    const truth = (x: number) => probabilityOf(-0.5 + 1.5 * x);
    for (let i = 0; i < 20_000; i++) {
      const x = standardNormal(random);
      learnOutcome(model, [1, x], random.uniform() < truth(x));
    }
    for (const x of [-2, -1, 0, 1, 2])
      assert.ok(Math.abs(probabilityOf(logitOf(model, [1, x])) - truth(x)) < 0.05, `${x}`);
  });
});

describe("the spread of waits", () => {
  test("has the said share under each quantile, for short and long predictions, and after a change", () => {
    const random = source.stream("spread");
    const spread = newWaitSpread();
    const laws = [
      (predicted: number) => exponential(random, predicted),
      (predicted: number) => lognormal(random, predicted, 0.5),
    ];
    for (const law of laws) {
      const under = new Map([0.2, 0.5, 0.8, 0.9, 0.97].map((share) => [share, [0, 0]]));
      for (let i = 0; i < 60_000; i++) {
        const size = i % 2;
        const predicted = size === 0 ? 20_000 : 300_000;
        const wait = law(predicted);
        if (i >= 30_000)
          for (const [share, counts] of under)
            if (wait <= quantileOf(spread, predicted, share)) counts[size]!++;
        observeRatio(spread, predicted, wait);
      }
      for (const [share, counts] of under)
        for (const count of counts)
          assert.ok(Math.abs(count / 15_000 - share) < 0.03, `${share}: ${count / 15_000}`);
    }
  });

  test("grows with the share that is asked for", () => {
    const spread = newWaitSpread();
    let last = 0;
    for (let share = 0.01; share < 1; share += 0.01) {
      const quantile = quantileOf(spread, 60_000, share);
      assert.ok(quantile > last);
      last = quantile;
    }
  });
});
