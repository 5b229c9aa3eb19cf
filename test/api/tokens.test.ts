import assert from "node:assert/strict";
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { test } from "node:test";
import fc from "fast-check";
import { authenticate, createToken } from "../../src/api/sign-in/tokens.ts";
import { openJournal } from "./in-memory-journal.ts";

async function journalWithToken() {
  const journal = await openJournal();
  const operation = await journal.addOperation("prueba");
  const { token, record } = await createToken(journal.store, { operation, label: "informes" }, 1_000);
  return { store: journal.store, operation, token, record };
}

test("a new token opens its own operation, and only a hash of its secret is kept", async () => {
  const { store, operation, token, record } = await journalWithToken();
  assert.match(token, /^esp_[0-9a-f]{12}_[0-9a-f]{64}$/);
  const opened = authenticate(store, token);
  assert.ok(typeof opened === "object");
  assert.deepEqual({ ...opened, secretHash: Buffer.from(opened.secretHash) }, record);
  assert.equal(opened.operation, operation);
  assert.equal(opened.createdAt, 1_000);
  const secret = token.split("_")[2]!;
  assert.deepEqual(record.secretHash, crypto.createHash("sha256").update(secret).digest());
  assert.ok(!JSON.stringify(await store.tokens()).includes(secret));
});

test("no two tokens are alike", async () => {
  const { store, operation } = await journalWithToken();
  const made = await Promise.all(
    Array.from({ length: 200 }, () => createToken(store, { operation, label: "" }, 0)),
  );
  assert.equal(new Set(made.map(({ token }) => token.split("_")[2])).size, 200);
  assert.equal((await store.tokens(operation)).length, 201);
});

test("no value is a missing token; a revoked one is bad", async () => {
  const { store, token, record } = await journalWithToken();
  assert.equal(authenticate(store, undefined), "missing");
  assert.equal(authenticate(store, ""), "missing");
  assert.equal(authenticate(store, []), "missing");
  await store.revokeToken(record.id, 2_000);
  assert.equal(authenticate(store, token), "bad");
});

test("a token changed in any one character is bad", async () => {
  const { store, token } = await journalWithToken();
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      fc.pre(changed !== token);
      assert.equal(authenticate(store, changed), "bad");
    }),
  );
});

test("whatever else a header carries is bad, and nothing throws", async () => {
  const { store, token } = await journalWithToken();
  const value = fc.oneof(
    fc.string({ minLength: 1, unit: "binary" }),
    fc.tuple(fc.string(), fc.string()).map(([before, after]) => `${before} ${token}${after}`),
    fc.constantFrom(token.toUpperCase(), `${token}\n`, `${token}, ${token}`, token.slice(0, -1)),
    fc.array(fc.constant(token), { minLength: 1 }),
  );
  fc.assert(fc.property(value, (header) => assert.equal(authenticate(store, header), "bad")));
});

test("a secret of another token of the same operation does not open this one", async () => {
  const { store, operation, token } = await journalWithToken();
  const { token: other } = await createToken(store, { operation, label: "otro" }, 0);
  assert.equal(authenticate(store, `esp_${token.split("_")[1]}_${other.split("_")[2]}`), "bad");
});

test("an unknown id, a wrong secret and a right one each cost one comparison in constant time", async (t) => {
  const { store, token, record } = await journalWithToken();
  const compared = t.mock.method(crypto, "timingSafeEqual");
  syncBuiltinESMExports();
  try {
    const wrong = `${token.slice(0, -1)}${token.endsWith("0") ? "1" : "0"}`;
    const unknown = `esp_${"0".repeat(12)}_${token.split("_")[2]}`;
    assert.equal(typeof authenticate(store, token), "object");
    assert.equal(authenticate(store, wrong), "bad");
    assert.equal(authenticate(store, unknown), "bad");
    await store.revokeToken(record.id, 1);
    assert.equal(authenticate(store, token), "bad");
    assert.equal(compared.mock.callCount(), 4);
  } finally {
    compared.mock.restore();
    syncBuiltinESMExports();
  }
});

test("what was chosen for a token can be changed, counts at once, and leaves the rest as it was", async () => {
  const { store, token, record } = await journalWithToken();
  assert.ok(typeof authenticate(store, token) === "object");
  assert.equal(await store.changeToken(record.id, { masksNumbers: true, addresses: ["10.0.0.0/8"] }), true);
  assert.equal(await store.changeToken(record.id, { atOnce: 1 }), true);
  const changed = authenticate(store, token);
  assert.ok(typeof changed === "object");
  const { secretHash: _, ...kept } = { ...record, masksNumbers: true, addresses: ["10.0.0.0/8"], atOnce: 1 };
  const { secretHash, ...told } = changed;
  assert.deepEqual(told, kept);
  assert.deepEqual(Buffer.from(secretHash), record.secretHash);
  assert.equal(await store.changeToken("0".repeat(12), { atOnce: 1 }), false);
  await store.revokeToken(record.id, 2_000);
  assert.equal(await store.changeToken(record.id, { atOnce: 2 }), false);
});
