import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type DayCalls, GatheredDays } from "../../../src/replay/centre/day-calls.ts";
import { logged } from "./logged-calls.ts";

const HOUR_S = 3_600;
const ids = (days: readonly DayCalls[]) =>
  days.map(({ date, calls }) => [date, calls.map(({ logId }) => logId).join()]);

test("calls are gathered by local date, in order of arrival, whatever order they come in", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([2, 4, 6, 30, 40, 54], { minLength: 6 }), (hours) => {
      const days = new GatheredDays("America/Bogota");
      const given = days.add(hours.map((hour) => logged(`${hour}`, hour * HOUR_S)));
      assert.deepEqual(given, []);
      // Bogotá is five hours behind UTC.
      assert.deepEqual(ids(days.end()), [
        ["1969-12-31", "2,4"],
        ["1970-01-01", "6"],
        ["1970-01-02", "30,40"],
        ["1970-01-03", "54"],
      ]);
      assert.equal(days.late, 0);
    }),
  );
});

test("of a long record only the days that are not over are held, forwards and backwards", () => {
  for (const direction of [1, -1]) {
    const days = new GatheredDays("UTC", 10);
    const hours = Array.from({ length: 240 }, (_, hour) => hour);
    if (direction < 0) hours.reverse();
    let held = 0;
    let most = 0;
    const given: DayCalls[] = [];
    for (const hour of hours) {
      const over = days.add([logged(`${hour}`, hour * HOUR_S)]);
      held += 1 - over.reduce((sum, { calls }) => sum + calls.length, 0);
      most = Math.max(most, held);
      given.push(...over);
    }
    given.push(...days.end());
    assert.ok(most <= 100, `${most} calls were held`);
    assert.equal(given.length, 10);
    assert.ok(given.every(({ calls }) => calls.length === 24));
    assert.equal(days.late, 0);
  }
});

test("a call of a day that was given out is counted and left out", () => {
  const days = new GatheredDays("UTC", 1);
  days.add([logged("a", 0), logged("b", 1)]);
  assert.equal(days.add([logged("c", 100 * HOUR_S)]).length, 1);
  days.add([logged("late", 2)]);
  assert.equal(days.late, 1);
  assert.deepEqual(ids(days.end()), [["1970-01-05", "c"]]);
});
