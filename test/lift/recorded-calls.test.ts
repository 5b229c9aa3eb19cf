import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiftCallRow } from "../../src/journal/lift.ts";
import { recordedCall } from "../../src/lift/calls/recorded-calls.ts";

const row: LiftCallRow = {
  run: 1,
  id: "ana",
  skill: 7,
  person: "ana",
  arrivedAt: 10_000,
  waitedUntil: 40_000,
  joinedAt: 18_000,
  rungAt: null,
  answered: 1,
  agent: "A",
  handleMs: 300_000,
  questionAt: 10_000,
  heldOutAt: null,
  accepted: 0,
  firstDialledAt: null,
  connectedAt: null,
  secondWaitMs: null,
  calledInTime: 0,
};
const joinedAfterMs = (change: Partial<LiftCallRow>) =>
  recordedCall({ ...row, ...change }, 20_000).joinedAfterMs;

test("callers join the line when they arrive, or after they were asked, or never", () => {
  assert.equal(joinedAfterMs({}), 8_000);
  assert.equal(joinedAfterMs({ joinedAt: 10_000 }), 0);
  assert.equal(joinedAfterMs({ joinedAt: null }), null);
  assert.equal(joinedAfterMs({ waitedUntil: null }), 8_000, "who still waits");
});

test("an agent's phone rang from its first ring until the answer, if the caller was answered on the phone", () => {
  const ringMs = (change: Partial<LiftCallRow>) => recordedCall({ ...row, ...change }, 20_000).ringMs;
  assert.equal(ringMs({ rungAt: 36_000 }), 4_000);
  assert.equal(ringMs({ rungAt: 36_000, answered: 0 }), null);
  assert.equal(ringMs({ rungAt: 36_000, accepted: 1 }), null);
  assert.equal(ringMs({}), null);
});

test("callers who were passed on kept their agent until they joined the other line", () => {
  assert.equal(recordedCall({ ...row, joinedAt: 200_000 }, 20_000).handleMs, 160_000);
  assert.equal(recordedCall(row, 20_000).handleMs, 300_000);
});

test("callers who were passed on to another line after their answer waited for that answer in their own", () => {
  assert.equal(joinedAfterMs({ joinedAt: 200_000 }), 0);
});
