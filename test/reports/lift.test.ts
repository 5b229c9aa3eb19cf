import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { liftAnswerOf } from "../../src/api/v1/reports/lift-answer.ts";
import { diagram2Row } from "../../src/api/wolkvox/reports/diagram-2.ts";
import type { LiftMeasured, LiftOfSkill, LiftSums } from "../../src/journal/lift.ts";
import type { ReadModels } from "../../src/journal/port/questions.ts";
import type { LiftDefinition } from "../../src/line/settings.ts";
import { liftText } from "../../src/reports/lift/lift-table.ts";
import { conclusionOf } from "../../src/reports/lift/lift-words.ts";
import { smartWait } from "../../src/reports/smart-wait/smart-wait.ts";

/** Of 10,000 calls: 80 % in time by promise, 70 % strictly, 900 of 1,000 live ones; without smart wait what is given. */
const sums = (withoutMet: number): LiftSums => ({
  promiseMet: 8_000,
  strictMet: 7_000,
  liveMet: 900,
  counted: 10_000,
  liveCounted: 1_000,
  withoutMet,
  withoutCounted: 10_000,
});
const interval = { value: 3, low: 2, high: 4 };
const bounds = { low: -1, high: 5 };
const measured: LiftMeasured = {
  skill: 11,
  from: 0,
  to: 86_400_000,
  method: 1,
  days: 20,
  heldOut: 100,
  lift: { promise: interval, strict: interval, live: interval },
  bounds: { promise: bounds, strict: bounds, live: bounds },
  validationError: -1,
  redials: { gaveUp: 40, calledAgain: 9 },
};
const lift = (of: Partial<LiftOfSkill>): LiftOfSkill => ({ skill: 11, sums: sums(7_681), measured, ...of });

async function printed(
  of: Partial<LiftOfSkill> | null,
  serviceLevelUp: LiftDefinition = "promise",
): Promise<string | undefined> {
  const readModels = {
    smartWaitCounts: async () => [{ skill: 11, treatment: 3, yes: 2, recallOk: 1, recallFail: 1 }],
    liftOfSkills: async () => (of ? [lift(of)] : []),
  } as unknown as ReadModels;
  const [row] = await smartWait(readModels, 1, { from: 0, to: 1 }, [{ id: 11, serviceLevelUp }]);
  return diagram2Row(row!)["service_level_up"];
}

describe("service_level_up", () => {
  test("is the lift by promise of the range, in points, also where the level fell", async () => {
    assert.equal(await printed({}), "3.19 %");
    assert.equal(await printed({ sums: sums(8_123) }), "-1.23 %");
  });

  test("is the strict or the live lift where the settings of the skill say so", async () => {
    assert.equal(await printed({}, "strict"), "-6.81 %");
    assert.equal(await printed({}, "live"), "13.19 %");
  });

  test("is empty where nothing may be concluded, or nothing was measured", async () => {
    assert.equal(await printed({ measured: { ...measured, days: 19 } }), "");
    assert.equal(await printed({ measured: { ...measured, heldOut: 99 } }), "");
    assert.equal(await printed({ measured: { ...measured, validationError: 1.01 } }), "");
    assert.equal(await printed({ measured: null }), "");
    assert.equal(await printed({ sums: null }), "");
    assert.equal(await printed(null), "");
  });
});

describe("the native report", () => {
  const answerOf = (of: Partial<LiftOfSkill>) => liftAnswerOf(lift(of), () => "Ventas", "UTC");

  test("gives the three lifts of the range, and how far they can be trusted", () => {
    const { serviceLevelUp, conclusive, doubts, measured: known, conclusion } = answerOf({});
    assert.deepEqual(serviceLevelUp, { promise: 3.19, strict: -6.81, live: 13.19 });
    assert.deepEqual([conclusive, doubts], [true, []]);
    assert.equal(known!.validationErrorPoints, -1);
    assert.deepEqual(known!.lift.promise, interval);
    assert.deepEqual(known!.bounds.live, bounds);
    assert.match(conclusion.en, /rose by between 2.00 and 4.00 points/);
    assert.match(conclusion.es, /subió entre 2,00 y 4,00 puntos/);
    assert.deepEqual(known!.redials, { gaveUp: 40, calledAgain: 9 });
    assert.match(
      conclusion.en,
      /known customers gave up: 40; of these, followed by another of the same customer within the hour: 9\./,
    );
    assert.match(
      conclusion.es,
      /clientes conocidos: 40; de ellas, seguidas de otra del mismo cliente en menos de una hora: 9\./,
    );
  });

  test("gives the bounds alone where too few were held out, and says so", () => {
    const {
      serviceLevelUp,
      conclusive,
      doubts,
      measured: known,
    } = answerOf({
      measured: { ...measured, heldOut: 3 },
    });
    assert.deepEqual(serviceLevelUp, { promise: null, strict: null, live: null });
    assert.deepEqual([conclusive, doubts], [false, ["held-out-few"]]);
    assert.deepEqual(known!.lift.promise, { value: null, low: null, high: null });
    assert.deepEqual(known!.bounds.promise, bounds);
  });

  test("says that a skill was not measured yet", () => {
    assert.equal(answerOf({ measured: null }).conclusive, false);
    assert.match(answerOf({ measured: null }).conclusion.en, /^Not measured yet/);
    const { redials: _, ...older } = measured;
    assert.equal(answerOf({ measured: older }).measured!.redials, null);
    assert.doesNotMatch(answerOf({ measured: older }).conclusion.en, /called again/);
  });
});

test("what may be concluded is said in a sentence: rose, fell, or neither can be said", () => {
  assert.match(conclusionOf({ value: -3, low: -4, high: -2 }, [], "en"), /fell by between 2.00 and 4.00/);
  assert.match(conclusionOf({ value: 0, low: -1, high: 1 }, [], "en"), /not known yet/);
  assert.match(conclusionOf({ value: 0, low: -1, high: 1 }, [], "es"), /Todavía no se sabe/);
  assert.equal(
    conclusionOf(interval, ["held-out-few", "days-few"], "en").match(/\. /g)?.length,
    1,
    "a sentence for each doubt",
  );
});

test("a terminal has the three lifts of each skill, and below them what may be concluded", () => {
  const [table, conclusions] = liftText([lift({}), lift({ skill: 12, measured: null })], () => "", "en");
  assert.match(
    table!,
    /^Lift, in points +Promise +Strict +Live\n─+\n11 +3\.19 +-6\.81 +13\.19\n12 +- +- +-$/,
  );
  assert.match(conclusions!, /^11: The service level rose .*\n12: Not measured yet/);
  assert.deepEqual(
    liftText([], () => "", "en"),
    [],
  );
});
