import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { criticalRatio, dialAheadRank, dialsNow, holdForCallback } from "../../src/queueing/dial-ahead.ts";
import { CumulativeHazard } from "../../src/queueing/laws/cumulative-hazard.ts";
import { lognormal } from "../../src/queueing/laws/distributions.ts";
import {
  empiricalHandleTime,
  exponentialHandleTime,
  lognormalHandleTime,
} from "../../src/queueing/laws/handle-time-law.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { expectedReleases } from "../../src/queueing/waits/releases.ts";

describe("how far ahead a callback is dialled", () => {
  test("is not at all in a small team and by many ranks in a large one: handle time 270 s, ring time 14 s", () => {
    const ratios = [0.5, 0.75, 0.9, 0.95];
    const ranks = (agents: number) => ratios.map((ratio) => dialAheadRank((agents * 14) / 270, ratio));
    assert.deepEqual(ranks(20), [1, 0, 0, 0]);
    assert.deepEqual(ranks(50), [2, 1, 1, 0]);
    assert.deepEqual(ranks(100), [5, 4, 2, 2]);
    assert.deepEqual(ranks(200), [10, 8, 6, 5]);
    assert.deepEqual(ranks(500), [26, 22, 20, 18]);
  });

  test("is the last rank that is sure enough, by adding up Poisson's probabilities", () => {
    const ratio = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 80, noNaN: true }), ratio, (releases, wanted) => {
        let [term, fewer, rank] = [Math.exp(-releases), Math.exp(-releases), 0];
        while (1 - fewer >= wanted) {
          rank++;
          term *= releases / rank;
          fewer += term;
        }
        assert.equal(dialAheadRank(releases, wanted), rank);
      }),
    );
  });

  test("grows with those who come free, and falls with how sure it must be", () => {
    const amount = fc.double({ min: 0, max: 500, noNaN: true });
    const ratio = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(amount, amount, ratio, ratio, (few, more, low, high) => {
        assert.ok(dialAheadRank(Math.min(few, more), high) <= dialAheadRank(Math.max(few, more), high));
        assert.ok(dialAheadRank(few, Math.max(low, high)) <= dialAheadRank(few, Math.min(low, high)));
      }),
    );
    assert.equal(dialAheadRank(500, 1), 0);
  });

  test("weighs a customer's wait against an agent's", () => {
    assert.equal(criticalRatio({ customer: 1, agent: 1 }), 0.5);
    assert.equal(criticalRatio({ customer: 3, agent: 1 }), 0.75);
    assert.throws(() => criticalRatio({ customer: 0, agent: 0 }), /customer/);
  });

  test("counts who rings and who was picked up, and dials more than are wanted only where few pick up", () => {
    const view = { rank: 5, ringing: 1, pickedUp: 1, pickUpProbability: 0.93 };
    assert.equal(dialsNow(view), 3);
    assert.equal(dialsNow({ ...view, pickUpProbability: 0.7 }), 3);
    // Four are wanted, of phones of which half are picked up eight; one rings.
    assert.equal(dialsNow({ ...view, pickUpProbability: 0.5 }), 7);
    assert.equal(dialsNow({ ...view, pickedUp: 5 }), 0);
    assert.equal(dialsNow({ ...view, ringing: 9 }), 0);
    assert.throws(() => dialsNow({ ...view, pickUpProbability: 0 }), /pickUpProbability/);
    assert.throws(() => dialsNow({ ...view, ringing: 1.5 }), /ringing/);
  });

  test("never wants more to pick up than the rank, as a mean", () => {
    const count = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(
        count,
        count,
        count,
        fc.double({ min: 0.05, max: 0.69, noNaN: true }),
        (rank, ringing, pickedUp, q) => {
          const dials = dialsNow({ rank, ringing, pickedUp, pickUpProbability: q });
          if (dials > 0) assert.ok(pickedUp + (ringing + dials) * q <= rank + 1e-9);
        },
      ),
    );
  });

  test("holds an agent while they idle for less than the customer would wait", () => {
    const costs = { customer: 1, agent: 1 };
    // 20 agents, handle time 270 s: one comes free every 13.5 s.
    assert.equal(holdForCallback({ remainingRing: 13, releaseRate: 20 / 270, costs }), true);
    assert.equal(holdForCallback({ remainingRing: 14, releaseRate: 20 / 270, costs }), false);
    assert.equal(holdForCallback({ remainingRing: 14, releaseRate: 0, costs }), true);
    assert.equal(
      holdForCallback({ remainingRing: 40, releaseRate: 20 / 270, costs: { customer: 3, agent: 1 } }),
      true,
    );
  });
});

describe("the agents who come free within a time", () => {
  const ages = fc.array(fc.double({ min: 0, max: 2_000, noNaN: true }), { minLength: 1, maxLength: 40 });

  test("with exponential handle times are agents times time over handle time, whatever has elapsed", () => {
    const hazard = new CumulativeHazard(exponentialHandleTime(270));
    fc.assert(
      fc.property(ages, fc.double({ min: 0.1, max: 270, noNaN: true }), (elapsed, within) => {
        const expected = (elapsed.length * within) / 270;
        assert.ok(Math.abs(expectedReleases(hazard, elapsed, within) / expected - 1) < 1e-3);
      }),
    );
  });

  test("with lognormal ones within a short time are those whose call ends", () => {
    const law = lognormalHandleTime(270, 0.9);
    const hazard = new CumulativeHazard(law);
    fc.assert(
      fc.property(ages, fc.double({ min: 1, max: 14, noNaN: true }), (elapsed, within) => {
        const expected = elapsed.reduce(
          (sum, age) => sum + 1 - law.survival(age + within) / law.survival(age),
          0,
        );
        const found = expectedReleases(hazard, elapsed, within);
        // Who completes may complete the next call too: hardly ever.
        assert.ok(
          found > expected - 2e-5 * elapsed.length && found < 1.01 * expected + 2e-5 * elapsed.length,
        );
      }),
    );
  });

  test("within a long time are what agents complete who go from call to call", () => {
    const [mean, variation, within] = [100, 0.6, 150];
    const random = new RandomSource("releases").stream("calls");
    const runs = 40_000;
    let [sum, square] = [0, 0];
    for (let run = 0; run < runs; run++) {
      // Conditioned on having lasted for 80 already.
      let left = 0;
      while (left <= 80) left = lognormal(random, mean, variation);
      let completed = 0;
      for (let time = left - 80; time <= within; time += lognormal(random, mean, variation)) completed++;
      sum += completed;
      square += completed ** 2;
    }
    const simulated = sum / runs;
    const error = Math.sqrt((square / runs - simulated ** 2) / runs);
    const found = expectedReleases(new CumulativeHazard(lognormalHandleTime(mean, variation)), [80], within);
    assert.ok(Math.abs(found - simulated) < 4 * error + 0.003, `${found}, simulated ${simulated} ± ${error}`);
  });

  test("from handle times seen are those of the law they were drawn from", () => {
    const random = new RandomSource("empirical").stream("calls");
    const seen = Array.from({ length: 20_000 }, () => lognormal(random, 270, 0.9));
    const elapsed = Array.from({ length: 100 }, (_, i) => i * 6);
    const learned = expectedReleases(new CumulativeHazard(empiricalHandleTime(seen)), elapsed, 14);
    const truth = expectedReleases(new CumulativeHazard(lognormalHandleTime(270, 0.9)), elapsed, 14);
    assert.ok(Math.abs(learned / truth - 1) < 0.05, `${learned} ${truth}`);
  });

  test("are not given for calls that have not begun, or for laws without a mean", () => {
    const hazard = new CumulativeHazard(exponentialHandleTime(270));
    assert.throws(() => expectedReleases(hazard, [-1], 14), /elapsed/);
    assert.throws(() => expectedReleases(hazard, [1], Number.NaN), /within/);
    assert.throws(() => exponentialHandleTime(0), /mean/);
    assert.throws(() => lognormalHandleTime(270, 0), /variation/);
    assert.throws(() => empiricalHandleTime([]), /times/);
  });

  test("grow with the time, and are none of nobody", () => {
    const hazard = new CumulativeHazard(lognormalHandleTime(270, 0.9));
    assert.equal(expectedReleases(hazard, [], 14), 0);
    assert.equal(expectedReleases(hazard, [100, 3], 0), 0);
    const time = fc.double({ min: 0, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(ages, time, time, (elapsed, one, other) => {
        const [short, long] = [Math.min(one, other), Math.max(one, other)];
        const tolerance = 1e-3 * elapsed.length;
        assert.ok(
          expectedReleases(hazard, elapsed, short) <= expectedReleases(hazard, elapsed, long) + tolerance,
        );
      }),
    );
  });
});

test("any ratio has its rank, and nothing is as sure as 1", () => {
  for (const releases of [0, 1e-300, 3, 100, 800, 1e6]) {
    assert.equal(dialAheadRank(releases, 1), 0);
    const sure = dialAheadRank(releases, 0.999);
    assert.ok(sure <= releases && dialAheadRank(releases, 1e-20) >= sure);
  }
  assert.throws(() => dialAheadRank(1e300, 0.5), { code: "too-large" });
});
