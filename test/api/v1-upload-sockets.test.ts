import assert from "node:assert/strict";
import { once } from "node:events";
import { request as ask } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { RecordSplitter } from "../../src/api/v1/uploads/record-splitter.ts";
import { recordsOf } from "../../src/api/v1/uploads/upload-records.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { openV1, type V1 } from "./v1-centre.ts";

describe("call records that come over real sockets", { timeout: HANGS_AFTER_MS }, () => {
  let v1: V1;
  beforeEach(async () => {
    v1 = await openV1();
    await v1.api.listen({ host: "127.0.0.1", port: 0 });
  });
  afterEach(() => v1.close());

  const record = (n: number, changed: object = {}) => ({
    callId: `2026-02-01/${n}`,
    arrivedAt: "2026-02-01T10:05:00",
    skill: "1",
    waitS: 12.5,
    outcome: "answered",
    ...changed,
  });
  const many = (from: number, count: number) =>
    JSON.stringify(Array.from({ length: count }, (_, n) => record(from + n)));
  const port = () => (v1.api.server.address() as AddressInfo).port;

  async function send(body: string | Buffer, headers: object = {}, token = v1.token) {
    const all = { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers };
    const request = ask({ port: port(), path: "/v1/calls", method: "POST", headers: all, agent: false });
    request.end(body);
    const [answer] = (await once(request, "response")) as [import("node:http").IncomingMessage];
    let text = "";
    for await (const piece of answer.setEncoding("utf8")) text += piece;
    return { status: answer.statusCode, headers: answer.headers, json: JSON.parse(text) };
  }

  const runs = async () =>
    (await v1.store.runs(v1.centre.record.id)).filter(({ kind }) => kind === "imported");
  const calls = async () =>
    (await v1.store.readModels().serviceLevelCounts(v1.centre.record.id, 0, Date.parse("2026-03-01"), 20_000))
      .map(({ offered }) => offered)
      .reduce((sum, one) => sum + one, 0);

  it("are all taken when two uploads come at once, from one token or from two", async () => {
    const { token } = await createToken(v1.store, { operation: v1.centre.record.id, scopes: ["upload"] }, 0);
    const answers = await Promise.all([
      send(many(0, 2_000)),
      send(many(2_000, 2_000)),
      send(many(4_000, 2_000), {}, token),
    ]);
    assert.deepEqual(
      answers.map(({ status, json }) => [status, json.calls, json.known]),
      [
        [200, 2_000, false],
        [200, 2_000, false],
        [200, 2_000, false],
      ],
    );
    assert.equal(await calls(), 6_000);
    assert.equal((await runs()).length, 3);
  });

  it("are taken once when the same content comes at once, and one of them says that it was known", async () => {
    const { token } = await createToken(v1.store, { operation: v1.centre.record.id, scopes: ["upload"] }, 0);
    const body = many(0, 1_000);
    const answers = await Promise.all([send(body), send(body), send(body, {}, token), send(body, {}, token)]);
    assert.deepEqual(
      answers.map(({ status, json }) => [status, json.calls]),
      [1, 2, 3, 4].map(() => [200, 1_000]),
    );
    assert.equal(answers.filter(({ json }) => !json.known).length, 1);
    assert.equal(new Set(answers.map(({ json }) => json.digest)).size, 1);
    assert.equal(await calls(), 1_000);
  });

  it("leave nothing behind when they are cut off in the middle, and can come again", async () => {
    const body = many(0, 3_000);
    for (const [share, end] of [
      [0, "destroy"],
      [0.5, "destroy"],
      [0.999, "destroy"],
      [0.5, "end"],
    ] as const) {
      const socket = await begun(body.length);
      socket.write(body.slice(0, Math.floor(body.length * share)));
      await new Promise((resolve) => setImmediate(resolve));
      const closed = once(socket, "close");
      socket[end]();
      socket.resume();
      await closed;
    }
    // An upload that was cut off is no longer under way.
    let again = await send(body);
    while (again.status === 429) again = await send(body);
    assert.deepEqual([again.status, again.json.calls, again.json.known], [200, 3_000, false]);
    assert.equal(await calls(), 3_000);
    assert.equal((await runs()).length, 1);
  });

  it("are refused compressed, in another type, or in what is no UTF-8, and nothing of them is kept", async () => {
    const body = Buffer.from(many(0, 10));
    const lines = Buffer.from(JSON.stringify(record(1, { agent: "año" })), "latin1");
    for (const [sent, headers, status, code] of [
      [gzipSync(body), { "content-encoding": "gzip" }, 415, "body-encoded"],
      [gzipSync(body), { "content-encoding": "identity, gzip" }, 415, "body-encoded"],
      [gzipSync(body), {}, 400, "request-invalid"],
      [body, { "content-type": "text/plain" }, 415, "body-type-unknown"],
      [lines, { "content-type": "application/x-ndjson" }, 400, "request-invalid"],
      [Buffer.concat([body, Buffer.from([0xff])]), {}, 400, "request-invalid"],
    ] as const) {
      const answer = await send(sent, headers);
      assert.deepEqual([answer.status, answer.json.code], [status, code]);
    }
    const plain = await send(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]), {
      "content-encoding": "identity",
      "content-type": "application/json; charset=utf-8",
    });
    assert.equal(plain.status, 200, "a mark of the byte order is no part of the text");
    assert.equal(await calls(), 10);
  });

  it("are refused whole beyond 10,000, and beyond 8 MiB before they are read to the end", async () => {
    const refused = await send(many(0, 10_001));
    assert.deepEqual([refused.status, refused.json.code], [413, "upload-too-large"]);
    const socket = await begun(1e12);
    let answer = "";
    socket.setEncoding("latin1").on("data", (text: string) => {
      answer += text;
    });
    socket.write(many(0, 100));
    while (!answer.includes("\r\n\r\n")) await once(socket, "data");
    assert.match(answer, /^HTTP\/1\.1 413 /);
    socket.destroy();
    assert.equal(await calls(), 0);
    const taken = await send(many(1, 10_000));
    assert.deepEqual([taken.status, taken.json.calls], [200, 10_000]);
  });

  it("leave the server room for calls between records", async () => {
    let turns = 0;
    let reading = true;
    const count = () => {
      turns++;
      if (reading) setImmediate(count);
    };
    setImmediate(count);
    const splitter = new RecordSplitter("list");
    splitter.push(Buffer.from(many(0, 10_000)));
    const { calls } = await recordsOf(splitter.end(), "list", {
      timeZone: "America/Bogota",
      skills: [{ id: 1, name: "one" }],
    });
    reading = false;
    assert.equal(calls.length, 10_000);
    assert.ok(turns >= 5, `${turns} turns`);
  });

  /** An upload whose head has come. */
  async function begun(length: number): Promise<Socket> {
    const socket = connect(port(), "127.0.0.1");
    socket.on("error", () => {});
    const taken = once(v1.api.server, "request");
    socket.write(
      `POST /v1/calls HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${v1.token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
    );
    await taken;
    return socket;
  }
});
