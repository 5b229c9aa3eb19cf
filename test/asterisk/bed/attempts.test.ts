import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "../../../src/line/events.ts";
import { type Attempt, attemptsIn, dialledAgain, faultsOfDialling, inWords } from "./attempts.ts";

const NUMBER = "+573000000001";

const step = (at: number, ...events: object[]) => ({ fact: { at }, events: events as Event[] });
const dialled = (n: number, callback = "c") => ({
  type: "attempt-dialled",
  callback,
  attempt: `${callback}~${n}`,
  n,
});
const rang = (n: number) => ({
  type: "attempt-progressed",
  callback: "c",
  attempt: `c~${n}`,
  progress: "ringing",
});
const ended = (n: number, result: string) => ({
  type: "attempt-ended",
  callback: "c",
  attempt: `c~${n}`,
  result,
});

const twoAttempts = () =>
  attemptsIn([
    step(1_000, dialled(1)),
    step(1_200, rang(1)),
    step(3_000, ended(1, "no-answer")),
    step(3_500, dialled(2)),
    step(4_000, ended(2, "joined")),
  ]);
const ordered = (attempts: readonly Attempt[]) =>
  attempts.map(({ attempt }) => ({ attempt, order: `dial-${attempt}`, number: NUMBER }));

test("attempts are listed with their results and the gaps between them", () => {
  assert.deepEqual(inWords(twoAttempts()), [
    "c~1 (1): ringing after 200 ms, no-answer after 2000 ms",
    "c~2 (2, 500 ms after the one before): joined after 500 ms",
  ]);
  assert.match(inWords(attemptsIn([step(0, dialled(1))]))[0]!, /alive$/);
});

test("callbacks that were dialled more than once are counted apart from the others", () => {
  const attempts = [...twoAttempts(), ...attemptsIn([step(5_000, dialled(1, "d"))])];
  assert.deepEqual(
    dialledAgain(attempts).map(({ attempt }) => attempt),
    ["c~1", "c~2"],
  );
});

test("a second attempt after the first has ended is no fault, and an attempt that rings nowhere is none", () => {
  const attempts = twoAttempts();
  const diallings = ordered(attempts);
  for (const rings of [
    [NUMBER, NUMBER],
    [NUMBER],
    [],
    [NUMBER, NUMBER, "somebody else's", "somebody else's"],
  ])
    assert.deepEqual(faultsOfDialling({ attempts, diallings, rings }), []);
});

test("the next trunk is one more dialling of the same attempt, and no fault", () => {
  const attempts = twoAttempts();
  const next = { attempt: "c~2", order: "dial2-c~2", number: NUMBER };
  const diallings = [...ordered(attempts), next];
  const rings = [NUMBER, NUMBER, NUMBER];
  assert.deepEqual(faultsOfDialling({ attempts, diallings, rings }), []);
});

test("an attempt that is dialled twice is found in the journal, on the line to the manager, and at the phone", () => {
  const attempts = twoAttempts();
  const diallings = ordered(attempts);
  const rings = [NUMBER, NUMBER];
  const inJournal = attemptsIn([
    step(1_000, dialled(1)),
    step(1_001, ended(1, "failed")),
    step(1_002, dialled(1)),
  ]);
  assert.deepEqual(faultsOfDialling({ attempts: inJournal, diallings: [], rings: [] }), [
    "c~1 is 2 times in the journal",
  ]);
  assert.deepEqual(faultsOfDialling({ attempts, diallings: [...diallings, diallings[1]!], rings }), [
    "c~2 was dialled 2 times (dial-c~2)",
  ]);
  assert.deepEqual(faultsOfDialling({ attempts, diallings, rings: [...rings, NUMBER] }), [
    `${NUMBER} rang 3 times and was dialled 2 times`,
  ]);
});

test("an attempt that is dialled before the one before it has ended is a fault, and so is one that nobody wrote down", () => {
  const atOnce = attemptsIn([
    step(1_000, dialled(1)),
    step(2_000, dialled(2)),
    step(2_500, ended(1, "unknown")),
  ]);
  assert.deepEqual(faultsOfDialling({ attempts: atOnce, diallings: [], rings: [] }), [
    "c~2 was dialled while c~1 was alive",
  ]);
  const others = attemptsIn([step(1_000, dialled(1)), step(2_000, dialled(1, "d"))]);
  assert.deepEqual(faultsOfDialling({ attempts: others, diallings: [], rings: [] }), []);
  const attempts = twoAttempts();
  const unknown = { attempt: "c~3", order: "dial-c~3", number: NUMBER };
  assert.deepEqual(faultsOfDialling({ attempts, diallings: [...ordered(attempts), unknown], rings: [] }), [
    "c~3 was dialled and is not in the journal",
  ]);
});
