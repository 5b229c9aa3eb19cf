import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { type ReplayedDay, replayDay } from "../../src/journal/verify/replay-day.ts";
import { judgements, recordRun } from "./recorded-run.ts";
import { appendAll, begin, day } from "./store-suite.ts";

const EVERY = 100;
const history = recordRun({ ...day, seed: 78, calls: 120, checkpointEvery: EVERY });
const times = history.steps.map(({ fact }) => fact.at);
const [first, last] = [times[0]!, times.at(-1)!];
const middle = { from: times[Math.floor(0.5 * times.length)]!, to: times[Math.floor(0.8 * times.length)]! };

describe("a day replayed from its journal", () => {
  let directory: string;
  let store: Store;
  let run: Run;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "espera-replay-day-"));
    store = await openSqliteStore({ directory });
    ({ run } = await begin(store));
    await appendAll(store, run, history, EVERY);
  });
  after(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });

  async function replay(range: { from: number; to: number }): Promise<ReplayedDay> {
    const replayed = await replayDay(store, run, range, judgements);
    assert.ok(replayed);
    return replayed;
  }

  it("comes out as it was, every step decided again, with what happened on it", async () => {
    const whole = await replay({ from: first, to: last + 1 });
    assert.deepEqual(whole.problems, []);
    assert.deepEqual([whole.steps, whole.decidedAgain], [history.steps.length, history.steps.length]);
    const events = history.steps.flatMap((step) => step.events);
    const count = (type: string) => events.filter((event) => event.type === type).length;
    assert.equal(whole.calls, count("call-arrived"));
    assert.equal(whole.callbacks, count("callback-registered"));
    assert.ok(whole.offers > 0 && whole.callbacks > 0);
  });

  it("begins at the checkpoint before it, and has the steps of the day alone", async () => {
    const some = await replay(middle);
    assert.deepEqual(some.problems, []);
    const steps = history.steps.filter(({ fact }) => fact.at >= middle.from && fact.at < middle.to);
    assert.deepEqual([some.steps, some.decidedAgain], [steps.length, steps.length]);
    const hash = createHash("sha256");
    for (const { events, commands } of steps) hash.update(JSON.stringify([events, commands]));
    assert.equal(some.digest, hash.digest("hex"));
  });

  it("has the same digest every time, and another for another day", async () => {
    assert.deepEqual(await replay(middle), await replay(middle));
    assert.notEqual((await replay(middle)).digest, (await replay({ ...middle, to: last + 1 })).digest);
  });

  it("is nothing where the run has no step", async () => {
    assert.equal(await replayDay(store, run, { from: last + 1, to: last + 2 }, judgements), null);
    assert.equal(await replayDay(store, run, { from: 0, to: first }, judgements), null);
  });

  it("names the step that comes out otherwise, and only where it is of the day or leads to it", async () => {
    const dial = history.steps.find(
      ({ fact, commands }) => fact.at >= middle.from && commands.some(({ type }) => type === "dial"),
    )!;
    const other = new DatabaseSync(join(directory, "espera.db"));
    const change = (from: number, to: number) =>
      other
        .prepare(
          `UPDATE steps SET commands = replace(commands, '"ringForMs":${from}', '"ringForMs":${to}') WHERE seq = ${dial.seq}`,
        )
        .run();
    try {
      change(25_000, 99_000);
      const { problems } = await replay({ from: dial.fact.at, to: last + 1 });
      assert.ok(problems.some((one) => one.startsWith(`step ${dial.seq}: it is not what was written`)));
      assert.ok(problems.some((one) => one.endsWith("ringForMs is 99000; deciding again gives 25000")));
      assert.deepEqual((await replay({ from: first, to: dial.fact.at })).problems, []);
    } finally {
      change(99_000, 25_000);
      other.close();
    }
  });
});
