import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  handleTime,
  LearnedHandleTimes,
  longestBelieved,
} from "../../../src/queueing/estimators/handle-time.ts";
import {
  type LearnedLaw,
  lawQuantile,
  lawWeight,
  mergedLaws,
  newLaw,
  observeDuration,
} from "../../../src/queueing/estimators/learned-law.ts";
import {
  deterministic,
  erlang,
  exponential,
  hyperExponential,
  lognormal,
} from "../../../src/queueing/laws/distributions.ts";
import { ParameterError } from "../../../src/queueing/parameter-error.ts";
import { type Random, RandomSource } from "../../../src/queueing/random.ts";

const source = new RandomSource(20_261_122);
const NEVER_FADES = 2 ** 40;
/** Each bin is 20 % wider than the one before. */
const BIN = 1.204;

const durations = fc.array(
  fc.oneof(fc.double({ min: 0, max: 3000, noNaN: true }), fc.constantFrom(0, 1e-9, 20_000, 1e300)),
  { maxLength: 60 },
);

function learned(values: readonly number[], law = newLaw({ mean: 270, weight: 20, memory: NEVER_FADES })) {
  for (const value of values) observeDuration(law, value);
  return law;
}

describe("a learned law of durations", () => {
  test("says on the first day what was believed before", () => {
    const law = newLaw({ mean: 270, weight: 20, memory: 500 });
    assert.ok(Math.abs(lawWeight(law) - 20) < 1e-9);
    const { mean, squaredVariation } = handleTime(law);
    assert.ok(Math.abs(mean / 270 - 1) < 0.001, `mean ${mean}`);
    assert.ok(Math.abs(squaredVariation - 1) < 0.02, `squared variation ${squaredVariation}`);
    assert.ok(Math.abs(lawQuantile(law, 0.5) / (270 * Math.LN2) - 1) < 0.01);
    assert.ok(Math.abs(new LearnedHandleTimes(law).survival(270) - Math.exp(-1)) < 0.005);
    const uniform = newLaw({ mean: 15, weight: 5, memory: 9, survival: (x) => Math.max(0, 1 - x / 30) });
    assert.ok(Math.abs(handleTime(uniform).mean / 15 - 1) < 0.01);
  });

  const laws: {
    name: string;
    draw: (random: Random) => number;
    mean: number;
    /** Squared coefficient of variation. */
    shape: number;
    /** How far winsorising may put the mean (relative) and the squared variation off. */
    bias: number;
    offShape: number;
  }[] = [
    {
      name: "exponential",
      draw: (r) => exponential(r, 300),
      mean: 300,
      shape: 1,
      bias: 2e-4,
      offShape: 2.5e-3,
    },
    { name: "Erlang-2", draw: (r) => erlang(r, 300, 2), mean: 300, shape: 0.5, bias: 1e-4, offShape: 1.5e-3 },
    {
      name: "lognormal",
      draw: (r) => lognormal(r, 300, 0.9),
      mean: 300,
      shape: 0.81,
      bias: 1.5e-3,
      offShape: 0.04,
    },
    {
      name: "hyper-exponential",
      draw: (r) => hyperExponential(r, 300, 4),
      mean: 300,
      shape: 4,
      bias: 5e-3,
      offShape: 0.3,
    },
    { name: "constant", draw: (r) => deterministic(r, 300), mean: 300, shape: 0, bias: 1e-9, offShape: 3e-3 },
  ];
  for (const { name, draw, mean, shape, bias, offShape } of laws)
    test(`comes to the truth of ${name} durations, whatever was believed before`, () => {
      const random = source.stream("learned-law", name);
      const seen = Float64Array.from({ length: 40_000 }, () => draw(random));
      const law = newLaw({ mean: 200, weight: 20, memory: NEVER_FADES });
      for (const value of seen) observeDuration(law, value);
      const found = handleTime(law);
      const error = Math.sqrt(shape / seen.length);
      const ofPrior = 20 / seen.length;
      assert.ok(Math.abs(found.mean / mean - 1) < 4 * error + bias + ofPrior, `mean ${found.mean}`);
      const average = seen.reduce((sum, x) => sum + x, 0) / seen.length;
      const variance = seen.reduce((sum, x) => sum + (x - average) ** 2, 0) / seen.length;
      const ofSample = variance / average ** 2;
      assert.ok(
        Math.abs(found.squaredVariation - ofSample) < offShape,
        `${found.squaredVariation}, ${ofSample}`,
      );
      seen.sort();
      for (const probability of [0.05, 0.25, 0.5, 0.9, 0.99]) {
        const right = seen[Math.floor(probability * seen.length)]!;
        const ratio = lawQuantile(law, probability) / right;
        assert.ok(ratio < BIN && ratio > 1 / BIN, `quantile ${probability}: ${ratio} of what was seen`);
      }
    });

  test("hears of a call of 20,000 s without believing in it", () => {
    const random = source.stream("learned-law", "outlier");
    const law = newLaw({ mean: 270, weight: 20, memory: NEVER_FADES });
    const first = handleTime(law).mean;
    observeDuration(law, 20_000);
    assert.ok(handleTime(law).mean / first < 1.5, "even as the very first");
    for (let i = 0; i < 200; i++) observeDuration(law, exponential(random, 270));
    const before = handleTime(law).mean;
    observeDuration(law, 20_000);
    assert.ok(handleTime(law).mean / before < 1.08, "where a plain mean moves by a third");
  });

  test("is moved by one duration no further than the winsorised size of it, and not at all by what is no duration", () => {
    fc.assert(
      fc.property(
        durations,
        fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        (values, outlier) => {
          const law = learned(values);
          const before = handleTime(law);
          const limit = longestBelieved(law);
          const written = JSON.stringify(law);
          for (const none of [Number.NaN, -1, Number.POSITIVE_INFINITY]) observeDuration(law, none);
          assert.equal(JSON.stringify(law), written);
          observeDuration(law, outlier);
          const after = handleTime(law);
          const limitAfter = longestBelieved(law);
          const most = limitAfter / lawWeight(law) + 0.1 * Math.abs(limitAfter - limit);
          assert.ok(
            Math.abs(after.mean - before.mean) <= most * 1.0001,
            `${after.mean - before.mean} > ${most}`,
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  test("follows a change: of one to double, 95 % after three times its memory", () => {
    const random = source.stream("learned-law", "change");
    const law = newLaw({ mean: 270, weight: 20, memory: 500 });
    for (let i = 0; i < 3000; i++) observeDuration(law, exponential(random, 270));
    assert.ok(Math.abs(handleTime(law).mean / 270 - 1) < 4 / Math.sqrt(2 * 500));
    for (let i = 0; i < 1500; i++) observeDuration(law, exponential(random, 540));
    // Of the difference e^-3 is left; the weights of a fading memory of 500 know a mean to 1 / √1000.
    assert.ok(Math.abs(handleTime(law).mean / 540 - 1 + Math.exp(-3) / 2) < 4 / Math.sqrt(2 * 500));
    assert.ok(lawWeight(law) < 500.001);
  });

  test("takes the same room whatever it has seen, and goes on from its JSON as if nothing had happened", () => {
    fc.assert(
      fc.property(durations, durations, (first, then) => {
        const law = learned(first, newLaw({ mean: 14, weight: 3, memory: 50 }));
        const read = JSON.parse(JSON.stringify(law)) as LearnedLaw;
        assert.deepEqual(learned(then, read), learned(then, law));
        assert.ok(JSON.stringify(law).length < 2600);
      }),
    );
  });

  test("without fading, does not mind the order, and two that are merged are as one that saw all", () => {
    fc.assert(
      fc.property(durations, durations, (mine, yours) => {
        const prior = { mean: 270, weight: 20, memory: NEVER_FADES };
        const [one, other] = [learned(mine, newLaw(prior)), learned(yours, newLaw(prior))];
        assert.deepEqual(mergedLaws(one, other), mergedLaws(other, one));
        const all = learned([...yours, ...mine].reverse(), mergedLaws(newLaw(prior), newLaw(prior)));
        const merged = mergedLaws(one, other);
        merged.weights.forEach((weight, i) => {
          near(weight, all.weights[i]!);
        });
        merged.sums.forEach((sum, i) => {
          near(sum, all.sums[i]!);
        });
      }),
    );
  });

  test("has no unit of its own, quantiles in order, and a survival that falls from 1 to 0", () => {
    fc.assert(
      fc.property(durations, fc.integer({ min: -10, max: 10 }), (values, power) => {
        const finite = values.filter((value) => value < 1e6);
        const unit = 2 ** power;
        const law = learned(finite);
        const scaled = learned(
          finite.map((value) => value * unit),
          newLaw({ mean: 270 * unit, weight: 20, memory: NEVER_FADES }),
        );
        near(handleTime(scaled).mean, handleTime(law).mean * unit);
        const probabilities = [0, 0.01, 0.3, 0.5, 0.9, 0.999, 1];
        const quantiles = probabilities.map((probability) => lawQuantile(law, probability));
        assert.deepEqual(
          quantiles,
          quantiles.toSorted((a, b) => a - b),
        );
        const handled = new LearnedHandleTimes(law);
        const survivals = [0, 1, 30, 200, 1000, 9000, 1e9].map((x) => handled.survival(x));
        for (const probability of [0.1, 0.5, 0.95])
          near(handled.survival(lawQuantile(law, probability)), 1 - probability);
        near(handled.mean, handleTime(law).mean);
        assert.deepEqual(
          survivals,
          survivals.toSorted((a, b) => b - a),
        );
        near(survivals[0]!, 1);
        assert.equal(survivals.at(-1), 0);
      }),
    );
  });

  test("refuses a prior that is none", () => {
    const right = { mean: 270, weight: 20, memory: 500 };
    for (const wrong of [{ mean: 0 }, { mean: Number.NaN }, { weight: -1 }, { memory: 0 }, { memory: 2.5 }])
      assert.throws(() => newLaw({ ...right, ...wrong }), ParameterError);
    assert.throws(() => mergedLaws(newLaw(right), newLaw({ ...right, mean: 90 })), ParameterError);
    assert.throws(() => mergedLaws(newLaw(right), newLaw({ ...right, memory: 7 })), ParameterError);
  });
});

function near(actual: number, expected: number): void {
  assert.ok(
    Math.abs(actual - expected) <= 1e-6 * Math.max(1e-3, Math.abs(expected)),
    `${actual}, ${expected}`,
  );
}
