import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import pg from "pg";
import type { Batch } from "../../src/journal/port/journal.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { migratePostgres, postgresMigrations } from "../../src/journal/postgres/migrations.ts";
import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { Changes } from "../../src/journal/rows/projection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { everyAnswer } from "./every-answer.ts";
import { type Cluster, postgresPrograms, startCluster } from "./postgres-cluster.ts";
import { recordRun, settings } from "./recorded-run.ts";
import { appendAll, begin, day, storeSuite } from "./store-suite.ts";

const programs = postgresPrograms();
const skip = programs === null && "PostgreSQL is not installed: apt-get install postgresql";

describe("PostgreSQL", { skip }, () => {
  let cluster: Cluster;
  const directory = mkdtempSync(join(tmpdir(), "espera-journal-"));
  before(async () => {
    cluster = await startCluster(programs!);
  });
  after(async () => {
    await cluster.stop();
    rmSync(directory, { recursive: true });
  });

  storeSuite("a PostgreSQL database", { shared: true, copies: false }, async () => {
    const address = { url: cluster.freshAddress() };
    const store = await openPostgresStore(address);
    return {
      store,
      directory,
      openCopy: () => assert.fail("there are no copies"),
      second: () => openPostgresStore(address),
      async reopen() {
        await store.close();
        return openPostgresStore(address);
      },
    };
  });

  describe("the journal in it", () => {
    it("answers every question as the one in a file does", async () => {
      const stores = [
        await openPostgresStore({ url: cluster.freshAddress() }),
        await openSqliteStore({ file: ":memory:" }),
      ];
      const [here, there] = await Promise.all(stores.map((store) => lived(store)));
      assert.deepEqual(here, there);
      for (const store of stores) await store.close();
    });

    it("refuses what was decided under an epoch that is over, and writes nothing of it", async () => {
      const address = { url: cluster.freshAddress() };
      const store = await openPostgresStore(address);
      const { operation, run } = await begin(store);
      const history = recordRun({ ...day, seed: 4, calls: 20 });
      await store.append(run, history.batch(1, 20));
      const client = await connected(address.url);
      await client.query("UPDATE runs SET epoch = epoch + 1");
      await assert.rejects(store.append(run, history.batch(21, 20)), { code: "not-owner" });
      assert.equal((await store.runs(operation.id))[0]?.lastSeq, 20);
      const { rows } = await client.query("SELECT count(*)::integer AS steps FROM steps");
      assert.deepEqual(rows, [{ steps: 20 }]);
      await client.end();
      await store.close();
    });

    it("is whole after its server lost all sessions in the middle of appends", async () => {
      const address = { url: cluster.freshAddress() };
      const store = await openPostgresStore(address);
      const { operation, run } = await begin(store);
      const history = recordRun({ ...day, seed: 5, calls: 30 });
      const client = await connected(address.url);
      for (let [next, tries] = [1, 0]; next <= history.steps.length; tries++) {
        const appended = store.append(run, history.batch(next, 40)).catch(() => {});
        // Some get through.
        if (tries % 3 > 0) await client.query(END_SESSIONS);
        await appended;
        // Whether it landed is in the journal, and nowhere else.
        const [{ lastSeq } = { lastSeq: 0 }] = await runsOf(store, operation.id);
        assert.ok(lastSeq === next - 1 || lastSeq === Math.min(next + 39, history.steps.length));
        next = lastSeq + 1;
      }
      await client.end();
      const steps: unknown[] = [];
      for await (const chunk of store.steps(run, 0)) steps.push(...chunk);
      assert.deepEqual(steps, history.steps);
      await store.close();
    });

    it("gives the steps of a closed month away into a file, and takes them back", async () => {
      const store = await openPostgresStore({ url: cluster.freshAddress() });
      const { operation, run } = await begin(store);
      const history = recordRun({ ...day, seed: 6, calls: 20 });
      const seals = [{ month: "2026-02", seq: 60, state: "{}" }] as const;
      await store.append(run, { ...history.batch(1, 100), seals });
      const stepsFrom = async (after: number) => {
        const [now] = await store.runs(operation.id);
        const seqs: number[] = [];
        for await (const chunk of store.steps(now!, after)) seqs.push(...chunk.map(({ seq }) => seq));
        return seqs;
      };
      const file = join(directory, "february.db");
      const moved = await store.archive(run, "2026-03", file);
      assert.deepEqual([moved.from, moved.to, moved.month], [1, 59, "2026-02"]);
      assert.equal((await stepsFrom(59)).length, 41);
      await assert.rejects(stepsFrom(0), { code: "steps-archived" });
      await store.restore(file);
      assert.equal((await stepsFrom(0)).length, 100);
      await store.close();
    });

    it("has nothing of a person in its tables once they were erased, and keeps others from writing who only read", async () => {
      const address = { url: cluster.freshAddress() };
      const store = await openPostgresStore(address);
      const { operation, run } = await begin(store);
      const people = [{ id: "p", numberHash: "ab", number: "+573001234567", firstSeenAt: 1 }];
      await store.append(run, { steps: [], changes: new Changes(), people } satisfies Batch);
      assert.deepEqual(await store.erasePeople(operation.id, ["p"]), { erased: 1, clean: null });
      const reader = await openPostgresStore(address, { readOnly: true });
      await assert.rejects(reader.forgetPeople(operation.id, ["q"]), { code: "journal-unwritable" });
      await reader.close();
      assert.deepEqual(await store.findPeople(operation.id, ["ab"]), [null]);
      await assert.rejects(store.backup(join(directory, "copy")), { code: "backup-by-database" });
      await store.close();
    });
  });

  describe("its migrations", () => {
    const next = { id: postgresMigrations.length + 1, name: "more", sql: "CREATE TABLE more (id integer)" };

    it("are applied once, however many nodes start at once", async () => {
      const address = { url: cluster.freshAddress() };
      const stores = await Promise.all(Array.from({ length: 5 }, () => openPostgresStore(address)));
      const client = await connected(address.url);
      const { rows } = await client.query("SELECT id FROM migrations ORDER BY id");
      assert.deepEqual(
        rows.map(({ id }) => id),
        postgresMigrations.map(({ id }) => id),
      );
      await client.end();
      for (const store of stores) await store.close();
    });

    it("leave nothing behind when one fails, and are never edited", async () => {
      const client = await connected(cluster.freshAddress());
      await migratePostgres(client, "here", 1);
      await assert.rejects(
        migratePostgres(client, "here", 2, [
          ...postgresMigrations,
          { ...next, sql: `${next.sql}; nonsense` },
        ]),
      );
      await migratePostgres(client, "here", 3, [...postgresMigrations, next]);
      await assert.rejects(
        migratePostgres(client, "here", 4, [
          ...postgresMigrations,
          { ...next, sql: `${next.sql} -- edited` },
        ]),
        {
          code: "journal-migration-changed",
        },
      );
      await client.end();
    });

    it("of a newer Espera are left alone, and who only reads makes none", async () => {
      const address = { url: cluster.freshAddress() };
      await assert.rejects(openPostgresStore(address, { readOnly: true }), { code: "journal-not-found" });
      const client = await connected(address.url);
      await migratePostgres(client, "here", 1, [...postgresMigrations, next]);
      await assert.rejects(openPostgresStore(address), { code: "journal-newer" });
      await client.end();
    });
  });
});

const END_SESSIONS =
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'espera'";

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** Asked again where the session that was to be asked is one of those that were ended. */
async function runsOf(store: Store, operation: number): ReturnType<Store["runs"]> {
  for (;;) {
    try {
      return await store.runs(operation);
    } catch (error) {
      assert.equal((error as { code?: unknown }).code, "database-unreachable");
    }
  }
}

/** A day in a store, and all that can be asked of it. */
async function lived(store: Store): Promise<unknown> {
  const { operation, run } = await begin(store);
  await store.addSettings(operation.id, settings, 5);
  const history = recordRun({ ...day, seed: 31, calls: 150 });
  await appendAll(store, run, history, 70);
  return everyAnswer(store, run, history);
}
