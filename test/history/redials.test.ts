import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyCall, REDIAL_WITHIN_MS, redialsAmong } from "../../src/history/redials.ts";

const MINUTE = 60_000;

/** A call of customer `c` who gave up after two minutes, unless it is said otherwise. */
function call(at: number, more: Partial<AnyCall> = {}): AnyCall {
  return { customer: "c", skill: "sales", arrivedAt: at, waitMs: 2 * MINUTE, gaveUp: true, ...more };
}

test("a caller who gave up and calls again within the hour is a redial, answered or not", () => {
  const again = 2 * MINUTE + REDIAL_WITHIN_MS;
  assert.deepEqual(redialsAmong([call(0), call(again, { gaveUp: false })]), { gaveUp: 1, calledAgain: 1 });
  assert.deepEqual(redialsAmong([call(0), call(10 * MINUTE), call(20 * MINUTE)]), {
    gaveUp: 3,
    calledAgain: 2,
  });
});

test("a call is no redial an hour later, of another customer or skill, after an answer, or while the first still waits", () => {
  for (const second of [
    call(2 * MINUTE + REDIAL_WITHIN_MS + 1),
    call(10 * MINUTE, { customer: "d" }),
    call(10 * MINUTE, { skill: "claims" }),
    call(1 * MINUTE),
  ])
    assert.equal(redialsAmong([call(0), second]).calledAgain, 0);
  assert.equal(redialsAmong([call(0, { gaveUp: false }), call(10 * MINUTE)]).calledAgain, 0);
});

test("an unknown caller is neither counted nor linked", () => {
  const unknown = [call(0, { customer: null }), call(10 * MINUTE, { customer: null })];
  assert.deepEqual(redialsAmong(unknown), { gaveUp: 0, calledAgain: 0 });
});
