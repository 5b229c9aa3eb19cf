import assert from "node:assert/strict";
import { createServer } from "node:net";
import { type TestContext, test } from "node:test";
import { AsteriskExchange } from "../../../src/exchange/asterisk/asterisk-exchange.ts";
import type { Order, Report } from "../../../src/exchange/port.ts";
import { RandomSource } from "../../../src/queueing/random.ts";
import { HANGS_AFTER_MS } from "../../hanging.ts";
import { AgiPeer, livingChannel } from "./agi-peer.ts";
import { AmiPeer, header, type Session, secret, stillClock, until } from "./ami-peer.ts";

const limit = { timeout: HANGS_AFTER_MS };

/** A free port of the machine, found by a server that is closed again. */
async function freePort(): Promise<number> {
  const probe = new AmiPeer();
  const port = await probe.listen();
  await probe.close();
  return port;
}

/** The exchange before a fake Asterisk, which answers lists with what `holds` gives. */
async function exchange(t: TestContext) {
  const clock = stillClock();
  const ami = new AmiPeer();
  const amiPort = await ami.listen();
  const agiPort = await freePort();
  /** All that is reported, and of it all but that Asterisk is lost. */
  const told: string[] = [];
  const reports: Report[] = [];
  const warnings: string[] = [];
  const warned: object[] = [];
  const holds = {
    queues: [] as string[][],
    channels: [] as string[][],
    notes: [] as string[][],
    silent: false,
  };
  ami.manners = ({ send }, action, _lines, id) => {
    const { queues: QueueStatus, channels: CoreShowChannels, notes: DBGetTree } = holds;
    const items = { QueueStatus, CoreShowChannels, DBGetTree }[action];
    if (!items) return false;
    if (holds.silent) return true;
    send("Response: Success", `ActionID: ${id}`, "EventList: start");
    for (const item of items) send(...item, `ActionID: ${id}`);
    send(`Event: ${action}Complete`, `ActionID: ${id}`, "EventList: Complete");
    return true;
  };
  const asterisk = new AsteriskExchange({
    // Time is moved by the hour here, and no answer comes meanwhile.
    ami: { host: "127.0.0.1", port: amiPort, username: "espera", secret, pingEveryMs: 86_400_000 },
    agi: { host: "127.0.0.1", port: agiPort },
    queues: [
      { queue: "ventas", skill: 7 },
      { queue: "soporte", skill: 3, smartWait: "off" },
      { queue: "quejas", skill: 4, smartWait: "shadow" },
    ],
    trunks: ["PJSIP/{number}@trunk"],
    country: "CO",
    prompts: "espera/",
    clock,
    random: new RandomSource(1).stream("asterisk"),
    log: {
      info: () => {},
      warn: (details, message) => {
        warnings.push(message);
        warned.push(details);
      },
    },
  });
  t.after(async () => {
    asterisk.disconnect();
    await ami.close();
  });
  return {
    asterisk,
    ami,
    agiPort,
    clock,
    told,
    reports,
    holds,
    warnings,
    warned,
    connect: () =>
      asterisk.connect((one) => {
        told.push(one.type);
        if (one.type !== "exchange-lost") reports.push(one);
      }),
    /** Loses the manager's connection, and lets the time pass until it is sought again. */
    lose: async () => {
      const before = warnings.length;
      ami.latest.socket.destroy();
      await until(() => warnings.length > before);
      await clock.run(clock.now() + 5_000);
    },
  };
}

/** What Espera set of the dialplan's variables, in order. */
const leases = ({ actions }: Session) =>
  actions
    .filter((lines) => header(lines, "Variable")?.startsWith("ESPERA_"))
    .map((lines) => `${header(lines, "Variable")}=${header(lines, "Value")}`);

const asksForChannels = ({ actions }: Session) =>
  actions.some((lines) => header(lines, "Action") === "CoreShowChannels");

const joined = (call: string) => [
  "Event: QueueCallerJoin",
  "Queue: ventas",
  `Uniqueid: ${call}`,
  "CallerIDNum: 3000000001",
];

/** The manager's event of the channel that the fake's AGI brings. */
const announced = (more: Record<string, string> = {}) => {
  const headers = {
    Event: "Newchannel",
    Channel: "PJSIP/callers-00000000",
    Uniqueid: "rig-1795337198.0",
    CallerIDNum: "34600111222",
    ...more,
  };
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
};

/** What Asterisk lists for a user who may do all that Espera needs. */
const mayAll = "Ping Setvar Getvar Originate Hangup CoreShowChannels DBGetTree"
  .split(" ")
  .map((action) => `${action}: what it does`);

test("first comes the snapshot, then what happened while it was taken, then the lease", limit, async (t) => {
  const { ami, reports, holds, connect } = await exchange(t);
  holds.queues = [
    ["Event: QueueParams", "Queue: ventas"],
    ["Event: QueueMember", "Queue: ventas", "Name: ana", "Location: PJSIP/ana", "Status: 1", "Paused: 0"],
  ];
  const plain = ami.manners;
  ami.manners = (session, action, lines, id) => {
    if (action === "QueueStatus") {
      assert.deepEqual(leases(session), [], "nobody is brought before Espera knows what there is");
      session.send(...joined("bed-1.1"));
    }
    return plain(session, action, lines, id);
  };
  connect();
  await until(() => ami.sessions.length > 0 && leases(ami.latest).length === 2);
  assert.deepEqual(
    reports.map(({ type }) => type),
    ["snapshot", "call-joined"],
  );
  assert.deepEqual(reports[0], {
    type: "snapshot",
    calls: [],
    attempts: [],
    served: [],
    agents: [{ agent: "PJSIP/ana", name: "ana", skills: [7], status: "free" }],
  });
  // Ten seconds by Asterisk's own clock; the queue that is off is never asked for.
  assert.deepEqual(leases(ami.latest), ["ESPERA_ventas=1795337208", "ESPERA_quejas=1795337208"]);
});

test(
  "the lease is renewed every three seconds, not while the manager is lost, and given up at the end",
  limit,
  async (t) => {
    const { ami, asterisk, clock, reports, holds, connect, lose } = await exchange(t);
    connect();
    assert.equal(asterisk.connected, false);
    await until(() => ami.sessions.length > 0 && leases(ami.latest).length === 2);
    assert.equal(asterisk.connected, true);
    await clock.run(clock.now() + 3_000);
    await until(() => leases(ami.latest).length === 4);

    holds.silent = true;
    await lose();
    assert.equal(asterisk.connected, false);
    await until(() => ami.sessions.length === 2 && asksForChannels(ami.latest));
    assert.equal(asterisk.connected, false);
    assert.deepEqual(leases(ami.latest), [], "connected, but not yet aware of what there is");
    holds.silent = false;
    await lose();
    await until(() => ami.sessions.length === 3 && leases(ami.latest).length === 2);
    assert.deepEqual(
      reports.map(({ type }) => type),
      ["snapshot", "snapshot"],
    );

    assert.equal(asterisk.connected, true);
    asterisk.disconnect();
    assert.equal(asterisk.connected, false);
    await until(() => leases(ami.latest).length === 4);
    assert.deepEqual(leases(ami.latest).slice(2), ["ESPERA_ventas=0", "ESPERA_quejas=0"]);
  },
);

const status = (agent: string, state: number) => [
  "Event: QueueMemberStatus",
  "Queue: ventas",
  `MemberName: ${agent}`,
  `Interface: PJSIP/${agent}`,
  `Status: ${state}`,
  "Paused: 0",
];
const listedMember = (agent: string, state: number) => [
  "Event: QueueMember",
  "Queue: ventas",
  `Name: ${agent}`,
  `Location: PJSIP/${agent}`,
  `Status: ${state}`,
  "Paused: 0",
];
const statuses = (reports: readonly Report[]) =>
  reports.flatMap((one) => (one.type === "agent-changed" ? [`${one.name} ${one.status}`] : []));

const dial = {
  type: "dial",
  attempt: "bed-1.0~1",
  skill: 7,
  number: "+573001112233",
  place: 1_795_337_000_000,
  ringForMs: 30_000,
  dialogue: { name: null, laterMs: [] },
} as unknown as Order;

test(
  "an exchange that may not call back offers nothing, says so once, and dials when it may",
  limit,
  async (t) => {
    const { ami, asterisk, clock, reports, warnings, warned, connect } = await exchange(t);
    const plain = ami.manners;
    let right = "none";
    ami.manners = (session, action, lines, id) => {
      if (action !== "ListCommands") return plain(session, action, lines, id);
      const may = mayAll.filter((one) => right === "Originate" || !one.startsWith("Originate"));
      session.send("Response: Success", `ActionID: ${id}`, ...may);
      return true;
    };
    connect();
    await until(() => reports.length > 0);
    await until(() => ami.sessions.length > 0 && leases(ami.latest).length === 2);
    assert.deepEqual(leases(ami.latest), ["ESPERA_ventas=0", "ESPERA_quejas=0"], "an earlier lease ends");
    assert.match(asterisk.lacking ?? "", /user espera lacks rights in manager\.conf \(write: originate\)/);
    assert.deepEqual(warned, [{ username: "espera", lacking: "write: originate" }]);
    asterisk.execute(dial);
    const dialled = () =>
      ami.latest.actions.filter((lines) => header(lines, "Action") === "Originate").length;

    const again = async () => {
      const before = ami.sessions.length;
      await clock.run(clock.now() + 60_000);
      await clock.run(clock.now() + 5_000);
      await until(() => ami.sessions.length > before);
    };
    await again();
    await until(() => reports.length > 1);
    assert.equal(warnings.length, 1, "once, however often it is tried");
    assert.equal(dialled(), 0);
    right = "Originate";
    await again();
    await until(() => leases(ami.latest).some((one) => /=1795337208/.test(one)));
    assert.equal(asterisk.lacking, null);
    assert.equal(dialled(), 1, "what could not be dialled before is dialled");
  },
);

test(
  "Espera knows when nothing can be dialled: before the first snapshot, and while the manager is lost",
  limit,
  async (t) => {
    const { asterisk, told, connect, lose } = await exchange(t);
    assert.equal(asterisk.capabilities.dial, false);
    connect();
    assert.deepEqual(told, ["exchange-lost"]);
    await until(() => told.length === 2);
    assert.equal(asterisk.capabilities.dial, true);
    await lose();
    await until(() => told.length === 4);
    assert.deepEqual(told, ["exchange-lost", "snapshot", "exchange-lost", "snapshot"]);
  },
);

for (const right of ["Originate", "Setvar"])
  test(
    `a user who may not ${right} is let dial nothing, and it is said with the snapshot`,
    limit,
    async (t) => {
      const { asterisk, ami, reports, connect } = await exchange(t);
      const plain = ami.manners;
      ami.manners = (session, action, lines, id) => {
        if (action !== "ListCommands") return plain(session, action, lines, id);
        const may = mayAll.filter((one) => !one.startsWith(right));
        session.send("Response: Success", `ActionID: ${id}`, ...may);
        return true;
      };
      connect();
      await until(() => reports.length > 0);
      assert.equal(asterisk.capabilities.dial, false);
      assert.match(asterisk.lacking ?? "", /nobody is offered a return call or called back$/);
    },
  );

test("agents who change while a snapshot is taken are in it as they were last reported", limit, async (t) => {
  const { ami, reports, connect } = await exchange(t);
  const plain = ami.manners;
  ami.manners = (session, action, lines, id) => {
    const { send } = session;
    if (action === "CoreShowChannels") send(...status("ana", 2));
    if (action !== "QueueStatus") return plain(session, action, lines, id);
    // Older than the list: it is overtaken by it.
    send(...status("luz", 6));
    send("Response: Success", `ActionID: ${id}`, "EventList: start");
    send("Event: QueueParams", "Queue: ventas", `ActionID: ${id}`);
    for (const agent of ["ana", "luz", "eva"]) send(...listedMember(agent, 1), `ActionID: ${id}`);
    // Newer than its place in the list, and than the list.
    send(...status("ana", 6));
    send("Event: QueueStatusComplete", `ActionID: ${id}`);
    send(...status("luz", 5));
    return true;
  };
  connect();
  await until(() => reports.length === 3);
  assert.deepEqual(reports[0]?.type === "snapshot" ? reports[0].agents : null, [
    { agent: "PJSIP/ana", name: "ana", skills: [7], status: "ringing" },
    { agent: "PJSIP/luz", name: "luz", skills: [7], status: "away" },
    { agent: "PJSIP/eva", name: "eva", skills: [7], status: "free" },
  ]);
  assert.deepEqual(
    statuses(reports).sort(),
    ["ana ringing", "luz away"],
    "reported again, because they changed",
  );
});

test("Asterisk is asked who its agents are, and changes are reported within a minute", limit, async (t) => {
  const { ami, clock, reports, holds, connect } = await exchange(t);
  const asked = () => ami.latest.actions.filter((lines) => header(lines, "Action") === "QueueStatus").length;
  // The answer takes time too.
  const withinAMinute = async () => {
    const before = asked();
    await clock.run(clock.now() + 55_000);
    await until(() => asked() > before);
  };
  const hold = (...members: string[][]) => {
    holds.queues = [["Event: QueueParams", "Queue: ventas"], ...members];
  };
  hold(listedMember("ana", 1), listedMember("luz", 1));
  connect();
  await until(() => reports.length === 1 && ami.sessions.length > 0 && leases(ami.latest).length === 2);
  hold(listedMember("ana", 1), listedMember("sol", 2));
  await withinAMinute();
  await until(() => statuses(reports).length === 2);
  assert.deepEqual(statuses(reports), ["sol busy", "luz away"]);
  holds.silent = true;
  await withinAMinute();
  holds.silent = false;
  hold(listedMember("ana", 2), listedMember("sol", 2));
  await withinAMinute();
  await until(() => statuses(reports).length === 3);
  assert.deepEqual(statuses(reports).slice(2), ["ana busy"]);
});

test("a call that is brought before the snapshot is given back at once, untold", limit, async (t) => {
  const { ami, agiPort, reports, holds, connect } = await exchange(t);
  holds.silent = true;
  connect();
  await until(() => ami.sessions.length > 0 && ami.latest.actions.length > 2);
  const peer = new AgiPeer(agiPort);
  await until(() => peer.closed);
  assert.deepEqual([peer.work, reports], [[], []]);
});

test(
  "after the end nothing is reported, orders change nothing, and every call is given back",
  limit,
  async (t) => {
    const { asterisk, ami, agiPort, reports, connect } = await exchange(t);
    connect();
    await until(() => reports.length === 1);
    await until(() => leases(ami.latest).length === 2);
    ami.latest.send(...announced());
    const peer = new AgiPeer(agiPort);
    await until(() => reports.length === 2);
    asterisk.disconnect();
    await until(() => peer.closed);
    ami.latest.send(...joined("bed-1.1"));
    asterisk.execute({ type: "pass", call: "rig-1795337198.0", skill: 7, place: 0 });
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(reports.length, 2);
  },
);

/** What a stranger says who knows what return calls are called. */
const declining = {
  script: "return?queue=ventas",
  channel: livingChannel({ "STREAM FILE": "200 result=50 endpos=8000\n" }),
};

test("a stranger at the AGI port begins no call, and ends nobody's promise", limit, async (t) => {
  const { asterisk, ami, agiPort, clock, reports, warned, connect } = await exchange(t);
  connect();
  await until(() => reports.length === 1);
  await until(() => leases(ami.latest).length === 2);
  asterisk.execute(dial);
  const dialled = () => ami.latest.actions.find((lines) => header(lines, "Action") === "Originate");
  await until(() => dialled() !== undefined);
  const id = header(dialled()!, "ChannelId")!;
  ami.latest.send(...announced({ Uniqueid: id, Channel: "PJSIP/trunk-00000001" }));
  // An attacker who guesses a call, the attempt or even the id knows no channel's name.
  const strangers = [
    new AgiPeer(agiPort),
    new AgiPeer(agiPort, { ...declining, uniqueid: "espera-bed-1.0~1" }),
    new AgiPeer(agiPort, { ...declining, uniqueid: id }),
  ];
  await until(() => strangers.every(({ closed }) => closed || clock.nextAt()! <= clock.now() + 1_000));
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  await clock.run(clock.now() + 1_000);
  await until(() => strangers.every(({ closed }) => closed));
  assert.deepEqual(
    strangers.map(({ work }) => work),
    [[], [], []],
  );
  assert.equal(reports.length, 1);
  assert.deepEqual(warned.flatMap((details) => ("why" in details ? [String(details.why)] : [])).sort(), [
    "other-channel",
    "unannounced",
  ]);
});

test(
  "the phone of a return call that the manager announced is asked, and its no is reported",
  limit,
  async (t) => {
    const { asterisk, ami, agiPort, reports, connect } = await exchange(t);
    connect();
    await until(() => reports.length === 1);
    await until(() => leases(ami.latest).length === 2);
    asterisk.execute(dial);
    const dialled = () => ami.latest.actions.find((lines) => header(lines, "Action") === "Originate");
    await until(() => dialled() !== undefined);
    const uniqueid = header(dialled()!, "ChannelId")!;
    ami.latest.send(...announced({ Uniqueid: uniqueid, CallerIDNum: "<unknown>" }));
    const peer = new AgiPeer(agiPort, { ...declining, uniqueid });
    await until(() => peer.closed);
    assert.deepEqual(
      reports.flatMap((one) => (one.type === "attempt-progressed" ? [one.progress] : [])),
      ["answered", "declined"],
    );
  },
);

const note = (queue: string, leg: string, over = "") => [
  "Event: DBGetTreeResponse",
  `Key: /espera-served/${queue}/${leg}`,
  `Val: PJSIP/ana-0000001f${over}`,
];

/** The notes that Espera deleted, in order. */
const deleted = ({ actions }: Session) =>
  actions.flatMap((lines) => /^DB_DELETE\((.*)\)$/.exec(header(lines, "Variable") ?? "")?.[1] ?? []);

test(
  "a customer who was served while Espera was away is known by the dialplan's notes, which go when they are a minute old",
  limit,
  async (t) => {
    const { ami, asterisk, clock, reports, holds, connect, lose } = await exchange(t);
    const served = () => {
      const report = reports.at(-1)!;
      return report.type === "snapshot" ? report.served : undefined;
    };
    const looks = (session: Session) =>
      session.actions.filter((lines) => header(lines, "Action") === "DBGetTree").length;
    const aMinute = async () => {
      const before = looks(ami.latest);
      await clock.run(clock.now() + 60_000);
      await until(() => looks(ami.latest) > before);
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    holds.notes = [
      note("ventas", "espera-bed-1.0~1"),
      note("another-operation", "espera-bed-2.0~1"),
      note("ventas", "no-leg-of-ours"),
    ];
    connect();
    await until(() => reports.length === 1);
    assert.deepEqual(served(), [{ attempt: "bed-1.0~1" }]);

    await lose();
    await until(() => reports.length === 2);
    assert.deepEqual(
      served(),
      [{ attempt: "bed-1.0~1" }],
      "reported again: it may not have been written down",
    );
    assert.deepEqual(ami.sessions.flatMap(deleted), []);
    await aMinute();
    assert.deepEqual(deleted(ami.latest), ["espera-served/ventas/espera-bed-1.0~1"]);

    holds.notes = [note("ventas", "espera-bed-3.0~1", " 1767225600")];
    await aMinute();
    assert.equal(deleted(ami.latest).length, 1, "it may be a second old");
    await lose();
    await until(() => reports.length === 3);
    assert.deepEqual(served(), [{ attempt: "bed-3.0~1", endedAt: 1_767_225_600_000 }]);
    assert.deepEqual(deleted(ami.latest), []);
    asterisk.disconnect();
  },
);

test(
  "a note stays as long as its leg lives: when that ends is still to be written into it",
  limit,
  async (t) => {
    const { ami, asterisk, clock, reports, holds, connect } = await exchange(t);
    const aMinute = async () => {
      await clock.run(clock.now() + 60_000);
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    };
    connect();
    await until(() => reports.length === 1);
    asterisk.execute({
      type: "dial",
      attempt: "bed-1.0~1",
      callback: "bed-1.0",
      person: "p",
      number: "+573001112233",
      skill: 7,
      place: 0,
      ringForMs: 20_000,
      dialogue: { name: null, laterMs: [] },
    });
    ami.latest.send("Event: Newchannel", "Uniqueid: espera-bed-1.0~1");
    holds.notes = [note("ventas", "espera-bed-1.0~1"), note("ventas", "espera-bed-2.0~1")];
    for (let minute = 0; minute < 5; minute++) await aMinute();
    assert.deepEqual([...new Set(deleted(ami.latest))], ["espera-served/ventas/espera-bed-2.0~1"]);
    ami.latest.send("Event: Hangup", "Uniqueid: espera-bed-1.0~1", "Cause: 16");
    await until(() => reports.length === 2);
    await aMinute();
    assert.ok(deleted(ami.latest).includes("espera-served/ventas/espera-bed-1.0~1"));
  },
);

test("an Asterisk that may not be asked for its notes is steered all the same", limit, async (t) => {
  const { ami, reports, connect } = await exchange(t);
  const plain = ami.manners;
  ami.manners = (session, action, lines, id) => {
    if (action !== "DBGetTree") return plain(session, action, lines, id);
    session.send("Response: Error", `ActionID: ${id}`, "Message: Permission denied");
    return true;
  };
  connect();
  await until(() => reports.length === 1);
  assert.equal(reports[0]?.type, "snapshot");
});

test(
  "a server that cannot listen for calls, because another one does, leaves Asterisk alone until it can",
  limit,
  async (t) => {
    const { ami, agiPort, clock, reports, connect } = await exchange(t);
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(agiPort, "127.0.0.1", () => resolve());
    });
    connect();
    const aSecond = async () => {
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      await clock.run(clock.now() + 1_000);
    };
    for (let second = 0; second < 3; second++) await aSecond();
    assert.equal(ami.sessions.length, 0);
    await new Promise<void>((resolve) => {
      other.close(() => resolve());
    });
    for (let second = 0; second < 20 && reports.length === 0; second++) await aSecond();
    await until(() => reports.length === 1);
  },
);

for (const [what, answer, withdraw] of [
  [
    "knows the action",
    ["QueueWithdrawCaller: Request to withdraw a caller from the queue back to the dialplan."],
    true,
  ],
  ["is older than it", ["QueueChangePriorityCaller: Change priority of a caller on queue."], false],
] as const)
  test(
    `an Asterisk that ${what} ${withdraw ? "can" : "cannot"} take a waiting caller out of a queue`,
    limit,
    async (t) => {
      const { ami, asterisk, connect } = await exchange(t);
      const plain = ami.manners;
      ami.manners = (session, action, lines, id) => {
        if (action !== "ListCommands") return plain(session, action, lines, id);
        session.send("Response: Success", `ActionID: ${id}`, ...mayAll, ...answer);
        return true;
      };
      assert.equal(asterisk.capabilities.withdraw, false, "nobody has asked yet");
      connect();
      await until(() => asterisk.connected);
      assert.equal(asterisk.capabilities.withdraw, withdraw);
    },
  );
