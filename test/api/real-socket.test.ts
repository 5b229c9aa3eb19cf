import assert from "node:assert/strict";
import type { Server } from "node:http";
import { request } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { after, test } from "node:test";
import { apiInMemory, diagram2Path, inBogota } from "./in-memory-journal.ts";
import { certificate, key } from "./self-signed.ts";

const at = await apiInMemory();
await at.journal.add(at.operation, { skill: 1, at: inBogota("12:00:00") });
await at.api.listen({ host: "127.0.0.1", port: 0 });
const { port } = at.api.server.address() as AddressInfo;
const origin = `http://127.0.0.1:${port}`;
after(() => at.api.close());

/** What the server writes back to these bytes until it closes or `enough` has come. */
function exchange(bytes: string, enough: (answer: string) => boolean = () => false): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      answer += chunk;
      if (enough(answer)) socket.end();
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

const requestLines = (headers: string) =>
  `GET ${diagram2Path()} HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n`;

test("an ordinary client gets its rows, and nothing names the server's software", async () => {
  const response = await fetch(`${origin}${diagram2Path()}`, { headers: { "Wolkvox-Token": at.token } });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("server"), null);
  assert.equal(response.headers.get("x-powered-by"), null);
  assert.equal(response.headers.get("content-type"), "application/json; charset=utf-8");
  assert.equal(((await response.json()) as { msg: string }).msg, "1 records were found");
});

test("header names come in any case, and a repeated token header is a bad token", async () => {
  const close = "Connection: close\r\n";
  assert.match(
    await exchange(requestLines(`${close}WOLKVOX-TOKEN:   ${at.token}  \r\n`)),
    /^HTTP\/1\.1 200 /,
  );
  const twice = requestLines(`${close}wolkvox-token: ${at.token}\r\nWolkvox-Token: ${at.token}\r\n`);
  assert.match(await exchange(twice), /^HTTP\/1\.1 403 /);
  const empty = requestLines(`${close}wolkvox-token:\r\n`);
  assert.match(await exchange(empty), /^HTTP\/1\.1 401 /);
});

test("the old PHP scripts' HTTP/1.0 is answered", async () => {
  const answer = await exchange(`GET ${diagram2Path()} HTTP/1.0\r\nwolkvox-token: ${at.token}\r\n\r\n`);
  assert.match(answer, /^HTTP\/1\.1 200 /);
  assert.match(answer, /\{"code":200,/);
});

test("requests on one connection are answered in their order", async () => {
  const good = requestLines(`wolkvox-token: ${at.token}\r\n`);
  const last = requestLines("Connection: close\r\n");
  const statuses = [...(await exchange(good + good + last)).matchAll(/HTTP\/1\.1 (\d+)/g)].map(
    (match) => match[1],
  );
  assert.deepEqual(statuses, ["200", "200", "401"]);
});

test("what is not HTTP, or too large, is refused with a 4xx and the connection closed", async () => {
  for (const [bytes, status] of [
    ["\0\x01\x02 nonsense\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\n\r\n", 400],
    [`GET /?${"x".repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
    [requestLines(`x: ${"y".repeat(20_000)}\r\n`), 431],
    [requestLines("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n"), 400],
    [requestLines("bad header\r\n"), 400],
  ] as const) {
    const answer = await exchange(bytes);
    assert.equal(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]), status, answer);
    assert.doesNotMatch(answer, /at .*\.js/);
  }
});

test("slow and silent clients have limits", () => {
  const server = at.api.server as Server;
  for (const limit of [
    server.headersTimeout,
    server.requestTimeout,
    server.timeout,
    server.keepAliveTimeout,
  ]) {
    assert.ok(limit > 0 && limit <= 65_000);
  }
  assert.ok(server.headersTimeout <= server.requestTimeout);
  assert.ok(server.maxConnections > 0);
});

test("a request that comes too slowly is refused in the form of its family", async () => {
  const server = at.api.server as Server;
  for (const [path, type] of [
    [diagram2Path(), "application/json"],
    ["/v1/skills", "application/problem+json"],
  ]) {
    server.prependOnceListener("request", ({ socket }) => {
      const slow = Object.assign(new Error("as Node says it"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
      server.emit("clientError", slow, socket);
    });
    const answer = await exchange(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.ok(answer.includes(`Content-Type: ${type};`), answer);
  }
});

test("with a certificate the same API speaks https, for old scripts that say so", async () => {
  const tls = await apiInMemory({}, { https: { cert: certificate, key } });
  await tls.journal.add(tls.operation, { skill: 1, at: inBogota("12:00:00") });
  await tls.api.listen({ host: "127.0.0.1", port: 0 });
  try {
    const { port: tlsPort } = tls.api.server.address() as AddressInfo;
    const status = await new Promise((resolve, reject) => {
      const headers = { "wolkvox-token": tls.token };
      const asked = { host: "127.0.0.1", port: tlsPort, path: diagram2Path(), headers, ca: certificate };
      request({ ...asked, servername: "espera.test", agent: false }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode));
      })
        .on("error", reject)
        .end();
    });
    assert.equal(status, 200);
  } finally {
    await tls.api.close();
  }
});

test("closing lets go of idle connections at once", async () => {
  const other = await apiInMemory();
  await other.api.listen({ host: "127.0.0.1", port: 0 });
  const { port: otherPort } = other.api.server.address() as AddressInfo;
  // fetch keeps its connection open for the next request.
  await (await fetch(`http://127.0.0.1:${otherPort}/healthz`)).text();
  await other.api.close();
  await assert.rejects(fetch(`http://127.0.0.1:${otherPort}/healthz`));
});
