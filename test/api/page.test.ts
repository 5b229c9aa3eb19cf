import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveView, OperationView } from "../../src/api/live-view.ts";
import { isLoopback } from "../../src/api/loopback.ts";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import type { TokenScope } from "../../src/journal/port/registry.ts";
import { apiInMemory } from "./in-memory-journal.ts";
import { Browser, makeUser } from "./people.ts";

function operation(id: number): OperationView {
  return {
    id,
    name: `operación ${id}`,
    timeZone: "America/Bogota",
    simulated: true,
    generation: { done: 2, total: 31 },
    skills: [
      {
        id: 10 * id,
        name: "Ventas",
        target: { share: 0.8, withinMs: 20_000 },
        line: { live: 3, callbacks: 2, returning: 1 },
        freeAgents: 0,
        outlook: null,
        auto: null,
        holdOut: { rate: 0.1, heldOut: 3 },
        today: { answeredWithin: 70, offered: 100 },
      },
    ],
  };
}
const view: LiveView = { version: "9.8.7", operations: [operation(1), operation(2)] };

async function apiWithFigures() {
  return await apiInMemory({}, { live: async () => view, now: () => 1_000 });
}

test("the page and its files come with a policy that lets nothing in from elsewhere and nothing inline run", async () => {
  const { api } = await apiWithFigures();
  for (const [url, type] of [
    ["/", "text/html; charset=utf-8"],
    ["/callbacks/any", "text/html; charset=utf-8"],
    ["/icon.svg", "image/svg+xml"],
  ]) {
    const { statusCode, headers } = await api.inject({ url: url! });
    assert.equal(statusCode, 200);
    assert.equal(headers["content-type"], type);
    const policy = String(headers["content-security-policy"]).split("; ");
    assert.ok(policy.includes("default-src 'none'"));
    assert.ok(policy.includes("frame-ancestors 'none'"));
    assert.ok(policy.includes("script-src 'self'"));
    assert.ok(policy.includes("trusted-types 'none'"));
    assert.ok(policy.every((directive) => !/unsafe|\*|https?:|data:/.test(directive)));
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["server"], undefined);
    assert.equal(headers["access-control-allow-origin"], undefined);
  }
});

test("anyone who is signed in sees the figures of their operations and skills, wherever they come from", async () => {
  const { api, journal } = await apiWithFigures();
  const second = await journal.addOperation("segunda");
  await makeUser(journal.store, "Ana", "administrator");
  await makeUser(journal.store, "Sara", "viewer", { operation: "segunda" });
  const narrow = await makeUser(journal.store, "Vera", "viewer", { operation: "segunda" });
  await journal.store.accounts.changeUser(narrow.id, { skills: [1] });
  const seen = async (name: string) => {
    const browser = new Browser(api);
    await browser.signIn(name);
    const { status, headers, body } = await browser.get("/live.json");
    assert.deepEqual([status, headers["cache-control"]], [200, "no-store"]);
    return body;
  };
  assert.deepEqual(await seen("Ana"), { ...view, at: 1_000 });
  assert.equal(view.operations[1]!.id, second);
  assert.deepEqual((await seen("Sara")).operations, [view.operations[1]]);
  assert.deepEqual((await seen("Vera")).operations, [{ ...view.operations[1], skills: [] }]);
});

test("an address says nothing: at this machine too there are no figures without a session or a token", async () => {
  const { api } = await apiWithFigures();
  const answer = async (headers: Record<string, string>) => {
    const { statusCode, body } = await api.inject({ url: "/live.json", remoteAddress: "127.0.0.1", headers });
    assert.ok(!body.includes("operación"), body);
    assert.deepEqual(JSON.parse(body).operations, [{ skills: [{ line: {} }] }]);
    return [statusCode, JSON.parse(body).code];
  };
  assert.deepEqual(await answer({}), [401, "token-missing"]);
  assert.deepEqual(await answer({ host: "127.0.0.1:8080" }), [401, "token-missing"]);
  assert.deepEqual(await answer({ authorization: "Bearer undefined" }), [401, "token-refused"]);
  assert.deepEqual(await answer({ cookie: `espera-on-loopback=${"A".repeat(43)}` }), [401, "session-ended"]);
});

test("a token shows its own operation only, where it may read reports or lines", async () => {
  const { api, journal, token } = await apiWithFigures();
  const second = await journal.addOperation("segunda");
  assert.equal(second, view.operations[1]!.id);
  const { token: ofSecond } = await createToken(journal.store, { operation: second, label: "" }, 0);
  const elsewhere = { url: "/live.json", remoteAddress: "192.168.1.7" };
  const refused = await api.inject(elsewhere);
  assert.equal(refused.statusCode, 401);
  assert.equal(JSON.parse(refused.body).code, "token-missing");
  const names = async (headers: Record<string, string>) => {
    const { statusCode, body } = await api.inject({ ...elsewhere, headers });
    return statusCode === 200
      ? JSON.parse(body).operations.map((one: OperationView) => one.name)
      : statusCode;
  };
  assert.deepEqual(await names({ "wolkvox-token": token }), ["operación 1"]);
  assert.deepEqual(await names({ "wolkvox-token": ofSecond }), ["operación 2"]);
  assert.equal(await names({ "wolkvox-token": `${token}0` }), 401);
  const bound = { operation: second, label: "", addresses: ["203.0.113.0/24"] };
  const { token: ofAddress } = await createToken(journal.store, bound, 0);
  assert.equal(await names({ "wolkvox-token": ofAddress }), 401, "good from another address only");
  const scoped = async (scopes: readonly TokenScope[]) =>
    (await createToken(journal.store, { operation: second, scopes }, 0)).token;
  assert.deepEqual(await names({ authorization: `Bearer ${await scoped(["read"])}` }), ["operación 2"]);
  assert.equal(await names({ "wolkvox-token": await scoped(["orders", "upload"]) }), 403);
});

test("only a loopback address is one that nobody but this machine reaches", () => {
  for (const address of ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
    assert.ok(isLoopback(address), address);
  for (const address of [
    "",
    "0.0.0.0",
    "::",
    "10.0.0.1",
    "128.0.0.1",
    "::2",
    "::ffff:10.0.0.1",
    "127.0.0.1.example",
  ])
    assert.ok(!isLoopback(address), address);
});

test("healthz answers ok; readyz says in words what is not ready, and what is missing all the same", async () => {
  let lacking: readonly string[] = ["the journal is being opened", "the line is not restored"];
  let without: readonly string[] = ["the exchange is not connected"];
  const { api } = await apiInMemory({}, { readiness: () => lacking, degraded: () => without });
  const ask = async (url: string) => {
    const { statusCode, body } = await api.inject({ url });
    return [statusCode, body];
  };
  assert.deepEqual(await ask("/healthz"), [200, "ok"]);
  assert.deepEqual(await ask("/readyz"), [
    503,
    "not ready\n- the journal is being opened\n- the line is not restored\n- the exchange is not connected\n",
  ]);
  lacking = [];
  assert.deepEqual(await ask("/readyz"), [200, "ready\n- the exchange is not connected\n"]);
  without = [];
  assert.deepEqual(await ask("/readyz"), [200, "ready\n"]);
});
