import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Batch } from "../../src/journal/port/journal.ts";
import type { OperationRecord } from "../../src/journal/port/registry.ts";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { verifyRun } from "../../src/journal/verify/verify.ts";
import { readCheckpoint, writeCheckpoint } from "../../src/line/checkpoint.ts";
import type { FactBody } from "../../src/line/facts.ts";
import { People } from "../../src/operation/people/people.ts";
import { RunWriter, type RunWriterGiven } from "../../src/operation/run-writer.ts";
import { settings } from "../journal/recorded-run.ts";

const T = Date.parse("2026-01-31T20:00:00-05:00");
const DAY_MS = 86_400_000;

describe("a run that is written", () => {
  let store: Store;
  let record: OperationRecord;
  let run: Run;
  /** What was appended, a batch each. */
  let batches: Batch[];
  let people: People;
  beforeEach(async () => {
    store = await openSqliteStore({ file: IN_MEMORY });
    record = await store.openOperation({ name: "centro", timeZone: "America/Bogota", simulated: false });
    run = await store.openRun(record.id, { kind: "live", name: "live" });
    batches = [];
  });
  afterEach(() => store.close());

  async function open(given: Partial<RunWriterGiven> = {}): Promise<RunWriter> {
    const noting: RunWriterGiven["store"] = {
      append: (of, batch) => {
        batches.push(batch);
        return store.append(of, batch);
      },
      steps: (of, after) => store.steps(of, after),
      checkpoint: (of) => store.checkpoint(of),
    };
    let met = 0;
    people = new People(store, record, () => `person ${++met}`);
    return RunWriter.open({ store: noting, run, people, settings, ...given });
  }

  async function find(nth: number, at: number): Promise<string> {
    await people.lookUp([numberOf(nth)]);
    return people.find(numberOf(nth), at);
  }

  async function callIn(writer: RunWriter, nth: number, at: number): Promise<void> {
    const person = await find(nth, at);
    const caller = { person, number: "dialable", draw: 0.9 } as const;
    conclude(writer, { type: "call-arrived", call: `c${nth}`, skill: 7, caller }, at);
  }

  it("is as it was concluded, however many steps are made durable at a time", async () => {
    const seen = new Set<string>();
    for (const stepsAtOnce of [undefined, 1, 7, Number.POSITIVE_INFINITY]) {
      run = await store.openRun(record.id, { kind: "generated", name: `${stepsAtOnce} at once` });
      const writer = await open({ stepsAtOnce });
      conclude(writer, { type: "settings-adopted", settings }, T);
      for (let nth = 1; nth <= 20; nth++) {
        await callIn(writer, nth, T + nth);
        await writer.commit();
      }
      await writer.close({ completes: true });
      seen.add(writeCheckpoint((await open()).state));
      assert.equal((await open()).lastSeq, 21);
      const { problems } = await verifyRun(store, (await store.runs(record.id)).at(-1)!, { all: true });
      assert.deepEqual(problems, []);
    }
    assert.equal(seen.size, 1);
  });

  it("gathers steps until there are enough, and knows meanwhile which people it met in them", async () => {
    const writer = await open({ stepsAtOnce: 3 });
    conclude(writer, { type: "settings-adopted", settings }, T);
    await callIn(writer, 1, T);
    await writer.commit();
    assert.equal(batches.length, 0);
    assert.equal(await people.numberOf("person 1"), numberOf(1));
    assert.equal(await store.numberOf(record.id, "person 1"), null);
    await callIn(writer, 2, T);
    await writer.commit();
    assert.deepEqual(
      batches.map(({ steps, people }) => [steps.length, people.length]),
      [[3, 2]],
    );
    assert.equal((await store.numberOf(record.id, "person 1"))?.number, numberOf(1));
    assert.equal(await find(1, T), "person 1");
  });

  it("forgets somebody who was gathered and is erased before they are durable", async () => {
    const writer = await open({ stepsAtOnce: Number.POSITIVE_INFINITY });
    conclude(writer, { type: "settings-adopted", settings }, T);
    await callIn(writer, 1, T);
    people.forget("person 1");
    assert.equal(await find(1, T), "person 2");
    await writer.stopGathering();
    assert.equal(await store.numberOf(record.id, "person 1"), null);
    assert.equal((await store.numberOf(record.id, "person 2"))?.number, numberOf(1));
  });

  it("makes every commit durable once it stops gathering, and what was gathered first", async () => {
    const writer = await open({ stepsAtOnce: Number.POSITIVE_INFINITY });
    conclude(writer, { type: "settings-adopted", settings }, T);
    await writer.commit();
    await writer.stopGathering();
    await callIn(writer, 1, T);
    await writer.commit();
    assert.deepEqual(
      batches.map(({ steps }) => steps.map(({ seq }) => seq)),
      [[1], [2]],
    );
  });

  it("keeps the state at the end of each month that is over, once, whatever is gathered", async () => {
    for (const stepsAtOnce of [1, Number.POSITIVE_INFINITY]) {
      await store.openOperation({ name: `${stepsAtOnce}`, timeZone: "America/Bogota", simulated: false });
      const operation = (await store.operations()).at(-1)!;
      run = await store.openRun(operation.id, { kind: "live", name: "live" });
      batches = [];
      const writer = await open({ stepsAtOnce });
      conclude(writer, { type: "settings-adopted", settings }, T);
      for (const at of [T, T + DAY_MS, T + 2 * DAY_MS, T + 40 * DAY_MS]) {
        conclude(writer, { type: "woke" }, at);
        await writer.commit();
      }
      await writer.close({ completes: false });
      assert.deepEqual(
        batches.flatMap(({ seals = [] }) => seals.map(({ month, seq }) => [month, seq])),
        [
          ["2026-01", 2],
          ["2026-02", 4],
        ],
      );
    }
  });

  it("leaves a checkpoint of the state as it is then whenever so many steps were written", async () => {
    const writer = await open({ checkpointEvery: 4 });
    conclude(writer, { type: "settings-adopted", settings }, T);
    for (let nth = 1; nth <= 9; nth++) {
      await callIn(writer, nth, T + nth);
      if (nth % 3 === 0) await writer.commit();
    }
    const kept = batches.map(({ steps, checkpoint }) => [
      steps.at(-1)!.seq,
      checkpoint === undefined ? null : readCheckpoint(checkpoint).calls.size,
    ]);
    // Step 4 fell into the first group, step 8 into the third.
    assert.deepEqual(kept, [
      [4, 3],
      [7, null],
      [10, 9],
    ]);
    const again = await open();
    assert.equal(again.lastSeq, 10);
    assert.equal(again.lastAt, T + 9);
    assert.equal(writeCheckpoint(again.state), writeCheckpoint(writer.state));
  });
});

function conclude(writer: RunWriter, body: FactBody, at: number): void {
  writer.conclude({ ...body, at });
}

function numberOf(nth: number): string {
  return `+5730012345${String(nth).padStart(2, "0")}`;
}
