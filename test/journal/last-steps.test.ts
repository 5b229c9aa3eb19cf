import assert from "node:assert/strict";
import { cpSync, existsSync, rmSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Run } from "../../src/journal/port/run.ts";
import type { Store } from "../../src/journal/port/store.ts";
import { acceptJournal, openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { recordRun } from "./recorded-run.ts";

const recorded = recordRun({ seed: 1, calls: 60, startAt: Date.UTC(2026, 10, 9, 14), spreadMs: 600_000 });

describe("a journal that lost its newest steps", () => {
  let root: string;
  let data: string;
  let store: Store;
  let run: Run;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "espera-shorter-"));
    data = join(root, "data");
    store = await openSqliteStore({ directory: data, serves: true });
    const wanted = { name: "clinic", timeZone: "America/Bogota", simulated: true };
    run = await store.openRun((await store.openOperation(wanted)).id, { kind: "live", name: "live" });
    await store.append(run, recorded.batch(1, 40));
  });
  afterEach(async () => {
    await store.close().catch(() => undefined);
    await rm(root, { recursive: true, force: true });
  });

  /** What a killed server, or a copy made while it runs, leaves: these files of the folder. */
  function copied(...names: string[]): string {
    const copy = join(root, `copy-${names.length}-${Math.random()}`);
    for (const name of names) cpSync(join(data, name), join(copy, name));
    return copy;
  }

  async function lastSeq(directory: string): Promise<number> {
    const opened = await openSqliteStore({ directory, serves: true });
    const [operation] = await opened.operations();
    const runs = operation ? await opened.runs(operation.id) : [];
    await opened.close();
    return runs[0]?.lastSeq ?? 0;
  }

  const isShorter = (problem: RegExp) => (error: Error & { code?: string }) => {
    assert.equal(error.code, "journal-shorter");
    assert.match(error.message, problem);
    return true;
  };

  it("is refused where its log was lost, and is whole again with it", async () => {
    await store.append(run, recorded.batch(41, 40));
    const copy = copied("espera.db", "espera.last");
    await assert.rejects(
      lastSeq(copy),
      isShorter(/operation 1 ends with step 0, and step 80 was durable|it is empty/),
    );
    await assert.rejects(lastSeq(copy), isShorter(/./), "refusing changes nothing");
    cpSync(join(data, "espera.db-wal"), join(copy, "espera.db-wal"));
    assert.equal(await lastSeq(copy), 80);
  });

  it("is refused where a database was copied alone while a server was writing it", async () => {
    const copy = copied("espera.db");
    await assert.rejects(lastSeq(copy), isShorter(/it was copied without its log/));
    await assert.rejects(lastSeq(copy), isShorter(/it was copied without its log/), "also the second time");
  });

  it("is refused where an older copy took its place, until somebody takes it as it is", async () => {
    const older = join(root, "older.sqlite");
    await store.backup(older);
    await store.append(run, recorded.batch(41, 40));
    await store.close();
    cpSync(older, join(data, "espera.db"));
    await assert.rejects(lastSeq(data), isShorter(/operation 1 ends with step 40, and step 80 was durable/));
    acceptJournal(data);
    assert.equal(await lastSeq(data), 40);
  });

  it("is taken as it is where it was copied alone, if somebody says so", async () => {
    const copy = copied("espera.db");
    await assert.rejects(lastSeq(copy), isShorter(/./));
    acceptJournal(copy);
    assert.equal(await lastSeq(copy), 0);
    assert.throws(() => acceptJournal(join(root, "nothing")), { code: "journal-not-found" });
    assert.ok(!existsSync(join(root, "nothing")));
  });

  it("is recognised beside one that lost nothing: stopped, killed, backed up, or copied whole", async () => {
    const backup = join(root, "backup", "espera.db");
    const killed = copied("espera.db", "espera.db-wal", "espera.last");
    assert.equal(await lastSeq(killed), 40);
    await writeFile(join(killed, "other"), "");
    await store.backup(join(root, "backup.sqlite"));
    cpSync(join(root, "backup.sqlite"), backup);
    assert.equal(await lastSeq(join(root, "backup")), 40);
    await store.close();
    const stopped = copied("espera.db");
    assert.equal(await lastSeq(stopped), 40, "its log was folded into it");
    assert.equal(await lastSeq(data), 40);
  });

  it("is recognised beside one whose log somebody else folded into it after a kill", async () => {
    const killed = copied("espera.db", "espera.db-wal", "espera.last");
    await (await openSqliteStore({ directory: killed })).close();
    assert.ok(!existsSync(join(killed, "espera.db-wal")));
    assert.equal(await lastSeq(killed), 40);
  });

  it("is found out by a note of which nothing, or only a part, can be read", async () => {
    const note = join(data, "espera.last");
    const whole = await readFile(note, "latin1");
    await store.close();
    for (const text of ["", "garbage", whole.slice(0, -5), `${whole}0000000000009999 00000`]) {
      await writeFile(note, text, "latin1");
      assert.equal(await lastSeq(data), 40);
    }
    await writeFile(note, whole.replaceAll("40", "41"), "latin1");
    await assert.rejects(lastSeq(data), isShorter(/ends with step 40, and step 41 was durable/));
    rmSync(note);
    assert.equal(await lastSeq(data), 40);
  });
});
