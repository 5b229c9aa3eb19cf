import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { asJournalFault } from "../../src/journal/sqlite/database/journal-fault.ts";
import { acceptJournal, openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { espera, MAIN } from "../server/command-line.ts";

test("a file that is damaged, or no journal, is a fault with a way out wherever it is opened", async (context) => {
  const directory = await folder(context);
  const file = join(directory, "espera.db");
  const damages: Record<string, () => Promise<void>> = {
    "no journal": () => writeFile(file, "this is no database ".repeat(1_000)),
    "cut off": async () => {
      await journal(directory);
      await truncate(file, 20_000);
    },
    "written over": async () => {
      await journal(directory);
      const handle = await open(file, "r+");
      await handle.write(Buffer.alloc(120_000, 0x5a), 0, 120_000, 4_096);
      await handle.close();
    },
  };
  for (const [what, damage] of Object.entries(damages)) {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory);
    await damage();
    const damaged = { code: "journal-file-damaged" };
    await assert.rejects(openSqliteStore({ directory }), damaged, what);
    await assert.rejects(openSqliteStore({ directory, readOnly: true }), damaged, what);
    await assert.rejects(openSqliteStore({ directory, serves: true }), damaged, what);
    assert.throws(() => acceptJournal(directory), damaged, what);
  }
  const { code, err } = await espera(["token", "list", "--data", directory, "--lang", "en"]);
  assert.equal(code, 1);
  assert.match(err, /^The journal's file espera\.db is damaged.*newest backup\. \[journal-file-damaged\]\n$/);
});

test("a page that is damaged is a fault of the file to anyone who asks for a report", async (context) => {
  const directory = await folder(context);
  await journal(directory);
  const file = join(directory, "espera.db");
  const found = new DatabaseSync(file, { readOnly: true });
  const root = (table: string) =>
    found.prepare("SELECT rootpage FROM sqlite_schema WHERE name = ?").get(table)?.["rootpage"] as number;
  const page = root("counts");
  found.close();
  const handle = await open(file, "r+");
  await handle.write(Buffer.alloc(4_096, 0x5a), 0, 4_096, (page - 1) * 4_096);
  await handle.close();
  const store = await openSqliteStore({ directory, readOnly: true });
  context.after(() => store.close());
  const asked = store.readModels().smartWaitCounts(1, 0, 4e12);
  await assert.rejects(asked, { code: "journal-file-damaged" });
});

test("a file that cannot be opened says which rights are missing", async (context) => {
  const directory = await folder(context);
  await mkdir(join(directory, "espera.db"));
  await assert.rejects(openSqliteStore({ directory }), { code: "journal-unreadable" });
  await assert.rejects(openSqliteStore({ directory, readOnly: true }), { code: "journal-unreadable" });
});

test("a full disk is a fault of the journal where it is written, and of the backup where that is", async (context) => {
  if (process.platform === "win32") return context.skip("it has no limit for the size of files");
  const directory = await folder(context);
  await journal(directory);
  const target = join(directory, "copy.db");
  const full = withFilesOf50KiB("backup", target, "--data", directory);
  assert.match(full.stderr, /copy\.db cannot be written: .*another directory\. \[output-unwritable\]\n$/);
  assert.equal(full.status, 1);
  assert.ok(!existsSync(target), "no backup that is not whole");
  const start = withFilesOf50KiB("start", "--port", "0", "--data", join(directory, "new"));
  assert.match(start.stderr, /The journal cannot be written: .*\[journal-unwritable\]\n$/);
  assert.equal(start.status, 1);
});

/** As on a disk without room, even for root. */
function withFilesOf50KiB(...parameters: string[]) {
  const command = [process.execPath, MAIN, ...parameters, "--lang", "en"];
  const environment = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" };
  return spawnSync("sh", ["-c", 'ulimit -f 100 && exec "$@"', "sh", ...command], {
    encoding: "utf8",
    env: environment,
  });
}

test("what is no error of SQLite's is left as it is", () => {
  const error = new Error("something else");
  assert.equal(asJournalFault(error), error);
  assert.equal(asJournalFault("no error at all"), "no error at all");
});

async function folder(context: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "espera-journal-fault-"));
  context.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A journal that was closed, with an operation in it. */
async function journal(directory: string): Promise<void> {
  const store = await openSqliteStore({ directory });
  await store.openOperation({ name: "clinic", timeZone: "America/Bogota", simulated: false });
  await store.close();
}
