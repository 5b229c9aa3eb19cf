import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { exponential } from "../../src/queueing/laws/distributions.ts";
import {
  acceptorBounds,
  everybodyBounds,
  HoldOutPatience,
} from "../../src/queueing/laws/hold-out-patience.ts";
import { type ObservedWait, Patience } from "../../src/queueing/laws/patience.ts";
import { RandomSource } from "../../src/queueing/random.ts";

const patiences = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 25 });
const observed = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 30 }), gaveUp: fc.boolean() }), {
  minLength: 1,
  maxLength: 30,
});
const gaveUp = (waits: readonly number[]) => waits.map((wait) => ({ wait, gaveUp: true }));

describe("the patience of those who accepted", () => {
  test("is theirs exactly when the held out are like the offered, one for one, and all wait till they give up", () => {
    fc.assert(
      fc.property(patiences, patiences, (acceptors, decliners) => {
        const law = new HoldOutPatience({
          heldOut: gaveUp([...acceptors, ...decliners]),
          decliners: gaveUp(decliners),
          acceptance: acceptors.length / (acceptors.length + decliners.length),
        });
        for (let wait = 0; wait <= 30; wait++) {
          const share = acceptors.filter((patience) => patience > wait).length / acceptors.length;
          assert.ok(Math.abs(law.survival(wait) - share) < 1e-9, `at ${wait}`);
        }
      }),
    );
  });

  test("is a law whatever the samples are: it never rises, stays in [0, 1], and its pieces say the same", () => {
    fc.assert(
      fc.property(
        observed,
        observed,
        fc.double({ min: 0.02, max: 1, noNaN: true }),
        (heldOut, decliners, acceptance) => {
          const law = new HoldOutPatience({ heldOut, decliners, acceptance });
          let before = 1;
          for (let wait = 0; wait < 50; wait += 0.5) {
            const survival = law.survival(wait);
            assert.ok(survival >= 0 && survival <= before + 1e-12);
            before = survival;
            const piece = law.pieces.findLast(({ from }) => from <= wait)!;
            const said = piece.remaining + piece.leaving * Math.exp(-piece.rate * (wait - piece.from));
            assert.ok(Math.abs(said - survival) < 1e-12);
          }
        },
      ),
    );
  });

  test("where the difference rises, is pooled over the wait: what rises for longer counts for more", () => {
    // With half accepting: all 3/4, 1/2, 1/2, 0 and decliners 1/2, 1/2, 0, 0 from 1, 2, 5, 6 on: 1, 1/2, 1, 0.
    const law = new HoldOutPatience({
      heldOut: gaveUp([1, 2, 6, 6]),
      decliners: gaveUp([1, 5]),
      acceptance: 0.5,
    });
    assert.deepEqual(
      [1, 2, 5, 6].map((wait) => law.survival(wait)),
      // 1/2 for 3 units and 1 for one unit: 5/8 for four.
      [1, 0.625, 0.625, 0],
    );
  });

  test("is found where the impatient accept more often, where the pooled sample is wrong", () => {
    const SAMPLES = 60;
    const at = 60;
    // Patience with mean 120; of the impatient, below 60, 60 % accept, of the others 25 %.
    const left = Math.exp(-at / 120);
    const acceptance = 0.6 * (1 - left) + 0.25 * left;
    const truth = (0.25 * left) / acceptance;
    const random = new RandomSource("selection").stream("callers");
    const found: number[] = [];
    const pooled: number[] = [];
    for (let sample = 0; sample < SAMPLES; sample++) {
      const heldOut: ObservedWait[] = [];
      const decliners: ObservedWait[] = [];
      let [offered, accepted] = [0, 0];
      for (let caller = 0; caller < 2_000; caller++) {
        const patience = exponential(random, 120);
        const turn = exponential(random, 90);
        const wait = { wait: Math.min(patience, turn), gaveUp: patience < turn };
        if (caller % 4 === 0) heldOut.push(wait);
        else {
          offered++;
          if (random.uniform() < (patience < at ? 0.6 : 0.25)) accepted++;
          else decliners.push(wait);
        }
      }
      const law = new HoldOutPatience({ heldOut, decliners, acceptance: accepted / offered });
      found.push(law.survival(at) - truth);
      pooled.push(new Patience([...heldOut, ...decliners]).survival(at) - truth);
    }
    const { mean, error } = summary(found);
    assert.ok(Math.abs(mean) < 4 * error + 0.01, `${mean} ± ${error}`);
    assert.ok(summary(pooled).mean > 0.15, "the pooled sample takes them for far more patient");
  });

  test("without anybody held out lies between leaving at once and never, and everybody's between the mixtures", () => {
    fc.assert(
      fc.property(patiences, patiences, fc.integer({ min: 0, max: 40 }), (acceptors, decliners, wait) => {
        const everybody = new Patience(gaveUp([...acceptors, ...decliners])).survival(wait);
        const { least, most } = everybodyBounds(
          new Patience(gaveUp(decliners)),
          acceptors.length / (acceptors.length + decliners.length),
        );
        assert.ok(least.survival(wait) <= everybody + 1e-12 && everybody <= most.survival(wait) + 1e-12);
        for (const bound of [least, most]) {
          const piece = bound.pieces!.findLast(({ from }) => from <= wait)!;
          const said = piece.remaining + piece.leaving * Math.exp(-piece.rate * (wait - piece.from));
          assert.ok(Math.abs(said - bound.survival(wait)) < 1e-12);
        }
      }),
    );
    assert.deepEqual([acceptorBounds.least.survival(0), acceptorBounds.most.survival(1e9)], [0, 1]);
  });

  test("is not given where nobody accepted", () => {
    for (const acceptance of [0, -0.1, 1.1, Number.NaN])
      assert.throws(() => new HoldOutPatience({ heldOut: [], decliners: [], acceptance }), /acceptance/);
  });
});

function summary(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(square / (values.length - 1) / values.length) };
}
