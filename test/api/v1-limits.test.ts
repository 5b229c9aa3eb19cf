import assert from "node:assert/strict";
import diagnostics from "node:diagnostics_channel";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { diagram2Path } from "./in-memory-journal.ts";
import { slowDown } from "./slow-journal.ts";
import { openV1, type V1 } from "./v1-centre.ts";

const REPORT = "/v1/reports/smart-wait?from=2026-03-02&to=2026-03-03";

describe("the limits of the native API", { timeout: HANGS_AFTER_MS }, () => {
  const open = async (
    t: { after(work: () => unknown): void },
    given: Parameters<typeof openV1>[0] = {},
  ): Promise<V1> => {
    const v1 = await openV1(given);
    t.after(() => v1.close());
    return v1;
  };

  it("lets as many requests of a token in at once as it may make, whatever family they belong to", async (t) => {
    const v1 = await open(t);
    await v1.api.listen({ host: "127.0.0.1", port: 0 });
    const compatible = () => v1.api.inject({ url: diagram2Path(), headers: { "wolkvox-token": v1.token } });
    // A request is under way from its head on: these wait for their bodies.
    const first = await halfOfAnUpload(v1);
    assert.equal((await v1.get("/v1/skills")).statusCode, 200);
    const second = await halfOfAnUpload(v1);
    const refused = await v1.get("/v1/skills");
    assert.deepEqual([refused.statusCode, refused.json().code], [429, "requests-at-once"]);
    assert.match(refused.json().detail, /has 2 requests under way/);
    assert.ok(Number(refused.headers["retry-after"]) > 0);
    assert.equal(refused.headers["ratelimit-limit"], undefined);
    assert.equal((await compatible()).statusCode, 403);
    // Another token is not in their way, and what needs none neither.
    const other = { authorization: `Bearer ${v1.otherToken}` };
    assert.equal((await v1.get("/v1/skills", other)).statusCode, 200);
    assert.equal((await v1.api.inject("/v1/openapi.json")).statusCode, 200);
    first.destroy();
    second.destroy();
    while ((await v1.get("/v1/skills")).statusCode === 429)
      await new Promise((resolve) => setImmediate(resolve));
    assert.notEqual((await compatible()).statusCode, 403);
  });

  it("gives an operation its day's requests, shared by its tokens and both families, and none for what is not understood", async (t) => {
    const v1 = await open(t, { licences: 1 });
    const { token } = await createToken(
      v1.store,
      { operation: v1.centre.record.id, scopes: ["read", "reports"] },
      0,
    );
    const ask = [
      (n: number) => v1.get(n % 2 === 0 ? "/v1/skills" : "/v1/callbacks/nobody"),
      () => v1.get("/v1/skills", { authorization: `Bearer ${token}` }),
      () => v1.api.inject({ url: diagram2Path(), headers: { "wolkvox-token": token } }),
    ];
    for (let n = 0; n < 1_000; n++) {
      const answer = await ask[n % ask.length]!(n);
      assert.equal(Number(answer.headers["ratelimit-limit"]), 1_000);
      assert.equal(Number(answer.headers["ratelimit-remaining"]), 999 - n, `${n}: ${answer.body}`);
      if (n % 100 === 0)
        for (const free of ["/v1/callbacks?status=any", "/v1/nothing", "/v1/openapi.json"])
          assert.equal((await v1.get(free)).headers["ratelimit-limit"], undefined, free);
    }
    const refused = await v1.get("/v1/skills");
    assert.deepEqual([refused.statusCode, refused.json().code], [429, "requests-used-up"]);
    // It is past ten o'clock where the operation is: midnight is less than fourteen hours away.
    const afterS = Number(refused.headers["retry-after"]);
    assert.ok(afterS > 13 * 3_600 && afterS <= 14 * 3_600, `${afterS}`);
    assert.equal(Number(refused.headers["ratelimit-remaining"]), 0);
    assert.equal(
      (await v1.api.inject({ url: diagram2Path(), headers: { "wolkvox-token": token } })).statusCode,
      403,
    );
    const other = { authorization: `Bearer ${v1.otherToken}` };
    assert.equal((await v1.get("/v1/skills", other)).statusCode, 200);
    v1.centre.clock.jump(afterS * 1_000);
    assert.equal(Number((await v1.get("/v1/skills")).headers["ratelimit-remaining"]), 999);
  });

  it("counts a stream as one request, which is over when it has sent what there is", async (t) => {
    const v1 = await open(t);
    await v1.api.listen({ host: "127.0.0.1", port: 0 });
    for (let n = 0; n < 4; n++) {
      const socket = connect(portOf(v1), "127.0.0.1");
      t.after(() => socket.destroy());
      socket.write(`GET /v1/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${v1.token}\r\n\r\n`);
      let heard = "";
      socket.setEncoding("utf8").on("data", (text: string) => {
        heard += text;
      });
      while (!/event: lines|^HTTP\/1\.1 [^2]/.test(heard)) await once(socket, "data");
      assert.match(heard, /^HTTP\/1\.1 200 /);
      assert.equal(/ratelimit-remaining: (\d+)/i.exec(heard)?.[1], String(9_999 - n));
    }
    assert.equal(Number((await v1.get("/v1/skills")).headers["ratelimit-remaining"]), 9_995);
  });

  it("stops a question that takes too long, and goes on answering", async (t) => {
    const directory = mkdtempSync(join(tmpdir(), "espera-v1-limits-"));
    t.after(() => rmSync(directory, { recursive: true, force: true }));
    const v1 = await open(t, { store: await openSqliteStore({ directory }), limits: { queryMs: 150 } });
    for (const [table, url, steps] of [
      // Of each hour that it looks at.
      ["calls", REPORT, 200_000],
      ["callbacks", "/v1/callbacks?status=all", 4_000_000],
      ["calls", "/v1/calls/zoe/why", 4_000_000],
    ] as const) {
      const restore = slowDown(directory, table, steps);
      const slow = await v1.get(url);
      assert.deepEqual([slow.statusCode, slow.json().code], [504, "query-stopped"], url);
      assert.equal(slow.headers["retry-after"], "60");
      restore();
    }
    // A thread that has just started may need longer than questions may take here.
    let again = await v1.get("/v1/callbacks?status=all");
    while (again.statusCode === 504) again = await v1.get("/v1/callbacks?status=all");
    assert.equal(again.json().callbacks.length, 3);
  });

  it("goes on answering when a client has gone before its answer", async (t) => {
    const directory = mkdtempSync(join(tmpdir(), "espera-v1-limits-"));
    t.after(() => rmSync(directory, { recursive: true, force: true }));
    const v1 = await open(t, { store: await openSqliteStore({ directory }) });
    await v1.api.listen({ host: "127.0.0.1", port: 0 });
    const restore = slowDown(directory, "calls", 200_000);
    const socket = connect(portOf(v1), "127.0.0.1");
    const threadBegins = new Promise<void>((resolve) => {
      const begun = () => resolve();
      diagnostics.subscribe("worker_threads", begun);
      t.after(() => void diagnostics.unsubscribe("worker_threads", begun));
    });
    socket.write(`GET ${REPORT} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${v1.token}\r\n\r\n`);
    await threadBegins;
    socket.destroy();
    restore();
    assert.equal((await v1.get(REPORT)).statusCode, 200);
  });

  it("says what is wrong in one form, with a code of its own", async (t) => {
    const v1 = await open(t);
    const json = { "content-type": "application/json" };
    const order = "/v1/callbacks/eva/cancel";
    const asked: [
      number,
      string,
      "GET" | "POST" | "DELETE" | "OPTIONS",
      string,
      (string | Buffer)?,
      object?,
    ][] = [
      [404, "path-unknown", "GET", "/v1"],
      [404, "path-unknown", "GET", "/v1/"],
      [400, "request-invalid", "GET", "/v1/callbacks/"],
      [404, "path-unknown", "POST", "/v1/callbacks/eva/erase", "{}", json],
      [400, "request-invalid", "GET", `/v1/callbacks/${"x".repeat(2_000)}`],
      [405, "method-unknown", "DELETE", "/v1/callbacks/eva"],
      [405, "method-unknown", "POST", "/v1/skills", "{}", json],
      [405, "method-unknown", "GET", order],
      [405, "method-unknown", "OPTIONS", "/v1/calls"],
      [405, "method-unknown", "POST", "/v1/openapi.json"],
      [400, "request-invalid", "POST", order, "{oops", json],
      [400, "request-invalid", "POST", order, "", json],
      [400, "request-invalid", "POST", order, Buffer.from([0x22, 0xff, 0x22]), json],
      [400, "request-invalid", "POST", order],
      [
        415,
        "body-type-unknown",
        "POST",
        order,
        "why=so",
        { "content-type": "application/x-www-form-urlencoded" },
      ],
      [415, "body-type-unknown", "POST", order, "so", { "content-type": "text/plain" }],
      [415, "body-type-unknown", "POST", "/v1/calls", "a;b", { "content-type": "text/csv" }],
      [415, "body-encoded", "POST", order, "{}", { ...json, "content-encoding": "gzip" }],
      [415, "body-encoded", "POST", "/v1/calls", "[]", { ...json, "content-encoding": "GZIP" }],
      [413, "body-too-large", "POST", order, JSON.stringify({ why: "x".repeat(20_000) }), json],
      [413, "upload-too-large", "POST", "/v1/calls", Buffer.alloc(9_000_000, " "), json],
      [401, "token-missing", "GET", "/v1/skills", "", { authorization: "" }],
      [401, "token-refused", "GET", "/v1/skills", "", { authorization: "Bearer esp_x" }],
    ];
    for (const [status, code, method, url, payload, headers] of asked) {
      const answer = await v1.api.inject({
        method,
        url,
        headers: { authorization: `Bearer ${v1.token}`, ...headers },
        ...(payload === undefined || method === "GET" ? {} : { payload }),
      });
      const about = `${method} ${url.slice(0, 40)} ${answer.body}`;
      assert.deepEqual([answer.statusCode, answer.json().code], [status, code], about);
      assert.match(String(answer.headers["content-type"]), /^application\/problem\+json/);
      assert.deepEqual(Object.keys(answer.json()), ["type", "title", "status", "code", "detail", "es", "en"]);
      assert.equal(answer.json().type, `urn:espera:fault:${code}`);
      assert.doesNotMatch(answer.json().detail, /\?$|\{\w+\}/);
      if (status === 405)
        assert.equal(answer.headers["allow"], answer.json().detail.match(/: ([A-Z, ]+)\.$/)?.[1]);
      if (code === "body-encoded") assert.equal(answer.headers["accept-encoding"], "identity");
    }
  });
});

const portOf = (v1: V1) => (v1.api.server.address() as AddressInfo).port;

/** The head of an upload, and the beginning of its body; the server has begun to read it. */
async function halfOfAnUpload(v1: V1) {
  const socket = connect(portOf(v1), "127.0.0.1");
  socket.on("error", () => {});
  const taken = once(v1.api.server, "request");
  socket.write(
    `POST /v1/calls HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${v1.token}\r\n` +
      "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n[",
  );
  await taken;
  return socket;
}
