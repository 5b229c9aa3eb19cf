import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { closestWord } from "../../src/configuration/closest-word.ts";
import { parseHours, parseShift, writeHours } from "../../src/configuration/schema/hours.ts";
import { parseTarget, writeTarget } from "../../src/configuration/schema/target.ts";

const minute = fc.integer({ min: 0, max: 1440 });
const hours = fc
  .tuple(minute, minute)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({ fromMinute: Math.min(a, b), toMinute: Math.max(a, b) }));

test("a target is a share in a time, in both languages and in the jargon", () => {
  const wanted = { share: 0.8, withinMs: 20_000 };
  for (const text of ["80 % in 20 s", "80% in 20s", " 80 % EN 20 s ", "80/20", "80 / 20", "80,0 % en 20 s"])
    assert.deepEqual(parseTarget(text), wanted, text);
  assert.deepEqual(parseTarget("92.5 % in 10 s"), { share: 0.925, withinMs: 10_000 });
  for (const text of [
    "80",
    "80 in 20",
    "0/20",
    "101 % in 20 s",
    "80 % in 0 s",
    "80 % in 3601 s",
    "-80/20",
    "20 s",
  ])
    assert.equal(parseTarget(text), null, text);
});

test("a target that is written is read as it was", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 3600 }), (share, seconds) => {
      const target = { share: share / 10_000, withinMs: seconds * 1000 };
      const again = parseTarget(writeTarget(target))!;
      assert.equal(again.withinMs, target.withinMs);
      assert.ok(Math.abs(again.share - target.share) < 1e-12);
    }),
  );
});

test("hours that are written are read as they were, and never pass midnight", () => {
  fc.assert(fc.property(hours, (one) => assert.deepEqual(parseHours(writeHours(one)), one)));
  for (const text of ["22:00-06:00", "08:00-08:00", "07:60-08:00", "08:00-24:01", "8-16", "08:00", ""])
    assert.equal(parseHours(text), null, text);
  assert.deepEqual(parseHours("0:00 – 24:00"), { fromMinute: 0, toMinute: 1440 });
});

test("a shift lasts less than a day and may end on the next", () => {
  assert.deepEqual(parseShift("22:00-06:00"), { fromMinute: 1320, toMinute: 1800 });
  assert.deepEqual(parseShift("08:00-16:00"), { fromMinute: 480, toMinute: 960 });
  assert.equal(parseShift("08:00-08:00"), null);
  assert.equal(parseShift("24:00-06:00"), null);
  fc.assert(
    fc.property(hours, ({ fromMinute, toMinute }) => {
      fc.pre(toMinute < 1440 && fromMinute < toMinute);
      const night = parseShift(writeHours({ fromMinute: toMinute, toMinute: fromMinute }))!;
      assert.equal(night.toMinute - night.fromMinute, 1440 - (toMinute - fromMinute));
    }),
  );
});

test("the word that was meant has few letters that differ; of far ones none is guessed", () => {
  const known = ["skills", "skill", "ringForS", "max", "offerAfterS"];
  const meant = ["skils", "Skills", "ringFor", "ring_for_s", "maxx", "offerAfterMs", "max"];
  assert.deepEqual(
    meant.map((word) => closestWord(word, known)),
    ["skills", "skills", "ringForS", "ringForS", "max", "offerAfterS", "max"],
  );
  for (const word of ["", "target", "x".repeat(5000), "min"])
    assert.equal(closestWord(word, known), null, word);
});
