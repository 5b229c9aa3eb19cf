import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { espera } from "./command-line.ts";

const calls = fileURLToPath(new URL("../../docs/examples/calls.csv", import.meta.url));

test("a past day is replayed from the journal, and a day without steps is said to have none", async (context) => {
  const data = await mkdtemp(join(tmpdir(), "espera-journal-replay-"));
  context.after(() => rm(data, { recursive: true }));
  const run = (...words: string[]) => espera([...words, "--data", data, "--lang", "en"]);
  const imported = await run("import", calls, "--operation", "clinic", "--time-zone", "America/Bogota");
  assert.equal(imported.code, 0, imported.err);
  const day = await run("journal", "replay", "--day", "2026-03-02");
  assert.deepEqual([day.code, day.err], [0, ""]);
  assert.match(
    day.out,
    /^clinic {2}imported \w+ {2}\d+ steps, 209 calls, 0 offers, 0 callbacks: the same, bit for bit\n/,
  );
  assert.match(day.out, / {2}sha256 [0-9a-f]{64}\n$/);
  const again = await run("journal", "replay", "--day", "2026-03-02", "--json");
  const { operation, calls: count, digest, problems } = JSON.parse(again.out);
  assert.deepEqual([operation, count, problems], ["clinic", 209, []]);
  assert.ok(day.out.includes(digest));
  const empty = await run("journal", "replay", "--day", "2026-03-03");
  assert.deepEqual([empty.code, empty.out], [1, "There are no steps of 2026-03-03.\n"]);
  assert.match((await run("journal", "replay", "--day", "yesterday")).err, /date-invalid/);
});
