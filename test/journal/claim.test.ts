import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { claimDirectory } from "../../src/journal/sqlite/registry/claim.ts";

test("a directory is in use only while another server has it; what else keeps it from being used is named", async (context) => {
  const root = await mkdtemp(join(tmpdir(), "espera-claim-"));
  context.after(() => rm(root, { recursive: true }));
  const data = join(root, "data");
  const claim = claimDirectory(data);
  assert.throws(() => claimDirectory(data), { code: "directory-in-use" });
  claim.release();
  claimDirectory(data).release();

  const file = join(root, "file");
  await writeFile(file, "");
  assert.throws(() => claimDirectory(join(file, "below")), {
    code: "directory-unusable",
    message: /ENOTDIR/,
  });
  await writeFile(join(data, "espera.lock"), "no database".repeat(1000));
  assert.throws(() => claimDirectory(data), { code: "directory-unusable", message: /not a database/ });
});
