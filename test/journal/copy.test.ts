import assert from "node:assert/strict";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { copyStore } from "../../src/journal/copy/copy-store.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { verifyRun } from "../../src/journal/verify/verify.ts";
import { everyAnswer } from "./every-answer.ts";
import { type Cluster, postgresPrograms, startCluster } from "./postgres-cluster.ts";
import { judgements, recordRun, settings } from "./recorded-run.ts";
import { appendAll, begin, day } from "./store-suite.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

describe("a copy of a journal", { skip }, () => {
  let cluster: Cluster;
  let directory: string;
  const history = recordRun({ ...day, seed: 41, calls: 120, checkpointEvery: 200 });
  before(async () => {
    cluster = await startCluster(programs!);
    directory = await mkdtemp(join(tmpdir(), "espera-copy-"));
    const store = await openSqliteStore({ directory });
    const { operation, run } = await begin(store);
    await store.addSettings(operation.id, settings, 5);
    await appendAll(store, run, history, 100);
    await store.close();
  });
  after(async () => {
    await cluster.stop();
    await rm(directory, { recursive: true });
  });

  /** All that can be asked of the journal, which has to verify. */
  async function answersOf(store: Store): Promise<unknown> {
    const { run } = await begin(store);
    assert.deepEqual((await verifyRun(store, run, { all: true, judgements })).problems, []);
    const answers = await everyAnswer(store, run, history);
    await store.close();
    return answers;
  }

  it("has everything, there and back again, also where it broke off in between", async () => {
    const database = { url: cluster.freshAddress() };
    const stop = new Error("broke off");
    let pieces = 0;
    const breaksOff = () => {
      if (++pieces % 3 === 0) throw stop;
    };
    for (;;)
      try {
        await copyStore({ directory, database, to: "database", onProgress: breaksOff });
        break;
      } catch (error) {
        assert.equal(error, stop);
        await assert.rejects(openPostgresStore(database), { code: "copy-unfinished" });
      }
    await rename(join(directory, "espera.db"), join(directory, "first.db"));
    await copyStore({ directory, database, to: "file" });
    const there = await answersOf(await openPostgresStore(database));
    assert.deepEqual(await answersOf(await openSqliteStore({ directory })), there);
    // What is made next does not take the number of what was copied.
    const store = await openPostgresStore(database);
    const other = await store.openOperation({ name: "otra", timeZone: "UTC", simulated: true });
    assert.equal(other.id, 2);
    await store.close();
  });

  it("never overwrites a journal that is there, and never goes on from another than it began with", async () => {
    const database = { url: cluster.freshAddress() };
    const store = await openPostgresStore(database);
    await begin(store);
    await store.close();
    await assert.rejects(copyStore({ directory, database, to: "database" }), { code: "copy-target-used" });
    await assert.rejects(copyStore({ directory, database, to: "file" }), { code: "copy-target-used" });
    const empty = { url: cluster.freshAddress() };
    const stop = () => {
      throw new Error("broke off");
    };
    await assert.rejects(copyStore({ directory, database: empty, to: "database", onProgress: stop }));
    const source = await openSqliteStore({ directory });
    const { operation } = await begin(source);
    await source.openRun(operation.id, { kind: "generated", name: "2026-03-01" });
    await source.close();
    await assert.rejects(copyStore({ directory, database: empty, to: "database" }), {
      code: "copy-source-changed",
    });
  });
});
