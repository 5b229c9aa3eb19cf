import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { authenticate } from "../../src/api/sign-in/tokens.ts";
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
    const { label, scopes, codeAsString, emptyAsSuccess, masksNumbers, atOnce, addresses } = record;
    return { label, scopes, codeAsString, emptyAsSuccess, masksNumbers, atOnce, addresses };
  };

  const plain = await espera("create");
  const usual = {
    label: "",
    scopes: ["reports"],
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
    scopes: ["reports"],
    codeAsString: true,
    emptyAsSuccess: true,
    masksNumbers: true,
    atOnce: 1,
    addresses: ["10.0.0.0/8", "2001:db8::1"],
  };
  assert.deepEqual(settingsOf(plain), changed);
  assert.match(
    await espera("list"),
    /Power BI .*- +- +- +reports +code-as-string {2}empty-as-success {2}mask-numbers {2}at-once=1 {2}from=10\.0\.0\.0\/8,2001:db8::1$/,
  );
  const back = ["--code-as-number", "--empty-as-not-found", "--full-numbers", "--from-anywhere"];
  await espera("set", id, "--at-once", "2", ...back);
  assert.deepEqual(settingsOf(plain), { ...usual, label: "Power BI" });

  for (const wrong of [
    ["set", id],
    ["set", id, "--at-once", "3"],
    ["create", "--from", "10.0.0.0/99"],
    ["create", "--scope", "everything"],
    ["create", "--scope", ""],
    ["create", "--expires", "2020-01-01"],
    ["create", "--expires", "0"],
    ["create", "--expires", "soon"],
  ])
    await assert.rejects(espera(...wrong), (error: Error & { code: number }) => error.code === 2);
  await assert.rejects(espera("set", "0".repeat(12), "--at-once", "1"), /token-unknown|no valid token/);
});

test("`espera token` chooses what a token may do and how long, and `list` shows it with its last use", async (t) => {
  const data = await mkdtemp(join(tmpdir(), "espera-token-"));
  t.after(() => rm(data, { recursive: true }));
  const store = await openSqliteStore({ directory: data });
  t.after(() => store.close());
  await store.openOperation({ name: "Clínica", timeZone: "America/Bogota", simulated: true });
  const espera = async (...words: string[]) =>
    (await promisify(execFile)(process.execPath, [program, "token", ...words, "--data", data])).stdout.trim();
  const begin = Date.now();
  const token = await espera("create", "--scope", "upload, read", "--scope", "orders", "--expires", "90");
  const id = token.split("_")[1]!;
  const kept = () => {
    const { scopes, expiresAt } = store.token(id)!;
    return { scopes, expiresAt };
  };
  const { scopes, expiresAt } = kept();
  assert.deepEqual(scopes, ["read", "orders", "upload"]);
  assert.ok(expiresAt! >= begin + 90 * 86_400_000 && expiresAt! <= Date.now() + 90 * 86_400_000);

  await espera("set", id, "--expires", "2999-01-31");
  const lastDayEnds = Date.parse("2999-01-31T00:00:00-05:00");
  assert.deepEqual(kept(), { scopes: ["read", "orders", "upload"], expiresAt: lastDayEnds });
  await store.noteTokenUse(id, Date.parse("2026-11-30T10:00:00Z"));
  const [listed] = JSON.parse(await espera("list", "--json")).tokens;
  assert.deepEqual(
    [listed.scopes, listed.expires, listed.lastUsed],
    [["read", "orders", "upload"], "2999-01-31T05:00:00.000Z", "2026-11-30T10:00:00.000Z"],
  );
  assert.match(
    await espera("list"),
    /2999-01-31T05:00:00.000Z +2026-11-30T10:00:00.000Z +read,orders,upload/,
  );
  await espera("set", id, "--scope", "reports", "--never-expires");
  assert.deepEqual(kept(), { scopes: ["reports"], expiresAt: null });
});
