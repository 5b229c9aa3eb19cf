import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiftFigures } from "../../docs/lift-figures.ts";
import { takenFrom } from "../../docs/take-figures.ts";

const before: LiftFigures = { made: [], bank: [] };
const found = {
  months: 4,
  trueLift: 1.5,
  bias: -0.1,
  rmse: 0.2,
  intervalHolds: 0.75,
  intervalHalfWidth: 0.5,
  biasOfSavedCalls: 2.25,
  biasOfPooledPatience: 0.6,
};
const world = { level: 50, abandoned: 10, meanWaitS: 30 };
const month = (low: number | null) => ({
  days: 7,
  recorded: world,
  model: world,
  dailyRmsPoints: 2,
  callsPerS: 100,
  effects: {
    place: {
      promiseLevelPoints: [1, low, 2],
      strictLevelPoints: [1, low, 2],
      liveLevelPoints: [1, low, 2],
      abandonmentPoints: [1, low, 2],
      accepted: 10,
      calledBack: 9,
      minutesToCallback: 4,
    },
  },
});

test("a bench that ran gives the documentation new figures, and one that did not leaves the old ones", () => {
  const lift = { figures: { made: { place: found } } };
  const made = takenFrom({ quick: false, benches: { lift } }, before);
  assert.deepEqual(made.made, [
    {
      kind: "place",
      months: 4,
      trueLift: 1.5,
      found: 1.4,
      pooledPatience: 2.1,
      savedCalls: 3.75,
      bias: -0.1,
      rmse: 0.2,
      intervalHoldsPercent: 75,
    },
  ]);
  const both = takenFrom({ quick: false, benches: { bank: { figures: { "1999-03": month(0) } } } }, made);
  assert.deepEqual(both.made, made.made);
  assert.deepEqual(
    both.bank.map(({ month: name, days, effects }) => [name, days, effects[0]!.discipline]),
    [["1999-03", 7, "place"]],
  );
});

test("figures that say nothing are refused: those of small sizes, and effects without an interval", () => {
  assert.throws(() => takenFrom({ quick: true, benches: {} }, before), /--quick/);
  const bank = { figures: { "1999-03": month(null) } };
  assert.throws(() => takenFrom({ quick: false, benches: { bank } }, before), /no interval/);
});
