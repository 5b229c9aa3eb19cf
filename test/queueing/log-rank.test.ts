import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { exponential } from "../../src/queueing/laws/distributions.ts";
import type { ObservedWait } from "../../src/queueing/laws/patience.ts";
import { logRank } from "../../src/queueing/log-rank.ts";
import { type Random, RandomSource } from "../../src/queueing/random.ts";

const waits = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 20 }), gaveUp: fc.boolean() }), {
  maxLength: 30,
});

/** By its definition: at each wait at which anybody gave up, from who was left. */
function byDefinition(first: readonly ObservedWait[], second: readonly ObservedWait[]): number {
  let [excess, variance] = [0, 0];
  for (let wait = 0; wait <= 20; wait++) {
    const left = (sample: readonly ObservedWait[]) => sample.filter((one) => one.wait >= wait).length;
    const gone = (sample: readonly ObservedWait[]) =>
      sample.filter((one) => one.wait === wait && one.gaveUp).length;
    const n = left(first) + left(second);
    const d = gone(first) + gone(second);
    if (left(first) === 0 || left(second) === 0 || d === 0) continue;
    excess += gone(first) - (d * left(first)) / n;
    variance += (d * (left(first) / n) * (left(second) / n) * (n - d)) / (n - 1);
  }
  return variance > 0 ? excess / Math.sqrt(variance) : 0;
}

/** Exponential patience, cut by a service. */
function sample(random: Random, count: number, meanPatience: number): ObservedWait[] {
  return Array.from({ length: count }, () => {
    const [patience, served] = [exponential(random, meanPatience), exponential(random, 100)];
    return { wait: Math.min(patience, served), gaveUp: patience < served };
  });
}

describe("the log-rank statistic", () => {
  test("is what its definition says, whatever ties there are", () => {
    fc.assert(
      fc.property(waits, waits, (first, second) => {
        assert.ok(Math.abs(logRank(first, second) - byDefinition(first, second)) < 1e-9);
      }),
    );
  });

  test("changes its sign when the samples change places", () => {
    fc.assert(
      fc.property(waits, waits, (first, second) => {
        assert.ok(Math.abs(logRank(first, second) + logRank(second, first)) < 1e-9);
      }),
    );
  });

  test("is standard normal of one patience, and large and positive where the first are less patient", () => {
    const random = new RandomSource("log-rank").stream("samples");
    const alike = Array.from({ length: 400 }, () => logRank(sample(random, 60, 80), sample(random, 200, 80)));
    const mean = alike.reduce((sum, z) => sum + z, 0) / alike.length;
    const variance = alike.reduce((sum, z) => sum + z ** 2, 0) / alike.length;
    assert.ok(Math.abs(mean) < 0.2 && Math.abs(variance - 1) < 0.3, `${mean}, ${variance}`);
    assert.ok(logRank(sample(random, 400, 40), sample(random, 400, 80)) > 3);
  });
});
