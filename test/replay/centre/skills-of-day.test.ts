import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoggedCall } from "../../../src/history/call-log.ts";
import { dayPresence } from "../../../src/replay/centre/presence.ts";
import { logged } from "./logged-calls.ts";

const usual = () => ["sales", "support"];
const byArrival = ({ arrivedAt }: LoggedCall) => arrivedAt;

/** Ana takes a caller of sales at each of these times, s, who came 10 s before. */
function takenAt(...times: readonly number[]): LoggedCall[] {
  return times.map((at) => logged(`sales ${at}`, at - 10, { waitS: 10, handleS: 30 }));
}

/** A caller of support who waits all that time, s, and gives up. */
function waiting(from: number, to: number, more: Partial<LoggedCall> = {}): LoggedCall {
  return logged("waits", from, { skill: "support", outcome: "abandoned", waitS: to - from, ...more });
}

function skillsOfAna(calls: readonly LoggedCall[], turnOf = byArrival): readonly string[] {
  const inOrder = calls.toSorted((one, other) => one.arrivedAt - other.arrivedAt);
  return dayPresence(inOrder, usual, () => null, turnOf).agents[0]!.skills;
}

test("an agent who takes none of a skill all day and passes over its callers does not serve it that day", () => {
  assert.deepEqual(skillsOfAna([waiting(0, 400), ...takenAt(100, 200, 300)]), ["sales"]);
});

test("an agent who passes over a skill twice, or takes a single call of it, serves it", () => {
  assert.deepEqual(skillsOfAna([waiting(0, 250), ...takenAt(100, 200, 300)]), ["sales", "support"]);
  const one = logged("support", 500, { skill: "support" });
  assert.deepEqual(skillsOfAna([waiting(0, 400), ...takenAt(100, 200, 300), one]), ["sales", "support"]);
});

test("a caller whose turn comes later by the line's order is not passed over", () => {
  const hasCredit = ({ arrivedAt, skill }: LoggedCall) => arrivedAt - (skill === "sales" ? 500_000 : 0);
  assert.deepEqual(skillsOfAna([waiting(0, 400), ...takenAt(100, 200, 300)], hasCredit), [
    "sales",
    "support",
  ]);
});
