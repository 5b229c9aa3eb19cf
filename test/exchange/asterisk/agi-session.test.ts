import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import * as agi from "../../../src/exchange/asterisk/agi/commands.ts";
import {
  type AgiHandler,
  AgiServer,
  type AgiServerOptions,
} from "../../../src/exchange/asterisk/agi/server.ts";
import type { AgiSession } from "../../../src/exchange/asterisk/agi/session.ts";
import { HANGS_AFTER_MS } from "../../hanging.ts";
import { AgiPeer, type Channel, described, livingChannel } from "./agi-peer.ts";
import { stillClock, until } from "./ami-peer.ts";

const limit = { timeout: HANGS_AFTER_MS };
const PROMPT = { longestMs: 6_600 };

async function serve(t: TestContext, handler: AgiHandler, options: Partial<AgiServerOptions> = {}) {
  const clock = stillClock();
  const failures: unknown[] = [];
  const failed = (error: unknown) => failures.push(error);
  const server = new AgiServer({ host: "127.0.0.1", port: 0, clock, handler, failed, ...options });
  const { port } = await server.listen();
  const peers: AgiPeer[] = [];
  t.after(async () => {
    for (const { socket } of peers) socket.destroy();
    await server.close();
  });
  const call = (given: ConstructorParameters<typeof AgiPeer>[1] = {}) => {
    const peer = new AgiPeer(port, given);
    peers.push(peer);
    return peer;
  };
  return { clock, failures, server, call };
}

/** Runs `work` on a call whose channel behaves as given, to its end. */
async function during<T>(t: TestContext, channel: Channel, work: (session: AgiSession) => Promise<T>) {
  const results: T[] = [];
  const { call } = await serve(t, async (_, session) => void results.push(await work(session)));
  const peer = call({ channel });
  await until(() => peer.closed);
  assert.equal(results.length, 1);
  return { result: results[0]!, peer };
}

test("the handler gets the call, and the connection is closed when it is done", limit, async (t) => {
  const calls: string[] = [];
  const { call } = await serve(t, async ({ script, query, uniqueid }) => {
    calls.push(`${script} ${query.get("queue")} ${uniqueid}`);
  });
  const peer = call();
  await until(() => peer.closed);
  assert.deepEqual(calls, ["in ventas rig-1795337198.0"]);
});

test(
  "before each command the watchdog is wound, in one write, longer than the command can take",
  limit,
  async (t) => {
    const { peer } = await during(t, livingChannel(), async (session) => {
      await agi.answer(session);
      await agi.streamFile(session, "espera/offer", PROMPT);
      await agi.waitForDigit(session, 5_000);
      await agi.setVariable(session, "ESPERA_DO", "seat");
    });
    const winding = (seconds: number) => `SET VARIABLE TIMEOUT(absolute) ${seconds}`;
    assert.deepEqual(peer.commands, [
      winding(10),
      "ANSWER",
      winding(15),
      'STREAM FILE "espera/offer" "0123456789*#"',
      winding(14),
      "WAIT FOR DIGIT 5000",
      winding(9),
      'SET VARIABLE "ESPERA_DO" "seat"',
    ]);
    // Asterisk leaves the second line of one piece unread until another piece comes.
    assert.ok(peer.pieces.every((lines) => lines === 1));
  },
);

test(
  "commands asked at once go out one after the other, each only after the reply before it",
  limit,
  async (t) => {
    const names = ["A", "B", "C", "D"];
    const results: (string | null)[] = [];
    const { call } = await serve(t, async (_, session) => {
      results.push(...(await Promise.all(names.map((name) => agi.getVariable(session, name)))));
    });
    const peer = call({ channel: livingChannel({ "GET VARIABLE": null }) });
    for (const [index, name] of names.entries()) {
      await until(() => peer.work.length > index);
      for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(peer.work.slice(index), [`GET VARIABLE "${name}"`]);
      peer.send(`200 result=1 (value of ${name})\n`);
    }
    await until(() => peer.closed);
    assert.deepEqual(
      results,
      names.map((name) => `value of ${name}`),
    );
  },
);

test(
  "a prompt that ends, is stopped by a key, is missing, or whose caller goes: four different things",
  limit,
  async (t) => {
    const play = (session: AgiSession) => agi.streamFile(session, "p", PROMPT);
    const heard = { digit: null, played: false, missing: false, gone: false };
    const ended = await during(t, livingChannel(), play);
    assert.deepEqual(ended.result, { ...heard, played: true });
    const key = livingChannel({ "STREAM FILE": "200 result=49 endpos=13280\n" });
    assert.deepEqual((await during(t, key, play)).result, { ...heard, played: true, digit: "1" });
    const missing = livingChannel({ "STREAM FILE": "200 result=-1 endpos=0\n" });
    assert.deepEqual((await during(t, missing, play)).result, { ...heard, missing: true });
    const dead = "511 Command Not Permitted on a dead channel or intercept routine\n";
    for (const endpos of [0, 8000]) {
      const left = livingChannel({
        "STREAM FILE": `200 result=-1 endpos=${endpos}\nHANGUP\n`,
        "CHANNEL STATUS": dead,
      });
      assert.deepEqual((await during(t, left, play)).result, { ...heard, gone: true });
    }
    // The line HANGUP may be later than the reply, or the watchdog's exit may close without one.
    const late = livingChannel({
      "STREAM FILE": "200 result=-1 endpos=0\n",
      "CHANNEL STATUS": `HANGUP\n${dead}`,
    });
    assert.deepEqual((await during(t, late, play)).result, { ...heard, gone: true });
  },
);

test("waiting for a key gives a key, none, or that the caller went", limit, async (t) => {
  const wait = (session: AgiSession) => agi.waitForDigit(session, 5_000);
  const heard = { digit: null, played: true, missing: false, gone: false };
  assert.deepEqual((await during(t, livingChannel(), wait)).result, heard);
  const key = livingChannel({ "WAIT FOR DIGIT": "200 result=35\n" });
  assert.deepEqual((await during(t, key, wait)).result, { ...heard, digit: "#" });
  const left = livingChannel({ "WAIT FOR DIGIT": "200 result=-1\nHANGUP\n" });
  assert.deepEqual((await during(t, left, wait)).result, { ...heard, played: false, gone: true });
});

test(
  "variables are set and read, unset ones are null, and what they hold cannot break out",
  limit,
  async (t) => {
    const channel = livingChannel({
      'GET VARIABLE "SET"': "200 result=1 (a (b) ñ)\n",
      'GET VARIABLE "LINES"': "200 result=1 (a\nb)\n",
    });
    const { result, peer } = await during(t, channel, async (session) => [
      await agi.getVariable(session, "SET"),
      await agi.getVariable(session, "LINES"),
      await agi.getVariable(session, "UNSET"),
      await agi.setVariable(session, "X", 'say "hi" \\ there'),
      await agi.setVariable(session, "X", "1\nHANGUP"),
      await agi.setVariable(session, "X", "x".repeat(3_000)),
      await agi.channelStatus(session),
    ]);
    assert.deepEqual(result, ["a (b) ñ", "a\nb", null, true, false, false, 6]);
    assert.ok(peer.commands.includes('SET VARIABLE "X" "say \\"hi\\" \\\\ there"'));
    assert.ok(!peer.commands.some((line) => line.includes("HANGUP") || line.length > 2_000));
  },
);

test(
  "a usage text of many lines and a HANGUP twice in between do not shift the replies",
  limit,
  async (t) => {
    const usage =
      "520-Invalid command syntax.  Proper usage follows:\nHANGUP\n Usage: ANSWER\n520 End of proper usage.\n";
    const channel = livingChannel({ WRONG: usage, 'GET VARIABLE "X"': "HANGUP\n200 result=1 (x)\n" });
    const { result } = await during(t, channel, async (session) => {
      const before = session.hungUp;
      const wrong = await session.command("WRONG", 1_000);
      const x = await agi.getVariable(session, "X");
      const unknown = await session.command("WHAT", 1_000);
      await session.over;
      return [before, session.hungUp, wrong.status, x, unknown.status];
    });
    assert.deepEqual(result, [false, true, "rejected", "x", "rejected"]);
  },
);

test(
  "when the channel is taken away in the middle, the command is gone, and so is every later one",
  limit,
  async (t) => {
    const results: unknown[] = [];
    const { call, failures } = await serve(t, async (_, session) => {
      results.push(await agi.streamFile(session, "p", PROMPT));
      results.push(session.closed, await agi.setVariable(session, "X", 1));
      await session.over;
    });
    const peer = call({ channel: livingChannel({ "STREAM FILE": null }) });
    await until(() => peer.work.length === 1);
    peer.socket.destroy();
    await until(() => results.length === 3);
    assert.deepEqual(results, [{ digit: null, played: false, missing: false, gone: true }, true, false]);
    assert.deepEqual(failures, []);
  },
);

test("a peer that never replies is left a little after its watchdog would have cut", limit, async (t) => {
  const { clock, call } = await serve(t, async (_, session) => void (await agi.answer(session)));
  const peer = call({ channel: () => null });
  await until(() => peer.commands.length === 1);
  await clock.run(clock.now() + 11_999);
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(peer.closed, false);
  await clock.run(clock.now() + 1);
  await until(() => peer.closed);
});

test("a handler that throws, at once or later, closes its call and no other", limit, async (t) => {
  const { call, failures } = await serve(t, async (_, session) => {
    if ((await agi.getVariable(session, "BAD")) !== null) throw new Error("on purpose");
    await session.over;
  });
  const good = call();
  const bad = call({ channel: livingChannel({ 'GET VARIABLE "BAD"': "200 result=1 (yes)\n" }) });
  await until(() => bad.closed && good.work.length === 1);
  assert.deepEqual(failures.map(String), ["Error: on purpose"]);
  assert.equal(good.closed, false);
});

test(
  "a peer that describes no call in its time, or without end, or something else, is sent away",
  limit,
  async (t) => {
    let handled = 0;
    const { clock, call } = await serve(t, async () => void handled++);
    const slow = call({ silent: true });
    const endless = call({ silent: true });
    const browser = call({ silent: true });
    slow.send("agi_network: yes\n");
    endless.send("agi_channel: x\n".repeat(3_000));
    browser.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await until(() => endless.closed && browser.closed);
    assert.equal(slow.closed, false);
    await clock.run(clock.now() + 5_000);
    await until(() => slow.closed);
    assert.equal(handled, 0);
  },
);

test("only the allowed addresses are served", limit, async (t) => {
  let handled = 0;
  const { call } = await serve(t, async () => void handled++, { allowed: ["127.0.0.2", "127.1.0.0/16"] });
  const peers = ["127.0.0.1", "127.0.0.3", "127.0.0.2", "127.1.9.9"].map((from) => call({ from }));
  await until(() => peers.every((peer) => peer.closed));
  assert.equal(handled, 2);
});

test(
  "more calls than the limit are sent on to the dialplan at once, and the others go on",
  limit,
  async (t) => {
    let seated = 0;
    const handler: AgiHandler = (_, session) => {
      seated++;
      return session.over;
    };
    const { call } = await serve(t, handler, { maxConnections: 3 });
    const peers = Array.from({ length: 3 }, () => call());
    await until(() => seated === 3);
    const more = call();
    await until(() => more.closed);
    assert.deepEqual(
      peers.map((peer) => peer.closed),
      [false, false, false],
    );
  },
);

test(
  "a program that connects and says nothing keeps no call out: the oldest of them makes room",
  limit,
  async (t) => {
    let seated = 0;
    const handler: AgiHandler = (_, session) => {
      seated++;
      return session.over;
    };
    const { call } = await serve(t, handler, { maxConnections: 3 });
    const caller = call();
    await until(() => seated === 1);
    const silent = [call({ silent: true }), call({ silent: true })];
    await until(() => silent.every(({ socket }) => !socket.connecting));
    const late = call();
    await until(() => seated === 2);
    await until(() => silent[0]!.closed);
    assert.deepEqual(
      [caller, silent[1]!, late].map(({ closed }) => closed),
      [false, false, false],
    );
  },
);

test("when the server closes, every call goes on to its dialplan's next line", limit, async (t) => {
  const { server, call } = await serve(t, (_, session) => session.over);
  const peers = Array.from({ length: 5 }, () => call());
  await until(() => peers.every(({ socket }) => !socket.connecting));
  await server.close();
  await until(() => peers.every((peer) => peer.closed));
});

test(
  "hostile bytes, cut anyhow, before or after a call is described, never stop the server",
  limit,
  async (t) => {
    const { call, failures } = await serve(t, async (_, session) => {
      await agi.answer(session);
      await agi.streamFile(session, "p", PROMPT);
    });
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(
          "HANGUP\n",
          "200 result=",
          "(\n",
          "520-\n",
          "520 \n",
          "\n\n",
          "\0",
          "200 result=-1\n",
          "agi_x: \n",
        )
        .map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(piece, { maxLength: 12 }), async (silent, pieces) => {
        const hostile = call({ silent, channel: () => null });
        for (const bytes of pieces) hostile.socket.write(bytes);
        hostile.socket.end();
        await until(() => hostile.closed);
      }),
      { numRuns: 60 },
    );
    const good = call();
    await until(() => good.closed);
    assert.deepEqual(good.work, ["ANSWER", 'STREAM FILE "p" "0123456789*#"']);
    assert.deepEqual(failures, []);
  },
);

test("a call described and answered in pieces of any size goes as if in one", limit, async (t) => {
  const { call } = await serve(t, async ({ extension }, session) => {
    await agi.setVariable(session, "SEEN", extension);
  });
  const text = Buffer.from(
    `${described.join("\n").replace("agi_extension: ventas", "agi_extension: ñandú")}\n\n`,
  );
  const sizes = fc.integer({ min: 1, max: text.length });
  await fc.assert(
    fc.asyncProperty(sizes, async (size) => {
      const peer = call({ silent: true });
      for (let at = 0; at < text.length; at += size) {
        peer.socket.write(text.subarray(at, at + size));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await until(() => peer.closed);
      assert.deepEqual(peer.work, ['SET VARIABLE "SEEN" "ñandú"']);
    }),
    { numRuns: 20 },
  );
});
