import assert from "node:assert/strict";
import { test } from "node:test";
import { collectGarbage } from "../../bench/collect-garbage.ts";
import { Names, ownText } from "../../src/history/own-text.ts";

test("what is held of a text does not keep the text around it", () => {
  const MB = 1_000_000;
  const held: string[] = [];
  const inUse = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = inUse();
  const names = new Names();
  for (let index = 0; index < 50; index++) {
    const piece = `${"x".repeat(MB)}${index} is long enough to be a piece of it`.slice(MB);
    held.push(ownText(piece), names.of(piece));
  }
  assert.ok(inUse() - before < 10 * MB);
  assert.equal(held[99], "49 is long enough to be a piece of it");
});

test("a name is the same however often it comes, and names without end are not all held", () => {
  const names = new Names();
  for (let index = 0; index < 30_000; index++) assert.equal(names.of(`agent ${index}`), `agent ${index}`);
  assert.equal(names.of(""), "");
});
