import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "../../src/faults/faults.ts";
import { FileInspection } from "../../src/server/data-folder/file-inspection.ts";

test("a journal's file that is damaged is named in the log and by the server's readiness", async () => {
  const logged: unknown[] = [];
  const log = { error: (...line: unknown[]) => void logged.push(line) };
  const found = Promise.withResolvers<string[]>();
  const inspection = new FileInspection({ damage: () => found.promise }, log);
  const looked = inspection.look();
  assert.deepEqual(inspection.complaints, [], "nothing waits for it");
  found.resolve(["Tree 5 page 7: btreeInitPage() returns error code 11", "another"]);
  await looked;
  assert.deepEqual(inspection.complaints, [
    "the journal's file is damaged (Tree 5 page 7: btreeInitPage() returns error code 11): see npx espera journal verify, and go back to the newest backup",
  ]);
  assert.equal(logged.length, 1);
});

test("nothing is said of a file that is sound, or that could not be read to the end", async () => {
  const log = { error: () => assert.fail("nothing is wrong") };
  for (const damage of [
    async () => [],
    async () => {
      throw new Fault("reader-stopped", { problem: "closed" });
    },
  ]) {
    const inspection = new FileInspection({ damage }, log);
    await inspection.look();
    assert.deepEqual(inspection.complaints, []);
  }
});
