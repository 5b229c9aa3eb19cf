import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { tOf } from "../../../bench/stationary.ts";
import { type SeenLine, seeStationaryLine } from "../../../bench/stationary-line.ts";

const line = { agents: 20, callsPerHour: 240, handleS: 270, patienceS: 150, thresholdS: 20 };
const CUSTOMERS = 30_000;

describe("a line with exponential times, through the core", () => {
  let seen: SeenLine;
  before(() => {
    seen = seeStationaryLine({ ...line, customers: CUSTOMERS, seed: "test" });
  });

  test("behaves as Erlang A says", () => {
    for (const { error } of [seen.atOnce, seen.abandoned, seen.inTime])
      assert.ok(error < 0.015, `the estimate is too coarse to say anything: ${error}`);
    for (const [measure, t] of Object.entries(tOf(line, seen)))
      assert.ok(Math.abs(t) < 4, `${measure}: t = ${t}`);
  });

  test("keeps Little's law: the length of the line over time is the sum of all waits", () => {
    assert.ok(seen.littleMiss < 1e-9, `missed by ${seen.littleMiss}`);
  });

  test("loses nobody: anyone who is not answered gave up", () => {
    assert.equal(seen.answered + seen.gaveUp, CUSTOMERS);
    assert.ok(seen.gaveUp > 0);
  });
});
