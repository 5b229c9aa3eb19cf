import assert from "node:assert/strict";
import { test } from "node:test";
import { dayMeasures } from "../../../src/replay/what-if/measures.ts";
import { Tally } from "../../../src/replay/what-if/tally.ts";
import { type Reproduction, replayDoubts } from "../../../src/replay/what-if/verdict.ts";

const record = { ...dayMeasures(new Tally()), serviceLevelStrict: 0.7, abandonedShare: 0.1, meanWaitS: 60 };
const good: Reproduction = {
  record,
  model: record,
  dailyMissPoints: 2,
  waited: 1_000,
  unknownAgents: 0.01,
  calledBack: 0,
};
const kinds = (more: Partial<Reproduction>) => replayDoubts({ ...good, ...more }).map(({ kind }) => kind);

test("a model that reproduces its record is believed", () => {
  assert.deepEqual(kinds({}), []);
  const close = { ...record, serviceLevelStrict: 0.719, abandonedShare: 0.114, meanWaitS: 65.9 };
  assert.deepEqual(kinds({ model: close }), []);
});

test("each thing that it misses is a reason not to conclude, in either direction", () => {
  for (const sign of [1, -1]) {
    assert.deepEqual(kinds({ model: { ...record, serviceLevelStrict: 0.7 + sign * 0.021 } }), ["level"]);
    assert.deepEqual(kinds({ model: { ...record, abandonedShare: 0.1 + sign * 0.016 } }), ["abandonment"]);
    assert.deepEqual(kinds({ model: { ...record, meanWaitS: 60 + sign * 6.1 } }), ["wait"]);
  }
  assert.deepEqual(kinds({ dailyMissPoints: 5.1 }), ["daily-levels"]);
  assert.deepEqual(kinds({ dailyMissPoints: null }), []);
});

test("few who waited, and agents that the record does not name, are reasons too", () => {
  assert.deepEqual(kinds({ waited: 199, unknownAgents: 0.21 }), ["few-waits", "agents-unknown"]);
});

test("a record in which customers were called back does not show the line without smart wait", () => {
  assert.deepEqual(kinds({ calledBack: 0.021 }), ["called-back"]);
  assert.deepEqual(kinds({ calledBack: 0.019 }), []);
});

test("the sign of a miss says whether the model is above the record", () => {
  const [doubt] = replayDoubts({ ...good, model: { ...record, serviceLevelStrict: 0.6 } });
  assert.ok(doubt?.kind === "level" && Math.abs(doubt.missPoints + 10) < 1e-9);
});
