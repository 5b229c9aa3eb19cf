import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type AlertReading, AlertWatch } from "../../src/api/v1/alerts/alert-watch.ts";
import { alertKinds } from "../../src/words/alert-sentences.ts";

const LOOK_MS = 5_000;
const DELAY_MS = 60_000;

const reading = (measure: number, skill = 1): AlertReading => ({ kind: "line-over-bound", skill, measure });

/** Looks every five seconds at one level, and gives all that there was. */
function watched(levels: readonly number[]) {
  const watch = new AlertWatch();
  for (const [n, level] of levels.entries()) watch.look(n * LOOK_MS, [reading(level)]);
  return watch.all();
}

/** Levels that stay a while, and flutter: the bound is 1, and the dead band ends at 0.8. */
const anyLevels = fc
  .array(
    fc.record({
      level: fc.double({ min: 0, max: 1.6, noNaN: true }),
      looks: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.flatMap(({ level, looks }) => Array<number>(looks).fill(level)));

const levelAt = (levels: readonly number[], at: number) => levels[at / LOOK_MS]!;
const between = (levels: readonly number[], from: number, to: number) =>
  levels.slice(from / LOOK_MS, to / LOOK_MS);

describe("an alert", () => {
  it("begins only after a minute without a break over the bound, and ends at the first look under four fifths of it", () => {
    fc.assert(
      fc.property(anyLevels, (levels) => {
        for (const { since, beganAt, endedAt } of watched(levels)) {
          assert.ok(beganAt - since >= DELAY_MS);
          assert.ok(between(levels, since, beganAt + LOOK_MS).every((level) => level >= 1));
          const until = endedAt ?? levels.length * LOOK_MS;
          assert.ok(between(levels, beganAt, until).every((level) => level >= 0.8));
          if (endedAt !== null) assert.ok(levelAt(levels, endedAt) < 0.8);
        }
      }),
    );
  });

  it("is missed for no level that stays over the bound for a minute", () => {
    fc.assert(
      fc.property(anyLevels, fc.double({ min: 1, max: 9, noNaN: true }), (before, level) => {
        const [newest] = watched([...before, ...Array<number>(DELAY_MS / LOOK_MS + 1).fill(level)]);
        assert.equal(newest?.endedAt, null);
      }),
    );
  });

  it("is one, and goes on, while a level flutters around its bound above the dead band", () => {
    const flutter = fc.array(fc.double({ min: 0.8, max: 1.3, noNaN: true }), { maxLength: 200 });
    fc.assert(
      fc.property(flutter, (levels) => {
        const over = Array<number>(DELAY_MS / LOOK_MS + 1).fill(1.1);
        assert.equal(watched([...over, ...levels]).length, 1);
      }),
    );
  });

  it("comes at most once a minute, however its level jumps", () => {
    fc.assert(
      fc.property(anyLevels, (levels) => {
        assert.ok(watched(levels).length <= (levels.length * LOOK_MS) / DELAY_MS);
      }),
    );
  });

  it("stays as it is while only something else is known, and neither begins nor ends by it", () => {
    fc.assert(
      fc.property(anyLevels, fc.integer({ min: 1, max: 100 }), (levels, looks) => {
        const watch = new AlertWatch();
        for (const [n, level] of levels.entries()) watch.look(n * LOOK_MS, [reading(level)]);
        const before = watch.all();
        const silent: AlertReading = { kind: "not-answering", skill: null, measure: 0 };
        for (let n = 0; n < looks; n++)
          watch.look((levels.length + n) * LOOK_MS, [silent], { areAll: false });
        assert.deepEqual(watch.all(), before);
        watch.look((levels.length + looks) * LOOK_MS, []);
        assert.ok(watch.all().every(({ endedAt }) => endedAt !== null));
      }),
    );
  });

  it("stands before all that are less serious, and before younger ones of its kind, in a flood of every kind", () => {
    const anyFlood = fc.array(fc.record({ kind: fc.nat(alertKinds.length - 1), skill: fc.nat(29) }), {
      maxLength: 100,
    });
    fc.assert(
      fc.property(anyFlood, (flood) => {
        const watch = new AlertWatch();
        const all: AlertReading[] = [];
        const later = flood.length * LOOK_MS + DELAY_MS;
        flood.forEach(({ kind, skill }, n) => {
          all.push({ kind: alertKinds[kind]!, skill, measure: 1 });
          watch.look(n * LOOK_MS, all);
        });
        watch.look(later, all);
        const open = watch.all();
        assert.equal(open.length, new Set(all.map(({ kind, skill }) => `${kind} ${skill}`)).size);
        for (const [n, one] of open.entries()) {
          const next = open[n + 1];
          if (!next) continue;
          const [rank, after] = [alertKinds.indexOf(one.kind), alertKinds.indexOf(next.kind)];
          assert.ok(rank < after || (rank === after && one.since <= next.since));
        }
      }),
    );
  });
});
