import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Store } from "../../src/journal/port/store.ts";
import { dumpSchema, SCHEMA_FILE } from "../../src/journal/sqlite/database/dump-schema.ts";
import { migrateSqlite, sqliteMigrations } from "../../src/journal/sqlite/database/migrations.ts";
import { ReaderThread } from "../../src/journal/sqlite/questions/reader-thread.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { recordRun } from "./recorded-run.ts";
import { appendAll, begin, day, storeSuite } from "./store-suite.ts";

const directories: string[] = [];
after(async () => {
  for (const directory of directories) await rm(directory, { recursive: true });
});

async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "espera-journal-"));
  directories.push(directory);
  return directory;
}

/** A backup is used by putting it where the journal was. */
async function openCopy(file: string): Promise<Store> {
  const directory = await newDirectory();
  await copyFile(file, join(directory, "espera.db"));
  return openSqliteStore({ directory });
}

storeSuite("a SQLite file", { shared: true }, async () => {
  const directory = join(await newDirectory(), "data");
  const store = await openSqliteStore({ directory });
  return {
    store,
    directory,
    openCopy,
    second: () => openSqliteStore({ directory }),
    async reopen() {
      await store.close();
      return openSqliteStore({ directory });
    },
  };
});

storeSuite("SQLite in memory", { shared: false }, async () => {
  const directory = await newDirectory();
  const store = await openSqliteStore({ file: ":memory:" });
  return {
    store,
    directory,
    openCopy,
    second: null,
    async reopen() {
      const file = join(directory, "left-behind.db");
      await store.backup(file);
      await store.close();
      return openCopy(file);
    },
  };
});

describe("the SQLite file", () => {
  it("can be read by its owner only", async () => {
    const directory = join(await newDirectory(), "made", "data");
    const store = await openSqliteStore({ directory });
    await begin(store);
    assert.equal((await stat(directory)).mode & 0o777, 0o700);
    for (const name of ["espera.db", "espera.db-wal", "espera.db-shm"])
      assert.equal((await stat(join(directory, name))).mode & 0o777, 0o600, name);
    await store.close();
  });

  it("survives the loss of power and lets others read: write-ahead log, fully synchronous, keys enforced", async () => {
    const directory = await newDirectory();
    const store = await openSqliteStore({ directory });
    const { run } = await begin(store);
    const other = new DatabaseSync(join(directory, "espera.db"), { readOnly: true });
    assert.equal(other.prepare("PRAGMA journal_mode").get()?.["journal_mode"], "wal");
    other.exec("BEGIN");
    assert.equal(other.prepare("SELECT count(*) AS n FROM steps").get()?.["n"], 0);
    await store.append(run, recordRun({ ...day, seed: 1, calls: 5 }).batch(1, 10));
    assert.equal(other.prepare("SELECT count(*) AS n FROM steps").get()?.["n"], 0, "its moment stands still");
    other.close();
    await assert.rejects(store.openRun(99, { kind: "live", name: "of no operation" }), /FOREIGN KEY/);
    await store.close();
  });

  it("can be opened for reading only, when it is there", async () => {
    const directory = await newDirectory();
    await assert.rejects(openSqliteStore({ directory, readOnly: true }), { code: "journal-not-found" });
    const store = await openSqliteStore({ directory });
    const { operation, run } = await begin(store);
    const history = recordRun({ ...day, seed: 2, calls: 20 });
    await appendAll(store, run, history, 50);
    const reader = await openSqliteStore({ directory, readOnly: true });
    assert.equal((await reader.runs(operation.id))[0]?.lastSeq, history.steps.length);
    assert.deepEqual((await begin(reader)).operation, operation);
    await assert.rejects(reader.addSettings(operation.id, { ...operation, version: 1 } as never, 1), {
      code: "journal-unwritable",
    });
    await reader.close();
    await store.close();
  });

  it("is made whole when several processes open it at once", async () => {
    const directory = await newDirectory();
    const store = new URL("../../src/journal/sqlite/store.ts", import.meta.url).href;
    const program = `
      const { openSqliteStore } = await import(${JSON.stringify(store)});
      const store = await openSqliteStore({ directory: ${JSON.stringify(directory)} });
      const { id } = await store.openOperation({ name: "centro", timeZone: "UTC", simulated: true });
      console.log((await store.openRun(id, { kind: "live", name: "live" })).id);
      await store.close();`;
    const run = promisify(execFile);
    const all = await Promise.all(
      Array.from({ length: 5 }, () => run(process.execPath, ["--input-type=module", "-e", program])),
    );
    assert.deepEqual(
      all.map(({ stdout }) => stdout.trim()),
      ["1", "1", "1", "1", "1"],
    );
  });

  it("is closed to its end also while a question is just being answered", async () => {
    const directory = await newDirectory();
    const store = new URL("../../src/journal/sqlite/store.ts", import.meta.url).href;
    const program = `
      const { openSqliteStore } = await import(${JSON.stringify(store)});
      const store = await openSqliteStore({ directory: ${JSON.stringify(directory)} });
      for (let looks = 0; looks < 40; looks++) {
        const readModels = store.readModels();
        const look = () => readModels.callbackChanges(1, { after: 0, limit: 1 });
        await look();
        const asked = look().catch(() => {});
        // Its answer is on its way, in one of them at least, when the thread has to end.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, (looks % 20) / 10);
        await readModels.close();
        await asked;
      }
      await store.close();
      console.log("closed");`;
    // A process that has nothing more to wait for ends in the middle of it, with 13.
    const file = join(directory, "closes.mjs");
    await writeFile(file, program);
    const { stdout } = await promisify(execFile)(process.execPath, [file]);
    assert.equal(stdout, "closed\n");
  });

  it("says so when another process keeps writing", async () => {
    const directory = await newDirectory();
    const store = await openSqliteStore({ directory, busyTimeoutMs: 20 });
    const { run } = await begin(store);
    const other = new DatabaseSync(join(directory, "espera.db"));
    other.exec("BEGIN IMMEDIATE");
    const history = recordRun({ ...day, seed: 1, calls: 5 });
    await assert.rejects(store.append(run, history.batch(1, 10)), { code: "journal-busy" });
    other.exec("ROLLBACK");
    other.close();
    await store.append(run, history.batch(1, 10));
    await store.close();
  });

  it("refuses those who wait for a report when its thread ends, and answers the next", async () => {
    const directory = await newDirectory();
    const store = await openSqliteStore({ directory });
    const { operation, run } = await begin(store);
    await appendAll(store, run, recordRun({ ...day, seed: 3, calls: 30 }), 500);
    const thread = new ReaderThread(join(directory, "espera.db"));
    const ask = {
      query: "smartWaitCounts",
      parameters: [operation.id, 0, 4e12] as [number, number, number],
    } as const;
    const waiting = assert.rejects(thread.ask(ask), { code: "reader-stopped" });
    await thread.close();
    await waiting;
    assert.deepEqual(await thread.ask(ask), await store.readModels().smartWaitCounts(...ask.parameters));
    await thread.close();
    await store.close();
  });
});

describe("migrations", () => {
  const next = {
    id: sqliteMigrations.length + 1,
    name: "more",
    sql: "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;",
  };

  it("make the schema that docs/schema.sql shows", async () => {
    assert.equal(
      dumpSchema(),
      await readFile(fileURLToPath(SCHEMA_FILE), "utf8"),
      "write it again with: node src/journal/sqlite/database/dump-schema.ts",
    );
  });

  it("are numbered without gaps", () => {
    assert.deepEqual(
      sqliteMigrations.map(({ id }) => id),
      sqliteMigrations.map((_, index) => index + 1),
    );
  });

  it("are applied once, each in its turn", () => {
    const database = new DatabaseSync(":memory:");
    migrateSqlite(database, "file", 1);
    migrateSqlite(database, "file", 2, [...sqliteMigrations, next]);
    migrateSqlite(database, "file", 3, [...sqliteMigrations, next]);
    assert.deepEqual(
      database
        .prepare("SELECT id, applied_at AS at FROM migrations")
        .all()
        .map(({ id, at }) => [id, at]),
      [...sqliteMigrations.map(({ id }) => [id, 1]), [next.id, 2]],
    );
    database.close();
  });

  it("leave nothing behind when one fails", () => {
    const database = new DatabaseSync(":memory:");
    migrateSqlite(database, "file", 1);
    const broken = { ...next, sql: `${next.sql} CREATE TABLE more (id INTEGER);` };
    assert.throws(() => migrateSqlite(database, "file", 2, [...sqliteMigrations, broken]));
    migrateSqlite(database, "file", 2, [...sqliteMigrations, next]);
    assert.ok(database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'more'").get());
    database.close();
  });

  it("are never edited: the file remembers what was applied", () => {
    const database = new DatabaseSync(":memory:");
    migrateSqlite(database, "file", 1, [...sqliteMigrations, next]);
    const edited = { ...next, sql: `${next.sql} -- edited` };
    assert.throws(() => migrateSqlite(database, "file", 2, [...sqliteMigrations, edited]), {
      code: "journal-migration-changed",
    });
    database.close();
  });

  it("of a newer Espera are left alone, with a sentence that says so", async () => {
    const directory = await newDirectory();
    const file = join(directory, "espera.db");
    const newer = new DatabaseSync(file);
    migrateSqlite(newer, file, 1, [...sqliteMigrations, next]);
    newer.close();
    const before = await readFile(file);
    for (const readOnly of [false, true])
      await assert.rejects(openSqliteStore({ directory, readOnly }), { code: "journal-newer" });
    assert.deepEqual((await readFile(file)).subarray(100), before.subarray(100));
  });

  it("that are missing are not applied by who only reads", async () => {
    const directory = await newDirectory();
    new DatabaseSync(join(directory, "espera.db")).exec("PRAGMA user_version = 1");
    await assert.rejects(openSqliteStore({ directory, readOnly: true }), { code: "journal-older" });
  });
});
