import assert from "node:assert/strict";
import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { after, test } from "node:test";
import fc from "fast-check";
import { apiInMemory, diagram2Path, inBogota } from "./in-memory-journal.ts";

const at = await apiInMemory();
await at.journal.add(at.operation, { skill: 1, at: inBogota("12:00:00") });
await at.api.listen({ host: "127.0.0.1", port: 0 });
const server = at.api.server as Server;
const { port } = server.address() as AddressInfo;
after(() => at.api.close());

/** What the server writes back to these bytes, in pieces as given, until it closes or has answered once. */
async function exchange(...pieces: (string | Buffer)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  // It may be closed before all is sent.
  const closed = new Promise((resolve) => socket.on("close", resolve));
  let answer = "";
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    answer += chunk;
    if (isWhole(answer)) socket.end();
  });
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  // A client that was left without an answer waits for one no longer than for the end of what they sent.
  socket.end();
  await closed;
  return answer;
}

function isWhole(answer: string): boolean {
  const head = answer.indexOf("\r\n\r\n");
  const length = /content-length: (\d+)/i.exec(answer)?.[1];
  return head >= 0 && length !== undefined && answer.length >= head + 4 + Number(length);
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const bodyOf = (answer: string) => answer.slice(answer.indexOf("\r\n\r\n") + 4);

function assertOfFamily(answer: string, status: number): void {
  assert.equal(statusOf(answer), status, answer);
  const body = JSON.parse(bodyOf(answer));
  assert.deepEqual(Object.keys(body), ["code", "error", "msg", "data"]);
  assert.equal(body.code, status);
  assert.match(answer, /content-type: application\/json; charset=utf-8/i);
}

const good = `GET ${diagram2Path()} HTTP/1.1\r\nHost: a\r\nwolkvox-token: ${at.token}\r\n`;

test("what is wrong below the level of routes is answered in the family's form where it was going there", async () => {
  for (const [sent, status] of [
    [`${good}bad header\r\n\r\n`, 400],
    [`GET ${diagram2Path()} HTTP/1.1\r\n\r\n`, 400],
    [`${good}x: ${"y".repeat(20_000)}\r\n\r\n`, 431],
    [`GET /api/v2/reports_manager.php?${"x".repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
    [`GET http://a${diagram2Path()} HTTP/1.1\r\nHost: a\r\nx: ${"y".repeat(20_000)}\r\n\r\n`, 431],
    [`GET https://${"a".repeat(250)}${diagram2Path()} HTTP/1.1\r\nbad header\r\n\r\n`, 400],
    [`${good}Content-Length: 5\r\nContent-Length: 6\r\n\r\n`, 400],
    [`${good}Content-Length: -1\r\n\r\n`, 400],
    [`${good}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
    ["GET /api/v2/reports_manager.php?api=%zz HTTP/1.1\r\nHost: a\r\n\r\n", 401],
    ["GET /api/v2/%E0%A4%A HTTP/1.1\r\nHost: a\r\n\r\n", 400],
    ["GET /api/v2/nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404],
    ["GET /api/v2 HTTP/1.1\r\nHost: a\r\n\r\n", 404],
    ["BREW /api/v2/reports_manager.php HTTP/1.1\r\nHost: a\r\n\r\n", 400],
    ["GET /api/v2/reports_manager.php HTTP/9.9\r\nHost: a\r\n\r\n", 400],
  ] as const)
    assertOfFamily(await exchange(sent), status);
});

test("the same elsewhere is a problem of Espera's own family", async () => {
  for (const [sent, status, code] of [
    ["GET / HTTP/1.1\r\n\r\n", 400, "request-invalid"],
    ["GET /v1/skills HTTP/1.1\r\nHost: a\r\n\r\n", 401, "token-missing"],
    ["GET /v1/%E0%A4%A HTTP/1.1\r\nHost: a\r\n\r\n", 400, "request-invalid"],
    ["GET /v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n", 404, "path-unknown"],
    ["DELETE /v1/calls HTTP/1.1\r\nHost: a\r\n\r\n", 405, "method-unknown"],
    ["GET /live.json HTTP/1.1\r\nbad header\r\n\r\n", 400, "request-invalid"],
    ["\0\x01\x02 nonsense\r\n\r\n", 400, "request-invalid"],
    [`GET /v1/skills HTTP/1.1\r\nHost: a\r\nx: ${"y".repeat(20_000)}\r\n\r\n`, 431, "headers-too-large"],
  ] as const) {
    const answer = await exchange(sent);
    assert.equal(statusOf(answer), status);
    assert.match(answer, /content-type: application\/problem\+json/i);
    const problem = JSON.parse(bodyOf(answer));
    assert.deepEqual(Object.keys(problem), ["type", "title", "status", "code", "detail", "es", "en"]);
    assert.deepEqual([problem.status, problem.code], [status, code]);
  }
});

test("an expectation that nobody knows, an upgrade and a body on a GET do not keep the answer from its asker", async () => {
  for (const [header, body] of [
    ["Expect: the-unexpected", ""],
    ["Upgrade: websocket\r\nConnection: upgrade", ""],
    ["Content-Length: 4", "body"],
  ] as const) {
    const answer = await exchange(`${good}${header}\r\n\r\n${body}`);
    assert.equal(statusOf(answer), 200, header);
  }
});

test("a request that comes before the answer to another one puts no line into its own answer", async () => {
  const first = `GET ${diagram2Path()} HTTP/1.1\r\nHost: a\r\nwolkvox-token: ${at.token}\r\n\r\n`;
  const second = `${good}Connection: close\r\nExpect: 100-continue\r\n\r\n`;
  const came = await new Promise<string>((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
    });
    socket.on("close", () => resolve(received));
    socket.write(first + second);
  });
  const [head, ...rest] = came.split(/(?=HTTP\/1\.1 )/);
  assert.equal(rest.length, 1, came);
  for (const answer of [head!, rest[0]!]) {
    assert.equal(statusOf(answer), 200);
    JSON.parse(bodyOf(answer));
  }
});

test("a request that names the server before the path, as it is sent to a proxy, is answered as any other", async () => {
  const asked = (path: string) =>
    exchange(`GET http://a:80${path} HTTP/1.1\r\nHost: a\r\nwolkvox-token: ${at.token}\r\n\r\n`);
  assertOfFamily(await asked(diagram2Path()), 200);
  assertOfFamily(await asked("/api/v2/nothing.php"), 404);
  assert.match(bodyOf(await asked("/v1/nothing")), /"code":"path-unknown"/);
});

test("bytes that are no UTF-8 are a wrong value and not a failure", async () => {
  const start = Buffer.from(`GET /api/v2/reports_manager.php?api=diagram_2&date_ini=`);
  const rest = Buffer.from(
    `&date_end=20260301235959 HTTP/1.1\r\nHost: a\r\nwolkvox-token: ${at.token}\r\n\r\n`,
  );
  for (const bytes of [Buffer.from([0xff, 0xfe]), Buffer.from("%ff%fe"), Buffer.from("%c3%28")])
    assertOfFamily(await exchange(Buffer.concat([start, bytes, rest])), 400);
  const token = Buffer.concat([
    Buffer.from(`GET ${diagram2Path()} HTTP/1.1\r\nHost: a\r\nwolkvox-token: `),
    Buffer.from([0xff, 0xc3, 0x28]),
    Buffer.from("\r\n\r\n"),
  ]);
  assertOfFamily(await exchange(token), 403);
});

test("a parameter that comes more than once is judged by its last value alone, on every path", async () => {
  for (const [path, twice] of [
    [diagram2Path({ api: "diagram_3" }), "date_ini=2026"],
    [diagram2Path({ api: "skill_1", skill_id: "all" }), "skill_id=x"],
    [diagram2Path({ api: "skill_1", skill_id: "all", services_time: "5" }), "services_time=0"],
    ["/api/v2/real_time.php?api=skills&skill_id=1", "skill_id=x"],
    ["/api/v2/information.php?api=skills", "api=nothing"],
  ] as const)
    assertOfFamily(
      await exchange(`GET ${path}&${twice} HTTP/1.1\r\nHost: a\r\nwolkvox-token: ${at.token}\r\n\r\n`),
      400,
    );
});

test("whatever bytes come, in whatever pieces, there is no 5xx and no stack, and the next client is answered", async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "GET ",
      "POST ",
      "/api/v2/reports_manager.php",
      "?api=diagram_3",
      "&",
      "=",
      "%",
      " HTTP/1.1\r\n",
      "Host: a\r\n",
      `wolkvox-token: ${at.token}\r\n`,
      "Content-Length: 99999999999\r\n",
      "\r\n",
      "\r\n\r\n",
      "Transfer-Encoding: chunked\r\n",
      "fffffffff\r\n",
      "Connection: upgrade\r\n",
      "\0",
      good,
    ),
    fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: "binary", maxLength: 30 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      const answer = await exchange(...pieces);
      for (const match of answer.matchAll(/HTTP\/1\.1 (\d+)/g)) assert.ok(Number(match[1]) < 500, answer);
      assert.doesNotMatch(answer, /\.[tj]s:\d|node_modules|FST_/);
    }),
    { numRuns: 150 },
  );
  assert.equal(statusOf(await exchange(`${good}\r\n`)), 200);
  assert.deepEqual(
    at.logged.filter((line) => /"level":"(error|fatal)"/.test(line)),
    [],
  );
});

test("five hundred half-open clients take little memory and keep nobody else from an answer", async () => {
  const sockets: Socket[] = [];
  const before = process.memoryUsage().rss;
  for (let n = 0; n < 500; n++) {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    await once(socket, "connect");
    // A head that never ends; some send all that a head may have.
    socket.write(n % 2 === 0 ? good : `${good}x: ${"y".repeat(15_000)}`);
    sockets.push(socket);
  }
  assert.equal(statusOf(await exchange(`${good}\r\n`)), 200);
  const grown = process.memoryUsage().rss - before;
  assert.ok(grown < 150 * 1024 * 1024, `${grown} bytes`);
  for (const socket of sockets) socket.destroy();
  assert.equal(statusOf(await exchange(`${good}\r\n`)), 200);
});

test("a body without an end is not taken in", async () => {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  let answer = "";
  socket.on("data", (chunk: Buffer) => {
    answer += chunk.toString("latin1");
  });
  const closed = new Promise((resolve) => socket.on("close", resolve));
  socket.write(`POST ${diagram2Path()} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`);
  const before = process.memoryUsage().rss;
  const chunk = `10000\r\n${"z".repeat(0x10000)}\r\n`;
  let sent = 0;
  while (!socket.destroyed && socket.writable && sent < 64 * 1024 * 1024) {
    sent += chunk.length;
    if (!socket.write(chunk))
      await Promise.race([new Promise((resolve) => socket.once("drain", resolve)), closed]);
  }
  socket.destroy();
  assertOfFamily(answer.slice(0, answer.indexOf("]}") + 2), 405);
  assert.ok(process.memoryUsage().rss - before < 100 * 1024 * 1024);
});
