import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { authenticate } from "../../src/api/tokens.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";

const program = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

test("`espera token` makes tokens, changes what was chosen for them, and says what it is", async (t) => {
  const data = await mkdtemp(join(tmpdir(), "espera-token-"));
  t.after(() => rm(data, { recursive: true }));
  const store = await openSqliteStore({ directory: data });
  t.after(() => store.close());
  await store.openOperation({ name: "Clínica", timeZone: "America/Bogota", simulated: true });
  const espera = async (...words: string[]) =>
    (await promisify(execFile)(process.execPath, [program, "token", ...words, "--data", data])).stdout.trim();
  const settingsOf = (token: string) => {
    const record = authenticate(store, token);
    assert.ok(typeof record === "object");
    const { label, codeAsString, emptyAsSuccess, masksNumbers, atOnce, addresses } = record;
    return { label, codeAsString, emptyAsSuccess, masksNumbers, atOnce, addresses };
  };

  const plain = await espera("create");
  const usual = {
    label: "",
    codeAsString: false,
    emptyAsSuccess: false,
    masksNumbers: false,
    atOnce: 2,
    addresses: [],
  };
  assert.deepEqual(settingsOf(plain), usual);

  const id = plain.split("_")[1]!;
  const all = ["--code-as-string", "--empty-as-success", "--mask-numbers", "--at-once", "1"];
  assert.equal(
    await espera("set", id, "--label", "Power BI", ...all, "--from", "10.0.0.0/8, 2001:db8::1"),
    id,
  );
  const changed = {
    label: "Power BI",
    codeAsString: true,
    emptyAsSuccess: true,
    masksNumbers: true,
    atOnce: 1,
    addresses: ["10.0.0.0/8", "2001:db8::1"],
  };
  assert.deepEqual(settingsOf(plain), changed);
  assert.match(
    await espera("list"),
    /Power BI .*- +code-as-string {2}empty-as-success {2}mask-numbers {2}at-once=1 {2}from=10\.0\.0\.0\/8,2001:db8::1$/,
  );
  const back = ["--code-as-number", "--empty-as-not-found", "--full-numbers", "--from-anywhere"];
  await espera("set", id, "--at-once", "2", ...back);
  assert.deepEqual(settingsOf(plain), { ...usual, label: "Power BI" });

  for (const wrong of [
    ["set", id],
    ["set", id, "--at-once", "3"],
    ["create", "--from", "10.0.0.0/99"],
  ])
    await assert.rejects(espera(...wrong), (error: Error & { code: number }) => error.code === 2);
  await assert.rejects(espera("set", "0".repeat(12), "--at-once", "1"), /token-unknown|no valid token/);
});
