import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import {
  getvar,
  hangup,
  originate,
  queueStatus,
  setGlobal,
} from "../../../src/exchange/asterisk/ami/actions.ts";
import { backoffMs } from "../../../src/exchange/asterisk/ami/backoff.ts";
import { AmiConnection, type AmiOptions } from "../../../src/exchange/asterisk/ami/connection.ts";
import type { AmiMessage } from "../../../src/exchange/asterisk/ami/messages.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import { HANGS_AFTER_MS } from "../../hanging.ts";
import { AmiPeer, header, secret, stillClock, until } from "./ami-peer.ts";

const limit = { timeout: HANGS_AFTER_MS };

async function begin(t: TestContext, options: Partial<AmiOptions> = {}) {
  const peer = new AmiPeer();
  const port = await peer.listen();
  const clock = stillClock();
  const heard: string[] = [];
  const events: AmiMessage[] = [];
  const random = new RandomSource("test").stream("ami");
  const ami = new AmiConnection(
    { host: "127.0.0.1", port, username: "espera", secret, clock, random, ...options },
    {
      connected: () => heard.push("connected"),
      lost: (why) => heard.push(`lost: ${why}`),
      failed: (why) => heard.push(`failed: ${why}`),
      event: (event) => events.push(event),
    },
  );
  t.after(async () => {
    ami.stop();
    await peer.close();
  });
  const connected = async () => {
    const before = heard.length;
    ami.start();
    await until(() => heard.length > before);
    assert.deepEqual(heard.slice(before), ["connected"]);
  };
  const pass = (ms: number) => clock.run(clock.now() + ms);
  return { peer, clock, heard, events, ami, connected, pass };
}

test(
  "it logs in by the challenge and never sends the secret, or with it where configured",
  limit,
  async (t) => {
    const byChallenge = await begin(t);
    await byChallenge.connected();
    const sent = byChallenge.peer.latest.actions.flat();
    assert.ok(!sent.some((line) => line.includes(secret)));
    assert.ok(sent.includes("Events: system,call,agent"));
    const plainly = await begin(t, { authentication: "secret", events: "call" });
    await plainly.connected();
    assert.ok(plainly.peer.latest.actions[0]!.includes(`Secret: ${secret}`));
    assert.ok(plainly.peer.latest.actions[0]!.includes("Events: call"));
  },
);

test(
  "an Asterisk that is still booting is waited for; one that never says so is taken after 5 s",
  limit,
  async (t) => {
    const { peer, clock, heard, ami, pass } = await begin(t);
    const logins: string[] = [];
    peer.manners = ({ send }, action, _, id) => {
      if (action === "Login") {
        logins.push(id);
        send("Response: Success", `ActionID: ${id}`, "Message: Authentication accepted");
      }
      return action === "Login";
    };
    ami.start();
    await until(() => logins.length === 1);
    await pass(4_900);
    assert.deepEqual(heard, []);
    peer.latest.send("Event: FullyBooted", "Privilege: system,all");
    await until(() => heard.length > 0);
    assert.deepEqual(heard, ["connected"]);
    peer.latest.socket.destroy();
    await until(() => heard.length === 2);
    await pass(60);
    await until(() => logins.length === 2);
    await until(() => clock.nextAt() === clock.now() + 5_000);
    await pass(5_000);
    await until(() => heard.length === 3);
    assert.equal(heard[2], "connected");
  },
);

test(
  "a wrong secret, and a peer that is no Asterisk, are named as what they are, and tried again",
  limit,
  async (t) => {
    const wrong = await begin(t, { secret: "wrong" });
    wrong.ami.start();
    await until(() => wrong.heard.length === 1);
    await wrong.pass(50);
    await until(() => wrong.heard.length === 2);
    assert.deepEqual(wrong.heard, ["failed: login-refused", "failed: login-refused"]);
    const other = await begin(t);
    other.peer.greeting = "HTTP/1.1 400 Bad Request\r\n\r\n";
    other.ami.start();
    await until(() => other.heard.length === 1);
    assert.deepEqual(other.heard, ["failed: not-ami"]);
  },
);

test(
  "nobody listening is called unreachable; a peer that says nothing is left after its time",
  limit,
  async (t) => {
    const nobody = await begin(t);
    await nobody.peer.close();
    nobody.ami.start();
    await until(() => nobody.heard.length === 1);
    assert.deepEqual(nobody.heard, ["failed: unreachable"]);
    const silent = await begin(t, { loginWithinMs: 3_000 });
    silent.peer.greeting = "";
    silent.ami.start();
    await until(() => silent.peer.sessions.length === 1);
    await silent.pass(3_000);
    await until(() => silent.heard.length === 1);
    assert.deepEqual(silent.heard, ["failed: silent"]);
  },
);

test("a login that is not answered, or cut off, is no refusal", limit, async (t) => {
  for (const mute of ["Challenge", "Login"]) {
    const slow = await begin(t, { loginWithinMs: 3_000 });
    slow.peer.manners = (_session, action) => action === mute;
    slow.ami.start();
    await until(() => slow.peer.sessions.length === 1 && asked(slow.peer, mute));
    await slow.pass(3_000);
    assert.deepEqual(slow.heard, ["failed: login-slow"]);
  }
  const cut = await begin(t);
  cut.peer.manners = ({ socket }, action) => {
    if (action === "Login") socket.end();
    return action === "Login";
  };
  cut.ami.start();
  await until(() => cut.heard.length === 1);
  assert.deepEqual(cut.heard, ["failed: hung-up"]);
});

const asked = (peer: AmiPeer, action: string) =>
  peer.latest.actions.some((lines) => header(lines, "Action") === action);

test("a renewed connection logs in again by itself", limit, async (t) => {
  const { peer, heard, ami, connected, pass } = await begin(t);
  await connected();
  ami.renew();
  await pass(50);
  await until(() => heard.length === 3);
  assert.deepEqual(heard, ["connected", "lost: renewed", "connected"]);
  assert.equal(peer.sessions.length, 2);
});

test(
  "each answer goes to its own action, in whatever order they come; refusals are answers",
  limit,
  async (t) => {
    const { peer, ami, connected } = await begin(t);
    const asked: [id: string, variable: string][] = [];
    peer.manners = ({ send }, action, lines, id) => {
      if (action !== "Getvar") return false;
      asked.push([id, header(lines, "Variable")!]);
      if (asked.length < 20) return true;
      for (const [each, variable] of asked.toReversed())
        send("Response: Success", `ActionID: ${each}`, `Variable: ${variable}`, `Value: is ${variable}`);
      return true;
    };
    await connected();
    const names = Array.from({ length: 20 }, (_, n) => `V${n}`);
    assert.deepEqual(
      await Promise.all(names.map((name) => getvar(ami, name))),
      names.map((name) => `is ${name}`),
    );
    assert.equal(new Set(asked.map(([id]) => id)).size, 20);
    peer.manners = ({ send }, action, _, id) => {
      if (action === "Hangup") send("Response: Error", `ActionID: ${id}`, "Message: No such channel");
      return action === "Hangup";
    };
    const result = await hangup(ami, "PJSIP/gone-1");
    assert.ok(result.outcome === "answered" && !result.success);
    assert.equal(result.message, "No such channel");
  },
);

test(
  "a list is collected to its end; events of others in between go to the listener, in order",
  limit,
  async (t) => {
    const { peer, ami, events, connected } = await begin(t);
    peer.manners = ({ send }, action, _, id) => {
      if (action !== "QueueStatus") return false;
      const item = (event: string, ...lines: string[]) =>
        send(`Event: ${event}`, `ActionID: ${id}`, ...lines);
      send("Event: Newchannel", "Uniqueid: 1");
      send("Response: Success", `ActionID: ${id}`, "EventList: start", "Message: Queue status will follow");
      item("QueueParams", "Queue: sales", "Abandoned: 2");
      item("QueueMember", "Queue: sales", "Name: Ana");
      send("Event: OriginateResponse", "ActionID: of-another-session", "Response: Failure", "Uniqueid: 2");
      item("QueueEntry", "Queue: sales", "Position: 1", "Priority: -115");
      item("QueueEntry", "Queue: sales", "Position: 2", "Priority: -130");
      item("QueueParams", "Queue: empty");
      item("QueueStatusComplete", "EventList: Complete", "ListItems: 5");
      send("Event: Hangup", "Uniqueid: 3");
      return true;
    };
    await connected();
    const found = await queueStatus(ami);
    assert.deepEqual(
      found!.map(({ queue, members, entries }) => [
        queue,
        members.map((member) => member.get("Name")),
        entries.map((entry) => entry.get("Priority")),
      ]),
      [
        ["sales", ["Ana"], ["-115", "-130"]],
        ["empty", [], []],
      ],
    );
    await until(() => events.at(-1)?.get("Event") === "Hangup");
    assert.deepEqual(
      events.map((event) => event.get("Uniqueid")).filter((id) => id !== undefined),
      ["1", "2", "3"],
    );
  },
);

test(
  "an action without an answer is unknown after its time, and its late answer harms nobody",
  limit,
  async (t) => {
    const { peer, ami, connected, pass } = await begin(t, { actionWithinMs: 2_000 });
    let id = "";
    peer.manners = (_, action, __, actionId) => {
      if (action === "Originate") id = actionId;
      return action === "Originate";
    };
    await connected();
    const variables = { __ESPERA_CALL: "c1", ESPERA_AT: 17 };
    const wanted = { actionId: "attempt-1", channelId: "esp-1", channel: "PJSIP/600@trunk" };
    const dialled = originate(ami, {
      ...wanted,
      goesOn: { context: "espera-return", extension: "sales" },
      ringForMs: 25_000,
      variables,
    });
    await until(() => id !== "");
    assert.equal(id, "attempt-1");
    const sent = peer.latest.actions.at(-1)!;
    assert.deepEqual(
      sent.filter((line) => line.startsWith("Variable")),
      ["Variable: __ESPERA_CALL=c1", "Variable: ESPERA_AT=17"],
    );
    assert.equal(header(sent, "Timeout"), "25000");
    await pass(2_000);
    assert.deepEqual(await dialled, { outcome: "unknown", why: "timeout" });
    peer.latest.send("Response: Success", `ActionID: ${id}`, "Message: Originate successfully queued");
    assert.equal((await setGlobal(ami, "X", 1)).outcome, "answered");
  },
);

test("what would smuggle in an action, a further variable or a pattern is never sent", limit, async (t) => {
  const { peer, ami, connected } = await begin(t);
  await connected();
  const refused = { outcome: "not-sent", why: "refused" };
  const call = {
    actionId: "a",
    channelId: "c",
    channel: "PJSIP/1@t",
    goesOn: { context: "x", extension: "q" },
  };
  assert.deepEqual(await setGlobal(ami, "X", "1\r\nAction: Command"), refused);
  assert.deepEqual(
    await originate(ami, { ...call, channel: "PJSIP/1\n@t", ringForMs: 1, variables: {} }),
    refused,
  );
  assert.deepEqual(await originate(ami, { ...call, ringForMs: 1, variables: { A: "1,B=2" } }), refused);
  assert.deepEqual(await hangup(ami, "/^PJSIP/.*/"), refused);
  await ami.action("CoreStatus");
  assert.deepEqual(
    peer.latest.actions.map((lines) => header(lines, "Action")),
    ["Challenge", "Login", "CoreStatus"],
  );
});

test(
  "without a connection nothing is sent, then or later; what was under way is unknown",
  limit,
  async (t) => {
    const { peer, heard, ami, connected, pass } = await begin(t);
    const gone = { outcome: "not-sent", why: "not-connected" };
    assert.deepEqual(await setGlobal(ami, "BEFORE", 1), gone);
    peer.manners = (_, action) => action === "Setvar";
    await connected();
    const underWay = setGlobal(ami, "DURING", 1);
    await until(() => peer.latest.actions.length === 3);
    peer.latest.socket.destroy();
    assert.deepEqual(await underWay, { outcome: "unknown", why: "lost" });
    assert.deepEqual(await setGlobal(ami, "AFTER", 1), gone);
    assert.deepEqual(heard, ["connected", "lost: closed"]);
    await pass(50);
    await until(() => heard.length === 3);
    assert.equal(heard[2], "connected");
    assert.deepEqual(
      peer.sessions.map(({ actions }) => actions.map((lines) => header(lines, "Action"))),
      [
        ["Challenge", "Login", "Setvar"],
        ["Challenge", "Login"],
      ],
    );
  },
);

test("a connection whose ping is answered stays; one that swallows it is dropped", limit, async (t) => {
  const { peer, heard, events, connected, pass } = await begin(t, {
    pingEveryMs: 5_000,
    pingWithinMs: 3_000,
  });
  const pings = () => peer.latest.actions.filter((lines) => header(lines, "Action") === "Ping").length;
  await connected();
  for (let round = 1; round <= 3; round++) {
    await pass(5_000);
    await until(() => pings() === round);
    // An event that has come proves that the answer sent before it has.
    peer.latest.send("Event: Newchannel", `Uniqueid: ${round}`);
    await until(() => events.at(-1)?.get("Uniqueid") === String(round));
  }
  assert.deepEqual(heard, ["connected"]);
  peer.manners = (_, action) => action === "Ping";
  await pass(5_000);
  await until(() => pings() === 4);
  await pass(2_999);
  assert.deepEqual(heard, ["connected"]);
  await pass(1);
  assert.deepEqual(heard, ["connected", "lost: ping-unanswered"]);
});

test("stopped, it stays away, and its clock has nothing left to do", limit, async (t) => {
  const { clock, heard, ami, connected } = await begin(t);
  await connected();
  ami.stop();
  ami.stop();
  assert.deepEqual(heard, ["connected", "lost: stopped"]);
  await clock.run(Number.POSITIVE_INFINITY);
  assert.equal(clock.nextAt(), null);
  assert.equal(heard.length, 2);
});

test("after a thousand reconnects it holds one connection, one timer and nothing else", limit, async (t) => {
  const { peer, clock, heard, ami, connected } = await begin(t);
  const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind === "TCPSocketWrap").length;
  await connected();
  const before = sockets();
  for (let round = 0; round < 1_000; round++) {
    const told = heard.length;
    peer.latest.socket.destroy();
    await until(() => heard.length === told + 1);
    assert.equal(heard.at(-1), "lost: closed");
    assert.ok(clock.nextAt()! - clock.now() <= 5_000);
    assert.equal(clock.step(), true);
    peer.sessions.length = 0;
    await until(() => heard.length === told + 2);
    assert.equal(heard.at(-1), "connected");
  }
  assert.ok(sockets() <= before + 4, `${sockets()} sockets, ${before} before`);
  ami.stop();
  assert.equal(clock.step(), false);
});

test("the waits between tries double from 50 ms to 5 s, less a random part of up to a half", () => {
  const most = { uniform: () => 0 };
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 5_000].map((failures) => backoffMs(failures, most)),
    [50, 100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000],
  );
  const random = new RandomSource(7).stream("backoff");
  for (let failures = 1; failures < 300; failures++) {
    const wait = backoffMs(failures, random);
    const whole = backoffMs(failures, most);
    assert.ok(wait > whole / 2 && wait <= whole);
  }
});
