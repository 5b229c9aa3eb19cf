import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { ExponentialPatience, type PatienceLaw } from "../../src/queueing/laws/patience-law.ts";
import { offeredWithinByPosition, taggedCaller } from "../../src/queueing/waits/tagged-caller.ts";
import { taggedCallerBehind } from "../../src/queueing/waits/tagged-caller-behind.ts";
import { within } from "./within.ts";

const lines = fc.record({
  agents: fc.integer({ min: 1, max: 200 }),
  arrivalRate: fc.constant(1),
  serviceRate: fc.double({ min: 0.1, max: 2, noNaN: true }),
  patienceRate: fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 10, noNaN: true })),
});
const ahead = fc.integer({ min: 0, max: 60 });
const threshold = fc.double({ min: 0.001, max: 3, noNaN: true });

/**
 * The probability that all of the stages are over in time, by following the ticks of a Poisson process: sums of positive terms only,
 * so that small probabilities are right too.
 */
function allOver(rates: readonly number[], time: number): number {
  const fastest = Math.max(...rates);
  const stage = rates.map(() => 0);
  stage[0] = 1;
  let [done, sum, logOfTick] = [0, 0, -fastest * time];
  for (
    let tick = 0;
    tick < fastest * time + 12 * Math.sqrt(fastest * time) + 200 + 2 * rates.length;
    tick++
  ) {
    sum += Math.exp(logOfTick) * done;
    logOfTick += Math.log((fastest * time) / (tick + 1));
    done += stage.at(-1)! * (rates.at(-1)! / fastest);
    for (let at = rates.length - 1; at >= 0; at--)
      stage[at] =
        stage[at]! * (1 - rates[at]! / fastest) + (at > 0 ? stage[at - 1]! * (rates[at - 1]! / fastest) : 0);
  }
  return sum;
}

describe("one caller's chances", () => {
  test("are those of the line before them emptying in time, small ones too", () => {
    fc.assert(
      fc.property(lines, ahead, threshold, (line, before, time) => {
        const capacity = line.agents * line.serviceRate;
        fc.pre(capacity * time < 300);
        const rates = Array.from(
          { length: before + 1 },
          (_, i) => capacity + (before - i) * line.patienceRate,
        );
        within(offeredWithinByPosition(line, time, before + 1)[before]!, allOver(rates, time), 1e-9, 1e-300);
        const found = taggedCaller(line, { ahead: before, elapsed: 1, threshold: time + 1 });
        const own = rates.map((rate) => rate + line.patienceRate);
        const share = capacity / (capacity + (before + 1) * line.patienceRate);
        within(found.probabilityOfAnswerWithin, share * allOver(own, time), 1e-8, 1e-300);
      }),
    );
  });

  test("fall with those before them and with the time that is gone, and rise with agents", () => {
    fc.assert(
      fc.property(lines, ahead, threshold, (line, before, time) => {
        const one = taggedCaller(line, { ahead: before, elapsed: 0, threshold: time });
        const further = taggedCaller(line, { ahead: before + 1, elapsed: 0, threshold: time });
        const later = taggedCaller(line, { ahead: before, elapsed: time / 3, threshold: time });
        const helped = taggedCaller(
          { ...line, agents: line.agents + 1 },
          { ahead: before, elapsed: 0, threshold: time },
        );
        const slack = 1e-13;
        assert.ok(further.probabilityOfAnswerWithin <= one.probabilityOfAnswerWithin + slack);
        assert.ok(further.meanOfferedWait > one.meanOfferedWait);
        assert.ok(later.probabilityOfAnswerWithin <= one.probabilityOfAnswerWithin + slack);
        assert.ok(helped.probabilityOfAnswerWithin >= one.probabilityOfAnswerWithin - slack);
        assert.ok(one.probabilityOfAnswerWithin <= one.probabilityOfService + slack);
        assert.ok(one.meanWait <= one.meanOfferedWait * (1 + slack));
      }),
    );
    const line = { agents: 3, arrivalRate: 1, serviceRate: 1, patienceRate: 1 };
    assert.equal(taggedCaller(line, { ahead: 0, elapsed: 2, threshold: 1 }).probabilityOfAnswerWithin, 0);
    assert.throws(() => taggedCaller(line, { ahead: 0.5, elapsed: 0, threshold: 1 }), { code: "not-whole" });
  });

  test("by numbers are those by the formula, for patience that does not age", () => {
    fc.assert(
      fc.property(lines, fc.integer({ min: 0, max: 30 }), threshold, (line, before, time) => {
        const wanted = taggedCaller(line, { ahead: before, elapsed: 0, threshold: time });
        const law = new ExponentialPatience(line.patienceRate);
        fc.pre(line.patienceRate < line.agents * line.serviceRate);
        const found = taggedCallerBehind(
          line,
          Array.from({ length: before }, () => law),
          law,
          time,
        );
        within(found.probabilityOfAnswerWithin, wanted.probabilityOfAnswerWithin, 0, 1e-9);
        within(found.probabilityOfService, wanted.probabilityOfService, 1e-9);
        within(found.meanOfferedWait, wanted.meanOfferedWait, 1e-8);
        within(found.meanWaitIfServed, wanted.meanWaitIfServed, 1e-8);
      }),
      { numRuns: 60 },
    );
  });

  test("behind callbacks that may not be picked up are a mixture of Erlang's laws", () => {
    const line = { agents: 4, serviceRate: 0.5 };
    const [pickedUp, before, time, capacity] = [0.7, 6, 2.5, 2];
    const forEver: PatienceLaw = { survival: () => 1 };
    const found = taggedCallerBehind(
      line,
      Array.from({ length: before }, () => ({ survival: () => pickedUp })),
      forEver,
      time,
    );
    let [wanted, chosen] = [0, 1];
    for (let served = 0; served <= before; served++) {
      const probability = chosen * pickedUp ** served * (1 - pickedUp) ** (before - served);
      wanted +=
        probability *
        allOver(
          Array.from({ length: served + 1 }, () => capacity),
          time,
        );
      chosen = (chosen * (before - served)) / (served + 1);
    }
    within(found.probabilityOfAnswerWithin, wanted, 1e-10);
    within(found.meanOfferedWait, (before * pickedUp + 1) / capacity, 1e-10);
    assert.equal(taggedCallerBehind(line, [], forEver, 0).probabilityOfAnswerWithin, 0);
  });
});

test("a caller who never gives up, behind people who all but leave at once, waits for one agent", () => {
  const line = { agents: 1, arrivalRate: 1, serviceRate: 1 / 300, patienceRate: 1 };
  assert.ok(Math.abs(offeredWithinByPosition(line, 20, 1)[0]! / -Math.expm1(-20 / 300) - 1) < 1e-12);
});
