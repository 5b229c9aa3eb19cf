import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { callerLaws, likenessIn, shareOfBoth } from "../../src/lift/laws/caller-laws.ts";
import { exponential } from "../../src/queueing/laws/distributions.ts";
import type { ObservedWait } from "../../src/queueing/laws/patience.ts";
import { RandomSource } from "../../src/queueing/random.ts";

/** Callers whose patience is exponential with that mean, answered after 100 at the latest. */
function waits(name: string, count: number, patience: number): ObservedWait[] {
  const random = new RandomSource(name).stream("waits");
  return Array.from({ length: count }, () => {
    const wait = exponential(random, patience);
    return wait < 100 ? { wait, gaveUp: true } : { wait: 100, gaveUp: false };
  });
}

describe("callers who could not be offered", () => {
  test("count the less as the like of the held out, the more surely they differ, without a jump", () => {
    const shares = Array.from({ length: 51 }, (_, tenth) => shareOfBoth(tenth / 10, 200));
    assert.ok(shares[0]! > 0.95 && shares[50]! < 0.01);
    for (const [index, share] of shares.entries()) {
      assert.equal(shareOfBoth(-index / 10, 200), share);
      if (index === 0) continue;
      assert.ok(share < shares[index - 1]!);
      assert.ok(shares[index - 1]! - share < 0.1, `a jump at ${index / 10}`);
    }
  });

  const medianOf = (notEligible: readonly ObservedWait[], heldOut: readonly ObservedWait[]) => {
    const days = [{ notEligible, heldOut, declined: [], accepted: 0 }];
    return callerLaws(days, likenessIn(days)).eligible["held-out"].beyond(0, 0.5);
  };

  test("tell of the patience of the held out where both are alike", () => {
    const many = waits("many", 20_000, 80);
    const missedBy = (notEligible: readonly ObservedWait[]) =>
      Array.from({ length: 20 }, (_, index) =>
        Math.abs(medianOf(notEligible, waits(`few ${index}`, 100, 80)) - 80 * Math.LN2),
      ).reduce((sum, miss) => sum + miss / 20, 0);
    assert.ok(missedBy(many) < 2, `${missedBy(many)}`);
    assert.ok(missedBy([]) > 3, `${missedBy([])}`);
  });

  test("say nothing of it where they are much more patient", () => {
    const heldOut = waits("few", 400, 60);
    const alone = medianOf([], heldOut);
    assert.ok(Math.abs(medianOf(waits("many", 20_000, 240), heldOut) - alone) < 1);
  });
});
