import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoggedCall } from "../../../src/history/call-log.ts";
import type { LiftCallRow } from "../../../src/journal/lift.ts";
import { keptRecording, keptWillingness } from "../../../src/replay/what-if/kept-record.ts";

const answered: LiftCallRow = {
  run: 1,
  id: "a",
  skill: 7,
  person: null,
  arrivedAt: 1_000,
  waitedUntil: 41_000,
  joinedAt: 11_000,
  rungAt: null,
  answered: 1,
  agent: "Eva",
  handleMs: 90_000,
  questionAt: 1_000,
  heldOutAt: null,
  accepted: 0,
  firstDialledAt: null,
  connectedAt: null,
  secondWaitMs: null,
  calledInTime: 0,
};
const calledBack: LiftCallRow = {
  ...answered,
  id: "b",
  waitedUntil: 12_000,
  accepted: 1,
  firstDialledAt: 300_000,
  connectedAt: 325_000,
  secondWaitMs: 5_000,
};

async function recorded(rows: readonly LiftCallRow[], until = Number.POSITIVE_INFINITY) {
  const recording = keptRecording(rows, (id) => `skill ${id}`, { timeZone: "UTC", until });
  const calls: LoggedCall[] = [];
  for (const { log } of await recording.open())
    for await (const some of log.rows) calls.push(...(some as readonly LoggedCall[]));
  return calls.map(({ arrivedAt, waitMs, outcome, agent, handleMs, skill }) => [
    arrivedAt,
    waitMs,
    outcome,
    agent,
    handleMs,
    skill,
  ]);
}

test("a call counts from when it stood in the queue, and one that was called back from when its customer confirmed", async () => {
  assert.deepEqual(await recorded([answered, calledBack]), [
    [11_000, 30_000, "answered", "Eva", 90_000, "skill 7"],
    [320_000, 5_000, "answered", "Eva", 90_000, "skill 7"],
  ]);
});

test("a caller who was not reached gave up when they said yes, and one who hung up gave up when they did", async () => {
  const notReached = { ...calledBack, connectedAt: null, joinedAt: null };
  const hungUp: LiftCallRow = { ...answered, answered: 0 };
  assert.deepEqual(await recorded([notReached, hungUp]), [
    [1_000, 11_000, "abandoned", null, null, "skill 7"],
    [11_000, 30_000, "abandoned", null, null, "skill 7"],
  ]);
});

test("a call that still waits is left out, and so is what stood in the queue after the end", async () => {
  assert.deepEqual(await recorded([{ ...answered, answered: 0, waitedUntil: null }]), []);
  assert.equal((await recorded([answered, calledBack], 320_000)).length, 1);
});

test("how many say yes is what the people did, once a hundred were asked", () => {
  const asked = (yes: number, no: number) =>
    keptWillingness([...Array(yes).fill(calledBack), ...Array(no).fill(answered)]).accepts;
  assert.equal(asked(50, 50), 0.5);
  assert.equal(asked(50, 49), asked(0, 0));
});
