import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MADE_WITHIN_MS, madeDay } from "../../bench/lift-centre.ts";
import { LiftMeasure } from "../../src/lift/estimate.ts";
import { DEFINITIONS, liftOf, sumOf } from "../../src/lift/levels.ts";
import type { LiftCall, LiftDay } from "../../src/lift/lift-call.ts";
import { doubtsOf } from "../../src/lift/verdict.ts";
import { RandomSource } from "../../src/queueing/random.ts";

const within = () => MADE_WITHIN_MS;

function month(days: number, impatientAccept = true) {
  const random = new RandomSource("a made month");
  return Array.from({ length: days }, (_, day) =>
    madeDay({ discipline: "window", impatientAccept }, day, random),
  );
}

const withoutHoldOut = (calls: LiftDay): LiftCall[] =>
  calls.map((call) => (call.treatment === "held-out" ? { ...call, treatment: "not-eligible" } : call));

describe("the lift of made days", () => {
  const days = month(20);
  const measure = new LiftMeasure(
    days.map(({ calls }) => calls),
    within,
  );
  const estimate = measure.estimate();
  const truth = liftOf(measure.happened("promise"), sumOf(days.map(({ without }) => without)));

  test("is found within its interval and within a point, although the impatient accept more often", () => {
    const { value, low, high } = estimate.lift.promise;
    assert.ok(low! <= truth && truth <= high!, `${low} to ${high}, truly ${truth}`);
    assert.ok(Math.abs(value - truth) < 0.7, `${value}, truly ${truth}`);
    assert.deepEqual(doubtsOf(estimate), []);
  });

  test("lies between its bounds, which need no hold-out", () => {
    const { low, high } = estimate.bounds.promise;
    assert.ok(low < truth && truth < high);
    assert.ok(high - low > estimate.lift.promise.high! - estimate.lift.promise.low!);
  });

  test("differs by definition as the levels that happened do", () => {
    for (const name of DEFINITIONS) {
      const differs = liftOf(measure.happened(name), measure.happened("promise"));
      assert.ok(Math.abs(estimate.lift[name].value - estimate.lift.promise.value - differs) < 1e-9);
    }
  });

  test("is the same when it is measured again", () => {
    assert.deepEqual(
      new LiftMeasure(
        days.map(({ calls }) => calls),
        within,
      ).estimate(),
      estimate,
    );
  });

  test("is a sum over calls: what each adds without smart wait gives the level", () => {
    const sum = sumOf(days.flatMap(({ calls }, day) => calls.map((_, call) => measure.withoutOf(day, call))));
    assert.deepEqual(measure.withoutSmartWait(), sum);
    const value = liftOf(measure.happened("promise"), sum);
    assert.ok(Math.abs(value - estimate.lift.promise.value) < 1e-9);
  });

  test("of a skill alone is that of its calls", () => {
    const renamed = days.map(({ calls }) => [
      ...calls,
      ...calls.slice(0, 200).map((call) => ({ ...call, skill: "other", agent: `other ${call.agent}` })),
    ]);
    const inOrder = renamed.map((calls) => calls.sort((one, other) => one.arrivedAt - other.arrivedAt));
    const both = new LiftMeasure(inOrder, within);
    const ofOne = both.estimate(new Set(["PS"])).lift.promise.value;
    assert.ok(Math.abs(ofOne - estimate.lift.promise.value) < 0.3, `${ofOne}`);
    assert.equal(both.estimate(new Set(["PS"])).heldOut, estimate.heldOut);
  });
});

describe("nothing is concluded", () => {
  test("without a hold-out", () => {
    const days = month(20).map(({ calls }) => withoutHoldOut(calls));
    assert.deepEqual(doubtsOf(new LiftMeasure(days, within).estimate()), ["held-out-few"]);
  });

  test("of fewer than 20 days", () => {
    const days = month(19).map(({ calls }) => calls);
    assert.deepEqual(doubtsOf(new LiftMeasure(days, within).estimate()), ["days-few"]);
  });

  test("where the model does not reproduce what happened", () => {
    // Half of the callers who waited are said to have been answered at once: no line does that.
    const days = month(20).map(({ calls }) =>
      calls.map((call, index) => (index % 2 === 0 && call.answered ? { ...call, waitMs: 0 } : call)),
    );
    assert.deepEqual(doubtsOf(new LiftMeasure(days, within).estimate()), ["model-misses"]);
  });
});

test("where nobody was treated, the level of the days lived again is the one that happened, but for what is drawn", () => {
  const days = month(20).map(({ calls }) =>
    calls
      .filter(({ callback }) => !callback)
      .map((call) => ({ ...call, treatment: "not-eligible" as const })),
  );
  const estimate = new LiftMeasure(days, within).estimate();
  assert.ok(Math.abs(estimate.lift.strict.value - estimate.validationError) < 0.2);
});
