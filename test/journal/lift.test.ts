import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { LiftMeasured, LiftOfCall, LiftSums } from "../../src/journal/lift.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2030, 0, 1, 5);
const names = [
  "promiseMet",
  "strictMet",
  "liveMet",
  "counted",
  "liveCounted",
  "withoutMet",
  "withoutCounted",
] as const satisfies (keyof LiftSums)[];

const part = fc.integer({ min: 0, max: 20 }).map((twentieths) => twentieths / 20);
const moment = fc.integer({ min: START, max: START + 60 * HOUR });
const calls = fc.array(
  fc.record({
    skill: fc.integer({ min: 1, max: 3 }),
    arrivedAt: moment,
    promiseMet: part,
    strictMet: part,
    liveMet: part,
    counted: fc.constant(1),
    liveCounted: part,
    withoutMet: part,
    withoutCounted: part,
  }),
  { maxLength: 40 },
);

const numbered = (found: readonly Omit<LiftOfCall, "run" | "id">[]): LiftOfCall[] =>
  found.map((call, index) => ({ run: 1, id: `c${index}`, ...call }));

async function newOperation() {
  const store = await openSqliteStore({ file: ":memory:" });
  const operation = await store.openOperation({
    name: "Operation",
    timeZone: "America/Bogota",
    simulated: false,
  });
  return { store, id: operation.id, readModels: store.readModels() };
}

const written = (from: number, to: number, calls: readonly LiftOfCall[]) => ({
  from,
  to,
  calls: calls.filter(({ arrivedAt }) => arrivedAt >= from && arrivedAt < to),
  day: null,
  method: 1,
});

describe("the lift in the journal", () => {
  test("of any range is the sum over its calls, to the millisecond, also after some were measured again", async () => {
    await fc.assert(
      fc.asyncProperty(calls, calls, moment, moment, moment, moment, async (before, anew, a, b, c, d) => {
        const { store, id, readModels } = await newOperation();
        const whole = [START, START + 61 * HOUR] as const;
        await store.writeLift(id, written(...whole, numbered(before)));
        const [from, to] = [Math.min(a, b), Math.max(a, b) + 1];
        const replacing = numbered(anew).map((call) => ({ ...call, id: `new ${call.id}` }));
        await store.writeLift(id, written(from, to, replacing));
        const known = [
          ...numbered(before).filter(({ arrivedAt }) => arrivedAt < from || arrivedAt >= to),
          ...replacing.filter(({ arrivedAt }) => arrivedAt >= from && arrivedAt < to),
        ];
        const range = [Math.min(c, d), Math.max(c, d)] as const;
        const found = await readModels.liftOfSkills(id, ...range);
        for (const skill of [1, 2, 3]) {
          const ofSkill = known.filter(
            (call) => call.skill === skill && call.arrivedAt >= range[0] && call.arrivedAt < range[1],
          );
          const sums = found.find((one) => one.skill === skill)?.sums;
          for (const name of names) {
            const wanted = ofSkill.reduce((sum, call) => sum + call[name], 0);
            assert.ok(Math.abs((sums?.[name] ?? 0) - wanted) < 1e-9, `${name} of ${skill}`);
          }
        }
        await store.close();
      }),
      { numRuns: 60 },
    );
  });

  test("is another answer of the counts once it was written, so that no kept one is given out", async () => {
    const { store, id, readModels } = await newOperation();
    const version = await readModels.countsVersion(id);
    await store.writeLift(id, written(START, START + HOUR, []));
    assert.ok((await readModels.countsVersion(id)) > version);
    await store.close();
  });

  test("knows which days were measured by which method", async () => {
    const { store, id } = await newOperation();
    await store.writeLift(id, { ...written(START, START + HOUR, []), day: "2030-01-01" });
    await store.writeLift(id, { ...written(START, START + HOUR, []), day: "2030-01-02", method: 2 });
    assert.deepEqual([...(await store.liftDays(id, 1))], ["2030-01-01"]);
    await store.writeLift(id, { ...written(START, START + HOUR, []), day: "2030-01-01", method: 2 });
    assert.deepEqual([...(await store.liftDays(id, 2))], ["2030-01-01", "2030-01-02"]);
    await store.close();
  });

  test("keeps what the newest days say of each skill, the last time they were measured", async () => {
    const { store, id, readModels } = await newOperation();
    const interval = { value: 1, low: 0.5, high: 1.5 };
    const bounds = { low: -1, high: 2 };
    const measured = (skill: number): LiftMeasured => ({
      skill,
      from: START,
      to: START + HOUR,
      method: 1,
      days: 20,
      heldOut: 200,
      lift: { promise: interval, strict: interval, live: interval },
      bounds: { promise: bounds, strict: bounds, live: bounds },
      validationError: 0.1,
    });
    await store.writeLiftMeasures(id, [measured(1), measured(2)]);
    await store.writeLiftMeasures(id, [measured(2)]);
    assert.deepEqual(await readModels.liftOfSkills(id, START, START + HOUR), [
      { skill: 2, sums: null, measured: measured(2) },
    ]);
    await store.close();
  });
});
