import assert from "node:assert/strict";
import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { espera } from "./command-line.ts";

/** Root may write anywhere, so it looks as nobody does. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

test("a read-only copy of a data folder is verified with the newest steps that are in its log, and nothing is written into it", async (context) => {
  if (process.platform === "win32") return context.skip("rights are another thing there");
  const { data, root } = await journalWithALog(context);
  for (const [what, files, operations] of [
    ["closed", ["espera.db"], ["before"]],
    ["with its log", ["espera.db", "espera.db-wal"], ["before", "later"]],
    [
      "with its log and the log's index",
      ["espera.db", "espera.db-shm", "espera.db-wal"],
      ["before", "later"],
    ],
  ] as const) {
    const copy = join(root, what);
    await mkdir(copy);
    for (const file of files) {
      await copyFile(join(data, file), join(copy, file));
      await chmod(join(copy, file), 0o444);
    }
    await chmod(copy, 0o555);
    const asked = (...command: string[]) =>
      espera([...command, "--data", copy, "--lang", "en"], { NODE_DISABLE_COMPILE_CACHE: "1" }, NOBODY);
    const verified = await asked("journal", "verify", "--all");
    assert.deepEqual([verified.code, verified.err], [0, ""], what);
    assert.deepEqual(
      verified.out.trim().split("\n"),
      operations.map((name) => `${name}  live live  0 steps, 0 rows: ok`),
      what,
    );
    const listed = await asked("token", "list");
    assert.deepEqual([listed.code, listed.err], [0, ""], what);
    assert.deepEqual((await readdir(copy)).toSorted(), [...files], what);
    await chmod(copy, 0o755);
  }
});

test("a journal is not read without its log where a server may be writing it", async (context) => {
  if (process.platform === "win32") return context.skip("rights are another thing there");
  const { data } = await journalWithALog(context);
  await chmod(data, 0o777);
  for (const file of ["espera.db", "espera.db-wal"]) await chmod(join(data, file), 0o444);
  await chmod(join(data, "espera.db-shm"), 0);
  const listed = await espera(["token", "list", "--data", data], {}, NOBODY);
  assert.match(listed.err, /\[journal-unreadable\]\n$/);
  assert.equal(listed.code, 1);
});

/** A data folder as it is while a server runs: one operation in the file, a later one in the log alone. */
async function journalWithALog(context: TestContext): Promise<{ data: string; root: string }> {
  const root = await mkdtemp(join(tmpdir(), "espera-read-only-"));
  context.after(() => rm(root, { recursive: true, force: true }));
  if (NOBODY.uid !== undefined) await chown(root, NOBODY.uid, NOBODY.gid);
  const data = join(root, "data");
  const add = async (store: Awaited<ReturnType<typeof openSqliteStore>>, name: string) => {
    const { id } = await store.openOperation({ name, timeZone: "America/Bogota", simulated: false });
    await store.openRun(id, { kind: "live", name: "live" });
  };
  const before = await openSqliteStore({ directory: data });
  await add(before, "before");
  await before.close();
  const store = await openSqliteStore({ directory: data });
  context.after(() => store.close());
  await add(store, "later");
  return { data, root };
}
