import assert from "node:assert/strict";
import { once } from "node:events";
import { request as ask, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, it } from "node:test";
import { rightsOfToken } from "../../src/api/sign-in/rights.ts";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import { Shares } from "../../src/api/v1/shares.ts";
import { HANGS_AFTER_MS } from "../hanging.ts";
import { filled, hostileBodies, LIST } from "./hostile-bodies.ts";
import { openV1, type V1 } from "./v1-centre.ts";

const MIB8 = 8 * 1024 * 1024;

describe("uploads that mean harm", { timeout: HANGS_AFTER_MS }, () => {
  let v1: V1;
  beforeEach(async () => {
    v1 = await openV1();
    await v1.api.listen({ host: "127.0.0.1", port: 0 });
  });
  afterEach(() => v1.close());

  const port = () => (v1.api.server.address() as AddressInfo).port;
  async function send(body: string, type: string, token = v1.token) {
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": type,
      "content-length": Buffer.byteLength(body),
    };
    const request = ask({ port: port(), path: "/v1/calls", method: "POST", headers });
    request.end(body);
    // Fails where the way is closed before: a client that sends a whole body hears the outcome.
    const [answer] = (await once(request, "response")) as [IncomingMessage];
    let text = "";
    for await (const piece of answer.setEncoding("utf8")) text += piece;
    return { status: answer.statusCode, text, json: JSON.parse(text) };
  }
  const record = (n: number) => ({
    callId: `2026-02-01/${n}`,
    arrivedAt: "2026-02-01T10:05:00",
    skill: "1",
    waitS: 12.5,
    outcome: "answered",
    serviceS: 30,
    customer: `+57300${1_000_000 + n}`,
  });
  const good = (count: number, first = 0) =>
    JSON.stringify(Array.from({ length: count }, (_, n) => record(first + n)));

  it("cost no more work than one as large as there may be, and leave others room while it lasts", async () => {
    const worked = async (work: () => Promise<unknown>) => {
      const before = process.cpuUsage();
      let turns = 0;
      let goesOn = true;
      const count = () => {
        turns++;
        if (goesOn) setImmediate(count);
      };
      setImmediate(count);
      await work();
      goesOn = false;
      const { user, system } = process.cpuUsage(before);
      return { ms: (user + system) / 1_000, turns };
    };
    const usual = await worked(() => send(good(10_000), LIST));
    for (const { what, type, body, status } of hostileBodies()) {
      let answer: Awaited<ReturnType<typeof send>> | undefined;
      const { ms, turns } = await worked(async () => {
        answer = await send(body, type);
      });
      assert.equal(answer!.status, status, `${what}: ${answer!.text.slice(0, 200)}`);
      assert.ok(answer!.text.length < 2_000_000, `${what}: ${answer!.text.length} bytes`);
      // The client and the turns that are counted are in this process too.
      assert.ok(ms < 2 * usual.ms, `${what}: ${ms} ms of work, and ${usual.ms} ms the usual one`);
      assert.ok(turns > 20, `${what}: ${turns} turns`);
    }
    assert.equal((await v1.get("/v1/skills")).statusCode, 200);
  });

  it("name what is too much in a record, and quote little of it", async () => {
    const names = `{"${"k".repeat(10_000)}":1}`;
    const { status, json } = await send(
      `[${JSON.stringify({ agent: "x".repeat(20_000) })},[${"1,".repeat(99)}1],${names}]`,
      LIST,
    );
    assert.equal(status, 422);
    const reasons = json.errors.map(({ reason }: { reason: string }) => reason);
    assert.deepEqual(reasons.slice(0, 2), [
      "it has more than 16384 bytes",
      "it has more values than a record has",
    ]);
    assert.ok(reasons[2].length <= 200);
  });

  it("are read no further when they come in tens of thousands of pieces", async () => {
    const socket = await begun(v1.token, "Transfer-Encoding: chunked");
    let answer = "";
    socket.setEncoding("latin1").on("data", (text: string) => {
      answer += text;
    });
    socket.write("1\r\n[\r\n");
    const pieces = "1\r\n \r\n".repeat(1_000);
    for (let n = 0; n < 40 && answer === ""; n++) {
      if (!socket.write(pieces)) await Promise.race([once(socket, "drain"), once(socket, "data")]);
    }
    while (!answer.includes("\r\n\r\n")) await once(socket, "data");
    assert.match(answer, /^HTTP\/1\.1 400 .*more than 30000 pieces/s);
    socket.destroy();
  });

  it("hold no place while they come slowly, and nobody else's", async () => {
    const slow: Socket[] = [];
    for (let n = 0; n < 8; n++) {
      const { token } = await createToken(
        v1.store,
        { operation: v1.centre.record.id, scopes: ["upload"] },
        0,
      );
      for (let half = 0; half < 2; half++) {
        const socket = await begun(token, "Content-Length: 1000");
        socket.write("[");
        slow.push(socket);
      }
    }
    assert.equal((await send(good(10), LIST)).status, 200);
    const other = await send(good(1), LIST, v1.otherToken);
    assert.equal(
      other.json.code,
      "upload-records-bad",
      "the other operation has no such skill, and was heard",
    );
    for (const socket of slow) socket.destroy();
  });

  it("are refused beyond the bytes that an operation may have held, while another operation's are taken", async () => {
    const slow: Socket[] = [];
    const mebibytes = 7;
    for (let n = 0; n < 4; n++) {
      const { token } = await createToken(
        v1.store,
        { operation: v1.centre.record.id, scopes: ["upload"] },
        0,
      );
      const socket = await begun(token, `Content-Length: ${MIB8}`);
      await new Promise<void>((resolve) => {
        socket.write(`["${"a".repeat(mebibytes * 1024 * 1024)}`, () => resolve());
      });
      slow.push(socket);
    }
    const { token } = await createToken(v1.store, { operation: v1.centre.record.id, scopes: ["upload"] }, 0);
    let refused = await send(filled('["', "b", '"]'), LIST, token);
    // What the sockets hold still is on its way.
    while (refused.status !== 503) refused = await send(filled('["', "b", '"]'), LIST, token);
    assert.equal(refused.json.code, "uploads-full");
    const other = await send(good(1), LIST, v1.otherToken);
    assert.equal(
      other.json.code,
      "upload-records-bad",
      "the other operation has no such skill, and was heard",
    );
    for (const socket of slow) socket.destroy();
    let again = await send(good(10), LIST, token);
    while (again.status === 503) again = await send(good(10), LIST, token);
    assert.equal(again.status, 200);
  });

  async function begun(token: string, header: string): Promise<Socket> {
    const socket = connect(port(), "127.0.0.1");
    socket.on("error", () => {});
    const taken = once(v1.api.server, "request");
    socket.write(
      `POST /v1/calls HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: ${LIST}\r\n${header}\r\n\r\n`,
    );
    await taken;
    return socket;
  }
});

describe("what requests share", () => {
  it("is for one token less than for its operation, and for that less than in all", async (t) => {
    const v1 = await openV1();
    t.after(() => v1.close());
    const shares = new Shares({ ofToken: 2, ofOperation: 3, inAll: 5 });
    const asker = async (operation: typeof v1.other) => {
      const { record } = await createToken(v1.store, { operation: operation.id }, 0);
      return { rights: rightsOfToken(record, () => record), operation };
    };
    const [one, two, three] = [await asker(v1.other), await asker(v1.other), await asker(v1.other)];
    const stranger = await asker(v1.centre.record);
    const first = shares.shareOf(one);
    assert.deepEqual(
      [first.take(1), first.take(2), first.take(1), first.take(1)],
      [true, false, true, false],
    );
    const second = shares.shareOf(two);
    assert.deepEqual([second.take(1), second.take(1)], [true, false]);
    assert.equal(shares.shareOf(three).take(1), false);
    const strangers = shares.shareOf(stranger);
    assert.deepEqual([strangers.take(2), strangers.take(1)], [true, false]);
    first.giveBack();
    first.giveBack();
    assert.deepEqual([shares.shareOf(three).take(2), shares.shareOf(one).take(1)], [true, false]);
  });
});
