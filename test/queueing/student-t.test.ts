import assert from "node:assert/strict";
import { test } from "node:test";
import { studentQuantile } from "../../src/queueing/student-t.ts";

test("Student's quantiles are those of the tables, and of 1 and 2 degrees those of the closed forms", () => {
  const table = [
    [0.95, 1, 12.706_204_736],
    [0.95, 2, 4.302_652_73],
    [0.95, 5, 2.570_581_836],
    [0.95, 19, 2.093_024_054],
    [0.95, 30, 2.042_272_456],
    [0.99, 10, 3.169_272_673],
    [0.9, 120, 1.657_650_899],
  ] as const;
  for (const [confidence, degrees, wanted] of table)
    assert.ok(Math.abs(studentQuantile(confidence, degrees) - wanted) < 1e-8, `${confidence}, ${degrees}`);
  for (const confidence of [0.1, 0.5, 0.9, 0.999]) {
    assert.ok(Math.abs(studentQuantile(confidence, 1) / Math.tan((Math.PI / 2) * confidence) - 1) < 1e-9);
    const two = confidence * Math.sqrt(2 / (1 - confidence ** 2));
    assert.ok(Math.abs(studentQuantile(confidence, 2) / two - 1) < 1e-9);
  }
});

test("degrees of freedom are whole numbers from 1 on", () => {
  for (const degrees of [0, -1, 1.5, Number.NaN]) assert.throws(() => studentQuantile(0.95, degrees));
});
