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
      assert.equal(days.isDisordered, false);
    }),
  );
});

test("only the days that are not over are held of a long record in order of time", () => {
  const days = new GatheredDays("UTC", 10);
  let held = 0;
  let most = 0;
  const given: DayCalls[] = [];
  for (let hour = 0; hour < 240; hour++) {
    const over = days.add([logged(`${hour}`, hour * HOUR_S)]);
    held += 1 - over.reduce((sum, { calls }) => sum + calls.length, 0);
    most = Math.max(most, held);
    given.push(...over);
  }
  given.push(...days.end());
  assert.ok(most <= 100, `${most} calls were held`);
  assert.equal(given.length, 10);
  assert.ok(given.every(({ calls }) => calls.length === 24));
  assert.equal(days.isDisordered, false);
});

test("a long record that goes back by days is in no order, and gives no day any more", () => {
  for (const at of [2, -30 * HOUR_S]) {
    const days = new GatheredDays("UTC", 1);
    days.add([logged("a", 0), logged("b", 1)]);
    assert.equal(days.add([logged("c", 100 * HOUR_S)]).length, 1);
    assert.equal(days.isDisordered, false);
    days.add([logged("late", at)]);
    assert.equal(days.isDisordered, true);
    assert.deepEqual(days.end(), []);
  }
  const backwards = new GatheredDays("UTC", 10);
  for (let hour = 240; hour >= 0; hour--) backwards.add([logged(`${hour}`, hour * HOUR_S)]);
  assert.equal(backwards.isDisordered, true);
});
