import assert from "node:assert/strict";
import { test } from "node:test";
import pino from "pino";
import { SignIn } from "../../src/api/sign-in/sign-in.ts";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { type TokenScope, tokenScopes } from "../../src/journal/port/registry.ts";
import { logOptions } from "../../src/server/log.ts";
import { apiInMemory, diagram2Path, openJournal } from "./in-memory-journal.ts";
import { openV1 } from "./v1-centre.ts";

const MINUTE_MS = 60_000;
const HERE = "192.0.2.7";

async function doorWithToken() {
  const journal = await openJournal();
  const operation = await journal.addOperation("prueba");
  let now = 1_000 * MINUTE_MS;
  const lines: { msg: string; address: string; why: string; before?: number; tokenId?: string }[] = [];
  const log = pino(logOptions("trace"), { write: (line: string) => void lines.push(JSON.parse(line)) });
  const signIn = new SignIn({ store: journal.store, log, wallClock: () => now });
  return {
    store: journal.store,
    signIn,
    lines,
    make: (scopes: readonly TokenScope[], expiresAt: number | null = null) =>
      createToken(journal.store, { operation, scopes, expiresAt }, 0),
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test("a token is good until the moment at which it expires", async () => {
  const at = await doorWithToken();
  const { token, record } = await at.make(["read"], at.now() + 5);
  assert.ok(typeof at.signIn.tokenOf(token, HERE) === "object");
  assert.ok(at.signIn.stillGood(record.id, HERE));
  at.pass(4);
  assert.ok(typeof at.signIn.tokenOf(token, HERE) === "object");
  at.pass(1);
  assert.equal(at.signIn.tokenOf(token, HERE), "bad");
  assert.equal(at.signIn.stillGood(record.id, HERE), null);
  assert.deepEqual(
    at.lines.map(({ msg, why, tokenId }) => [msg, why, tokenId]),
    [["sign-in failed", "expired", record.id]],
  );
});

test("the last use of a token is kept to the minute, and that of a wrong one is not", async () => {
  const at = await doorWithToken();
  const { token, record } = await at.make(["read"]);
  const lastUsed = () => at.store.token(record.id)!.lastUsedAt;
  const first = at.now();
  assert.equal(at.signIn.tokenOf(`${token.slice(0, -1)}x`, HERE), "bad");
  assert.equal(lastUsed(), null);
  for (let n = 0; n < 60; n++) {
    at.signIn.tokenOf(token, HERE);
    assert.equal(lastUsed(), first);
    at.pass(999);
  }
  at.pass(MINUTE_MS);
  at.signIn.tokenOf(token, HERE);
  assert.equal(lastUsed(), at.now());
});

test("failed sign-ins are a line in the log for each address and minute, and the next line counts the others", async () => {
  const at = await doorWithToken();
  const told = () => at.lines.splice(0).map(({ address, why, before }) => [address, why, before]);
  for (let n = 0; n < 50; n++) at.signIn.tokenOf(`esp_${n}`, HERE);
  at.signIn.tokenOf("esp_x", "192.0.2.8");
  assert.deepEqual(told(), [
    [HERE, "unknown", undefined],
    ["192.0.2.8", "unknown", undefined],
  ]);
  at.pass(MINUTE_MS);
  for (let n = 0; n < 3; n++) at.signIn.tokenOf("esp_x", HERE);
  assert.deepEqual(told(), [[HERE, "unknown", 49]]);
  // Who shows none did not try.
  at.signIn.tokenOf(undefined, "192.0.2.9");
  assert.deepEqual(told(), []);
});

test("a client with many addresses fills neither the log nor the memory", async () => {
  const at = await doorWithToken();
  for (let n = 0; n < 5_000; n++) at.signIn.tokenOf("esp_x", `2001:db8::${n.toString(16)}`);
  assert.equal(at.lines.length, 100);
  at.pass(MINUTE_MS);
  at.signIn.tokenOf("esp_x", HERE);
  assert.equal(at.lines.length, 101);
});

test("only the log says that a token came from a wrong address", async () => {
  const at = await doorWithToken();
  const { token, record } = await at.make(["read"]);
  await at.store.changeToken(record.id, { addresses: ["10.0.0.0/8"] });
  assert.equal(at.signIn.tokenOf(token, HERE), "bad");
  assert.equal(at.lines[0]!.why, "wrong-address");
  assert.ok(!JSON.stringify(at.lines).includes(token.split("_")[2]!));
});

test("each scope opens what it names, and nothing else", async (t) => {
  const v1 = await openV1();
  t.after(() => v1.close());
  const day = "from=2026-03-02&to=2026-03-03";
  const order = { why: "so", version: 1 };
  const doors: [TokenScope[], "GET" | "POST", string, object?][] = [
    [["reports", "read"], "GET", "/v1/skills"],
    [["reports", "read"], "GET", "/live.json"],
    [["reports"], "GET", `/v1/reports/smart-wait?${day}`],
    [["reports", "read"], "GET", "/v1/callbacks"],
    [["read"], "POST", "/v1/callbacks/search", { number: "+573001234567" }],
    [["reports", "read"], "GET", "/v1/callbacks/ana"],
    [["reports", "read"], "GET", "/v1/calls/ana/why"],
    [["read"], "GET", "/v1/stream"],
    [["orders"], "POST", "/v1/callbacks/ana/cancel", order],
    [["orders"], "POST", "/v1/callbacks/ana/call-now", order],
    [["orders"], "POST", "/v1/callbacks/ana/move", { ...order, to: "2026-03-03" }],
    [["upload"], "POST", "/v1/calls", []],
  ];
  for (const scope of tokenScopes) {
    const wanted = { operation: v1.centre.record.id, scopes: [scope] };
    const { token } = await createToken(v1.store, wanted, 0);
    for (const [opening, method, url, payload] of doors) {
      // A stream that is opened does not end by itself.
      if (url === "/v1/stream" && opening.includes(scope)) continue;
      const headers = { authorization: `Bearer ${token}` };
      const answer = await v1.api.inject({ method, url, headers, ...(payload ? { payload } : {}) });
      const isBarred = answer.statusCode === 403 && answer.json().code === "scope-missing";
      assert.equal(isBarred, !opening.includes(scope), `${scope} at ${url}: ${answer.body}`);
      if (isBarred) assert.ok(answer.json().detail.includes(opening.join(", ")), answer.body);
    }
  }
  assert.ok((await v1.get("/v1/callbacks/ana")).json().callback.status === "YES", "nothing was done");
});

test("a token made without a choice reads reports, and one without that scope gets none, in the words of the family", async () => {
  const at = await apiInMemory({ scopes: ["read", "orders", "upload"] });
  const ask = async (token: string, url = diagram2Path()) =>
    (await at.api.inject({ url, headers: { "wolkvox-token": token } })).json();
  for (const url of [
    diagram2Path(),
    "/api/v2/real_time.php?api=skills&skill_id=all",
    "/api/v2/information.php?api=skills",
  ])
    assert.deepEqual(await ask(at.token, url), {
      code: 403,
      error: "FORBIDDEN",
      msg: "THE TOKEN HAS NO PERMISSION FOR REPORTS",
      data: [],
    });
  const { token, record } = await createToken(at.journal.store, { operation: at.operation }, 0);
  assert.deepEqual(record.scopes, ["reports"]);
  assert.equal((await ask(token)).msg, "Validate dates entered");
});
