import assert from "node:assert/strict";
import { test } from "node:test";
import { RandomSource } from "../../../src/queueing/random.ts";
import { Sample } from "../../../src/replay/centre/sample.ts";

test("a sample keeps all of few values, and of many each with the same probability", () => {
  const random = new RandomSource("sample").stream("draws");
  const few = new Sample<number>(10, random);
  for (let value = 0; value < 5; value++) few.add(value);
  assert.deepEqual(few.kept, [0, 1, 2, 3, 4]);
  const kept = Array.from({ length: 20 }, () => 0);
  for (let round = 0; round < 4_000; round++) {
    const sample = new Sample<number>(5, random);
    for (let value = 0; value < 20; value++) sample.add(value);
    for (const value of sample.kept) kept[value]!++;
  }
  const deviation = Math.sqrt(4_000 * 0.25 * 0.75);
  for (const count of kept) assert.ok(Math.abs(count - 1_000) < 4.5 * deviation, kept.join());
});
