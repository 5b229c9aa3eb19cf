import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { promisify } from "node:util";
import { Changes } from "../../src/journal/rows/projection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { hashNumber } from "../../src/operation/people/people.ts";
import { corpusEntries, unpackEntry } from "../journal/corpus/entries.ts";
import { espera, MAIN } from "./command-line.ts";

/** A data folder whose journal was sealed in the middle, as at the end of a month. */
async function sealed(context: TestContext): Promise<string> {
  const data = unpackEntry(corpusEntries().at(-1)!);
  context.after(() => rmSync(data, { recursive: true }));
  const store = await openSqliteStore({ directory: data });
  const [record] = await store.operations();
  const [run] = await store.runs(record!.id);
  const { seq, state } = (await store.checkpoint(run!))!;
  await store.append(run!, { ...NOTHING, seals: [{ month: "2026-10", seq, state }] });
  await store.close();
  // The stories' people have no keyed hashes.
  const database = new DatabaseSync(join(data, "espera.db"));
  const hash = database.prepare("UPDATE people SET number_hash = ? WHERE id = ?");
  for (const { id, number } of database.prepare("SELECT id, number FROM people").all())
    hash.run(hashNumber(record!, String(number)), String(id));
  database.close();
  return data;
}

const NOTHING = { steps: [], changes: new Changes(), people: [] };

test("closed months leave the journal and come back, and verify says what is not there", async (context) => {
  const data = await sealed(context);
  const file = join(data, "archived.sqlite");
  const journal = (...words: string[]) => espera(["journal", ...words, "--data", data, "--lang", "en"]);
  const moved = await journal("archive", file, "--before", "2026-11");
  assert.equal(moved.code, 0, moved.err);
  assert.match(moved.out, /^north: steps 1 to \d+, up to 2026-10 → .*archived\.sqlite\n$/);
  const verified = await journal("verify", "--all");
  assert.equal(verified.code, 0, verified.out);
  assert.match(verified.out, /: ok; the steps before \d+ are not in the journal any more\n$/);

  const again = await journal("archive", join(data, "again.sqlite"), "--before", "2026-11");
  assert.match(again.err, /\[journal-not-sealed\]\n$/);
  const back = await journal("restore", file);
  assert.match(back.out, /archived\.sqlite → north: steps 1 to \d+, up to 2026-10\n$/);
  assert.match((await journal("verify", "--all")).out, /: ok\n$/);
  const spanish = await espera(["journal", "restore", file, "--data", data, "--lang", "es"]);
  assert.match(spanish.err, /el diario empieza en el paso 1\..*\[archive-not-next\]\n$/);
});

test("a month is written as year and month", async (context) => {
  const data = await sealed(context);
  for (const month of ["2026", "2026-13", "november", "2026-1"]) {
    const file = join(data, "a.sqlite");
    const refused = await espera([
      "journal",
      "archive",
      file,
      "--before",
      month,
      "--data",
      data,
      "--lang",
      "en",
    ]);
    assert.equal(refused.code, 2, month);
    assert.match(refused.err, /write year and month, like 2026-03/);
  }
});

test("a disk that is full leaves no archive, and the journal as it was", {
  skip: process.platform === "win32" && "there is no ulimit",
}, async (context) => {
  const data = await sealed(context);
  const file = join(data, "archived.sqlite");
  const words = [process.execPath, MAIN, "journal", "archive", file, "--before", "2026-11", "--data", data];
  // No file may grow beyond 64 KB in that process.
  const limited = ["-c", 'trap "" XFSZ; ulimit -f 128; exec "$@"', "sh", ...words, "--lang", "en"];
  await assert.rejects(promisify(execFile)("/bin/sh", limited), ({ stderr }: { stderr: string }) => {
    assert.match(stderr, /cannot be written: .*\[output-unwritable\]\n$/);
    return true;
  });
  assert.deepEqual([existsSync(file), existsSync(`${file}.partial`)], [false, false]);
  const database = new DatabaseSync(join(data, "espera.db"));
  assert.equal(database.prepare("SELECT max(first_seq) AS first FROM runs").get()!["first"], 1);
  database.close();
});
