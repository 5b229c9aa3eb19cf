import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import pino from "pino";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import type { Operation } from "../../src/operation/operation.ts";
import { RetentionJob } from "../../src/server/operations/retention-job.ts";
import { ANA, EVA, ScriptedCentre } from "../api/scripted-centre.ts";
import { settings } from "../line/generated-facts.ts";

const DAY_MS = 86_400_000;

describe("the job that deletes what was kept long enough", () => {
  let store: Store;
  let centre: ScriptedCentre;
  let running: Operation | null;
  let afterDays: number;
  let job: RetentionJob;
  let logged: string[];

  beforeEach(async () => {
    store = await openSqliteStore({ file: ":memory:" });
    centre = await ScriptedCentre.open(store);
    await centre.begin();
    await centre.operation.order({
      order: "o1",
      callback: "eva",
      act: { type: "cancel" },
      author: "lucía",
      why: "so",
    });
    centre.operation.adoptSettings({
      ...settings,
      version: 2,
      retention: { namesMs: DAY_MS, forgetNumbersAfterDays: 30 },
    });
    await centre.settled();
    running = centre.operation;
    afterDays = 0;
    logged = [];
    job = new RetentionJob({
      store,
      record: centre.record,
      running: () => running,
      recordings: null,
      now: () => centre.clock.now() + afterDays * DAY_MS,
      log: pino({}, { write: (line: string) => void logged.push(line) }),
    });
  });
  afterEach(async () => {
    await job.stop();
    await centre.operation.stop();
    await store.close();
  });

  const numbers = async () => {
    const page = await store.readModels().callbacks(centre.record.id, { numbers: true });
    return new Map(page.callbacks.map(({ id, number }) => [id, number]));
  };

  it("keeps a number for as long as the settings say, and one that is still promised a call for ever", async () => {
    afterDays = 29;
    await job.work();
    assert.equal((await numbers()).get("eva"), EVA);
    afterDays = 31;
    await job.work();
    const kept = await numbers();
    assert.deepEqual([kept.get("eva"), kept.get("ana")], [null, ANA]);
    assert.equal(logged.join("").includes(EVA), false);
  });

  it("deletes nothing while the operation is closed", async () => {
    afterDays = 400;
    running = null;
    await job.work();
    assert.equal((await numbers()).get("eva"), EVA);
  });

  it("says what failed, and does it the next time", async () => {
    afterDays = 31;
    const unusedPeople = store.unusedPeople.bind(store);
    store.unusedPeople = async () => {
      throw new Error("the disk is full");
    };
    await job.work();
    assert.match(logged.join(""), /the disk is full/);
    store.unusedPeople = unusedPeople;
    await job.work();
    assert.equal((await numbers()).get("eva"), null);
  });

  it("lets a person who calls again from a forgotten number be somebody new, who may be promised a call", async () => {
    afterDays = 31;
    await job.work();
    await centre.asked("eva-again", EVA, 2, "yes");
    assert.equal((await numbers()).get("eva-again"), EVA);
    assert.equal((await numbers()).get("eva"), null);
  });
});
