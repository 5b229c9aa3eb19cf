import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  type LearnedProbability,
  mergedProbabilities,
  newProbability,
  observeOutcome,
  probabilityLearned,
} from "../../../src/queueing/estimators/learned-probability.ts";
import { chance } from "../../../src/queueing/laws/distributions.ts";
import { ParameterError } from "../../../src/queueing/parameter-error.ts";
import { RandomSource } from "../../../src/queueing/random.ts";

const source = new RandomSource(20_261_122);
const NEVER_FADES = 2 ** 40;
const prior = { probability: 0.37, weight: 10, memory: NEVER_FADES };

function learned(outcomes: readonly boolean[], probability = newProbability(prior)): LearnedProbability {
  for (const happened of outcomes) observeOutcome(probability, happened);
  return probability;
}

describe("a learned probability", () => {
  test("is what was believed before, until something is seen", () => {
    const { mean, deviation } = probabilityLearned(newProbability(prior));
    assert.ok(Math.abs(mean - 0.37) < 1e-12);
    assert.ok(Math.abs(deviation - Math.sqrt((0.37 * 0.63) / 12)) < 1e-12);
  });

  test("without fading is the posterior of the textbook: (a + yes) / (a + b + all), in whatever order", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (outcomes) => {
        const yes = outcomes.filter((happened) => happened).length;
        const { mean } = probabilityLearned(learned(outcomes));
        assert.ok(Math.abs(mean - (11 * 0.37 + yes) / (11 + outcomes.length)) < 1e-9);
        const reversed = probabilityLearned(learned(outcomes.toReversed()));
        assert.ok(Math.abs(mean - reversed.mean) < 1e-9);
      }),
    );
  });

  for (const truth of [0.01, 0.37, 0.93])
    test(`comes to a truth of ${truth}, and says honestly how far off it may be`, () => {
      const random = source.stream("probability", truth);
      let inside = 0;
      for (let round = 0; round < 200; round++) {
        const probability = newProbability({ probability: 0.5, weight: 2, memory: NEVER_FADES });
        for (let i = 0; i < 2000; i++) observeOutcome(probability, chance(random, truth));
        const { mean, deviation } = probabilityLearned(probability);
        assert.ok(Math.abs(mean - truth) < 4.5 * Math.sqrt((truth * (1 - truth)) / 2000) + 0.001);
        if (Math.abs(mean - truth) < 1.96 * deviation) inside++;
      }
      // 95 % of 200, with four standard deviations of such a count.
      assert.ok(Math.abs(inside - 190) < 4 * Math.sqrt(200 * 0.95 * 0.05), `${inside} of 200 inside`);
    });

  test("follows a change: of what was before, e^-3 is left after three times its memory", () => {
    const probability = newProbability({ ...prior, memory: 100 });
    learned(Array(1000).fill(false), probability);
    learned(Array(300).fill(true), probability);
    assert.ok(Math.abs(probabilityLearned(probability).mean - (1 - Math.exp(-3))) < 0.01);
  });

  test("never becomes 0 or 1, whatever it has seen for however long", () => {
    const never = learned(Array(100_000).fill(false), newProbability({ ...prior, memory: 20 }));
    assert.ok(probabilityLearned(never).mean > 0.37 / 22);
    const always = learned(Array(100_000).fill(true), newProbability({ ...prior, memory: 20 }));
    assert.ok(probabilityLearned(always).mean < 1 - 0.63 / 22);
  });

  test("is moved by one outcome by at most its share", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 100 }), fc.boolean(), (outcomes, last) => {
        const probability = learned(outcomes, newProbability({ ...prior, memory: 30 }));
        const before = probabilityLearned(probability).mean;
        observeOutcome(probability, last);
        const { yes, no } = probability;
        assert.ok(Math.abs(probabilityLearned(probability).mean - before) <= 1 / (yes + no) + 1e-12);
        assert.ok(yes + no >= 10);
      }),
    );
  });

  test("is a small object that goes on from its JSON, and merges in either order", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), fc.array(fc.boolean()), (first, then) => {
        const probability = learned(first, newProbability({ ...prior, memory: 50 }));
        const written = JSON.stringify(probability);
        assert.ok(written.length < 100);
        assert.deepEqual(
          learned(then, JSON.parse(written) as LearnedProbability),
          learned(then, probability),
        );
        const [one, other] = [learned(first), learned(then)];
        assert.deepEqual(mergedProbabilities(one, other), mergedProbabilities(other, one));
      }),
    );
  });

  test("refuses a prior that is none", () => {
    for (const wrong of [{ probability: 1.1 }, { probability: Number.NaN }, { weight: 0 }, { memory: 0 }])
      assert.throws(() => newProbability({ ...prior, ...wrong }), ParameterError);
  });
});
