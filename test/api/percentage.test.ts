import assert from "node:assert/strict";
import { test } from "node:test";
import { percentage } from "../../src/api/wolkvox/values/percentage.ts";

test("a percentage has two decimals, a blank and the sign, and is empty when it is not known", () => {
  assert.equal(percentage(3.19), "3.19 %");
  assert.equal(percentage(28.806), "28.81 %");
  assert.equal(percentage(15_233.33), "15,233.33 %");
  assert.equal(percentage(-0.42), "-0.42 %");
  assert.equal(percentage(-0.001), "0.00 %");
  assert.equal(percentage(0), "0.00 %");
  assert.equal(percentage(null), "");
});
