import assert from "node:assert/strict";
import { test } from "node:test";
import { NearTalks } from "../../../src/replay/centre/near-talks.ts";
import { logged } from "./logged-calls.ts";

const S = 1_000;

test("callers who gave up would have talked as those did who came next to them in their skill", () => {
  const morning = Array.from({ length: 40 }, (_, n) => logged(`m${n}`, n * 10, { handleS: 20 }));
  const evening = Array.from({ length: 40 }, (_, n) => logged(`e${n}`, 36_000 + n * 10, { handleS: 300 }));
  const others = Array.from({ length: 40 }, (_, n) => logged(`o${n}`, n * 10, { skill: "support" }));
  const calls = [...morning, ...others, ...evening].sort((one, other) => one.arrivedAt - other.arrivedAt);
  const near = new NearTalks(calls, new Map());
  const heldMs = (at: number) => new Set(near.heldMs(logged("gave up", at, { outcome: "abandoned" })));
  assert.deepEqual(heldMs(205), new Set([20 * S]));
  assert.deepEqual(heldMs(36_205), new Set([300 * S]));
  assert.deepEqual(heldMs(18_000), new Set([20 * S, 300 * S]));
});

test("the work after a call holds the agent, too, and where nobody was answered nothing is known", () => {
  const call = logged("a", 0);
  const near = new NearTalks([call], new Map([[call, 15 * S]]));
  assert.deepEqual(near.heldMs(logged("b", 10)), [75 * S]);
  assert.deepEqual(near.heldMs(logged("c", 10, { skill: "support" })), []);
});
