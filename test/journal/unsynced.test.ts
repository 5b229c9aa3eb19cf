import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openWriter } from "../../src/journal/sqlite/database/connection.ts";
import { unsynced } from "../../src/journal/sqlite/database/transaction.ts";

test("a piece does not wait for the disk, and whatever is written after it does, also after one that failed", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "espera-unsynced-"));
  context.after(() => rm(directory, { recursive: true }));
  const database = openWriter(join(directory, "espera.db"));
  context.after(() => database.close());
  const [normal, full] = [1, 2];
  const synchronous = () => database.prepare("PRAGMA synchronous").get()!["synchronous"];
  const inside: unknown[] = [];
  unsynced(database, () => void inside.push(synchronous()));
  assert.deepEqual([...inside, synchronous()], [normal, full]);
  const fails = () => {
    throw new Error("no room");
  };
  assert.throws(() => unsynced(database, fails));
  assert.equal(synchronous(), full);
});
