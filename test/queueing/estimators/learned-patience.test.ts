import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  type LearnedPatience,
  mergedPatience,
  newPatience,
  observePatience,
  PiecewisePatience,
  patienceRate,
} from "../../../src/queueing/estimators/learned-patience.ts";
import { erlang, exponential, hyperExponential } from "../../../src/queueing/laws/distributions.ts";
import { type ObservedWait, Patience } from "../../../src/queueing/laws/patience.ts";
import { ParameterError } from "../../../src/queueing/parameter-error.ts";
import { type Random, RandomSource } from "../../../src/queueing/random.ts";

const source = new RandomSource(20_261_122);
const NEVER_FADES = 2 ** 40;

const waits = fc.array(
  fc.record({
    wait: fc.oneof(fc.double({ min: 0, max: 900, noNaN: true }), fc.constantFrom(0, 20_000, 1e300)),
    gaveUp: fc.boolean(),
  }),
  { maxLength: 60 },
);

function learned(
  seen: readonly ObservedWait[],
  patience = newPatience({ mean: 180, weight: 20, memory: NEVER_FADES }),
): LearnedPatience {
  for (const { wait, gaveUp } of seen) observePatience(patience, wait, gaveUp);
  return patience;
}

/** People whose patience follows one law, and that an agent would have reached after an exponential time. */
function people(name: string, count: number, patience: (random: Random) => number, reachedAfter: number) {
  const random = source.stream("learned-patience", name);
  return Array.from({ length: count }, () => {
    const [patient, reached] = [patience(random), exponential(random, reachedAfter)];
    return { wait: Math.min(patient, reached), gaveUp: patient < reached };
  });
}

describe("learned patience", () => {
  test("says on the first day what was believed before", () => {
    const patience = newPatience({ mean: 180, weight: 20, memory: 1000 });
    assert.ok(Math.abs(patienceRate(patience) * 180 - 1) < 1e-9);
    const law = new PiecewisePatience(patience);
    for (const wait of [0, 1, 20, 180, 600, 5000, 50_000])
      assert.ok(Math.abs(law.survival(wait) - Math.exp(-wait / 180)) < 1e-9, `at ${wait}`);
  });

  const laws = [
    { name: "exponential", draw: (r: Random) => exponential(r, 180) },
    { name: "Erlang-2", draw: (r: Random) => erlang(r, 180, 2) },
    { name: "hyper-exponential", draw: (r: Random) => hyperExponential(r, 180, 3) },
  ];
  const points = [5, 20, 60, 120, 240];
  for (const { name, draw } of laws)
    test(`comes to the truth of ${name} patience, although most are served first`, () => {
      const seen = people(name, 40_000, draw, 120);
      const law = new PiecewisePatience(learned(seen));
      const kaplanMeier = new Patience(seen);
      const random = source.stream("truth", name);
      const truth = Array.from({ length: 400_000 }, () => draw(random));
      for (const wait of points) {
        const survival = truth.filter((patience) => patience > wait).length / truth.length;
        const atRisk = seen.filter((one) => one.wait > wait).length;
        // Greenwood's variance is below S (1 - S) / those still waiting, and the truth here is itself a sample.
        const error = Math.sqrt(survival * (1 - survival) * (1 / atRisk + 1 / truth.length));
        const found = law.survival(wait);
        assert.ok(Math.abs(found - survival) < 4 * error + 0.003, `P(> ${wait}) ${found}, is ${survival}`);
        // Beside the estimator that keeps every wait there is only what a bin averages over.
        assert.ok(Math.abs(found - kaplanMeier.survival(wait)) < 0.005, `Kaplan and Meier at ${wait}`);
      }
    });

  test("the rate of exponential patience is known as well as the number who gave up allows", () => {
    const seen = people("rate", 40_000, (r) => exponential(r, 180), 60);
    const gaveUp = seen.filter((one) => one.gaveUp).length;
    assert.ok(Math.abs(patienceRate(learned(seen)) * 180 - 1) < 4 / Math.sqrt(gaveUp));
  });

  test("one wait of 20,000 s moves the law and its rate by little, from the first day on", () => {
    for (const gaveUp of [true, false])
      for (const count of [0, 200]) {
        const patience = learned(people("outlier", count, (r) => exponential(r, 180), 120));
        const before = new PiecewisePatience(patience);
        const rate = patienceRate(patience);
        observePatience(patience, 20_000, gaveUp);
        const after = new PiecewisePatience(patience);
        const furthest = Math.max(...points.map((at) => Math.abs(after.survival(at) - before.survival(at))));
        assert.ok(furthest < 1 / (20 + count / 4), `law moved by ${furthest} after ${count}`);
        assert.ok(Math.abs(patienceRate(patience) / rate - 1) < 4 / (20 + count / 4), `rate after ${count}`);
      }
  });

  test("one wait of any length moves the law by no more than its share", () => {
    fc.assert(
      fc.property(
        waits.map((seen) => seen.filter(({ wait }) => wait < 20_000)),
        fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        (seen, wait, gaveUp) => {
          const patience = learned(seen);
          const written = JSON.stringify(patience);
          for (const none of [Number.NaN, -1, Number.POSITIVE_INFINITY])
            observePatience(patience, none, true);
          assert.equal(JSON.stringify(patience), written);
          const before = new PiecewisePatience(patience);
          observePatience(patience, wait, gaveUp);
          const after = new PiecewisePatience(patience);
          for (const at of points)
            assert.ok(Math.abs(after.survival(at) - before.survival(at)) < 3 / 20, `at ${at}`);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("follows a change: of one to half, after 2,000 people where it remembers 250 who gave up", () => {
    const patience = newPatience({ mean: 180, weight: 20, memory: 250 });
    learned(
      people("before", 4000, (r) => exponential(r, 180), 120),
      patience,
    );
    learned(
      people("after", 2000, (r) => exponential(r, 90), 120),
      patience,
    );
    const gaveUp = patience.gaveUp.reduce((sum, weight) => sum + weight, 0);
    assert.ok(gaveUp > 150 && gaveUp < 250, `${gaveUp} remembered`);
    // More than half of them gave up, so of what was before e^-4 is left; fading weights tell as many as twice their sum.
    assert.ok(Math.abs(patienceRate(patience) * 90 - 1) < 4 / Math.sqrt(2 * gaveUp) + Math.exp(-4));
  });

  test("remembers through a quiet night: who is answered at once teaches nothing", () => {
    const patience = learned(
      people("night", 500, (r) => exponential(r, 90), 120),
      newPatience({ mean: 180, weight: 20, memory: 50 }),
    );
    const written = JSON.stringify(patience);
    for (let i = 0; i < 10_000; i++) observePatience(patience, 0, false);
    assert.equal(JSON.stringify(patience), written);
  });

  test("is long, but not for ever, where nobody gives up for however long", () => {
    const patience = newPatience({ mean: 180, weight: 20, memory: 20 });
    for (let i = 0; i < 100_000; i++) observePatience(patience, 100, false);
    const rate = patienceRate(patience);
    assert.ok(rate > 0 && rate < 1 / (180 * 15), `rate ${rate}`);
    assert.ok(new PiecewisePatience(patience).survival(100) < 1);
  });

  test("is a law: from 1 falling, never rising, with its pieces joined", () => {
    fc.assert(
      fc.property(waits, (seen) => {
        const law = new PiecewisePatience(learned(seen));
        const survivals = [0, 1e-6, 1, 5, 30, 100, 300, 900, 8999, 9001, 1e6].map((at) => law.survival(at));
        assert.equal(survivals[0], 1);
        assert.deepEqual(
          survivals,
          survivals.toSorted((a, b) => b - a),
        );
        for (const { from, leaving, remaining } of law.pieces) {
          assert.ok(Math.abs(law.survival(from) - leaving) < 1e-9);
          assert.equal(remaining, 0);
        }
      }),
    );
  });

  test("takes the same room whatever it has seen, and goes on from its JSON as if nothing had happened", () => {
    fc.assert(
      fc.property(waits, waits, (first, then) => {
        const patience = learned(first, newPatience({ mean: 90, weight: 3, memory: 50 }));
        const read = JSON.parse(JSON.stringify(patience)) as LearnedPatience;
        assert.deepEqual(learned(then, read), learned(then, patience));
        assert.ok(JSON.stringify(patience).length < 2600);
      }),
    );
  });

  test("without fading, does not mind the order, and two that are merged are as one that saw all", () => {
    fc.assert(
      fc.property(waits, waits, (mine, yours) => {
        const prior = { mean: 180, weight: 20, memory: NEVER_FADES };
        const [one, other] = [learned(mine, newPatience(prior)), learned(yours, newPatience(prior))];
        const merged = mergedPatience(one, other);
        assert.deepEqual(merged, mergedPatience(other, one));
        const all = learned(
          [...yours, ...mine].reverse(),
          mergedPatience(newPatience(prior), newPatience(prior)),
        );
        merged.gaveUp.forEach((value, i) => {
          near(value, all.gaveUp[i]!);
        });
        merged.waited.forEach((value, i) => {
          near(value, all.waited[i]!);
        });
      }),
    );
  });

  test("refuses a prior that is none", () => {
    const right = { mean: 180, weight: 20, memory: 500 };
    for (const wrong of [{ mean: 0 }, { weight: 0 }, { memory: 0.5 }])
      assert.throws(() => newPatience({ ...right, ...wrong }), ParameterError);
    assert.throws(
      () => mergedPatience(newPatience(right), newPatience({ ...right, mean: 90 })),
      ParameterError,
    );
  });
});

function near(actual: number, expected: number): void {
  assert.ok(
    Math.abs(actual - expected) <= 1e-6 * Math.max(1e-3, Math.abs(expected)),
    `${actual}, ${expected}`,
  );
}
