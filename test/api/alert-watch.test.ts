import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AlertWatch } from "../../src/api/v1/alerts/alert-watch.ts";

const reading = (measure: number, skill = 1) => ({ kind: "line-over-bound", skill, measure }) as const;

/** Looks every 10 s at these measures; gives when alerts began and ended, in s. */
function spans(measures: readonly number[]): [number, number | null][] {
  const watch = new AlertWatch();
  for (const [n, measure] of measures.entries()) watch.look(n * 10_000, [reading(measure)]);
  return watch
    .all()
    .map(({ beganAt, endedAt }): [number, number | null] => [beganAt / 1000, endedAt && endedAt / 1000])
    .sort(([a], [b]) => a - b);
}

test("an alert begins after a minute over its bound, and ends well below it", () => {
  const over = Array<number>(7).fill(1.2);
  assert.deepEqual(spans(over.slice(1)), []);
  assert.deepEqual(spans(over), [[60, null]]);
  assert.deepEqual(spans([...over, 0.9, 0.9, 1.1, 0.85]), [[60, null]]);
  assert.deepEqual(spans([...over, 0.9, 0.79, 1.5]), [[60, 80]]);
});

test("what falls below its bound before the minute is over begins anew", () => {
  assert.deepEqual(spans([1, 1, 1, 1, 1, 1, 0.99, 1, 1, 1, 1, 1, 1]), []);
  assert.deepEqual(spans([1, 1, 0.99, 1, 1, 1, 1, 1, 1, 1]), [[90, null]]);
});

test("it says since when the bound was crossed, and is another one when it happens again", () => {
  const watch = new AlertWatch();
  const look = (second: number, measure: number) => watch.look(second * 1000, [reading(measure)]);
  for (const second of [5, 65]) look(second, 1);
  const [first] = watch.all();
  assert.deepEqual([first?.since, first?.beganAt, first?.endedAt], [5_000, 65_000, null]);
  look(70, 0);
  for (const second of [80, 140]) look(second, 1);
  const [second, ended] = watch.all();
  assert.deepEqual([second?.since, ended?.endedAt], [80_000, 70_000]);
  assert.notEqual(second?.id, first?.id);
});

test("what is no longer read has ended, and skills do not disturb each other", () => {
  const watch = new AlertWatch();
  for (const second of [0, 60]) watch.look(second * 1000, [reading(1, 1), reading(1, 2)]);
  watch.look(70_000, [reading(1, 2)]);
  const all = watch.all();
  assert.deepEqual(
    all.map(({ skill, endedAt }) => [skill, endedAt]),
    [
      [2, null],
      [1, 70_000],
    ],
  );
});

test("whatever is read, an alert lasts only while its measure is not below the dead band, and no two overlap", () => {
  const measures = fc.array(fc.constantFrom(0, 0.5, 0.79, 0.8, 0.99, 1, 1.01, 3), { maxLength: 60 });
  fc.assert(
    fc.property(measures, (all) => {
      let free = -1;
      for (const [began, ended] of spans(all)) {
        assert.ok(began > free);
        const last = ended === null ? all.length : ended / 10;
        for (let n = began / 10; n < last; n++) assert.ok(all[n]! >= 0.8, `at ${n}`);
        for (let n = began / 10 - 6; n <= began / 10; n++) assert.ok(all[n]! >= 1, `before it, at ${n}`);
        free = ended ?? Number.POSITIVE_INFINITY;
      }
    }),
  );
});
