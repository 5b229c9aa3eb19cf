import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { type Asterisk, startAsterisk } from "../bed/asterisk.ts";
import type { Manager } from "../bed/manager.ts";
import type { PhoneCall } from "../bed/phone-call.ts";
import { caller, type Phones, startPhones } from "../bed/sipp.ts";
import { until } from "../bed/until.ts";
import { told } from "./told.ts";

/** Ana talks to callers of the queue `one`, and puts them through to `two`, in which Eva takes nobody yet. */
let asterisk: Asterisk;
let agents: Phones;
let manager: Manager;
let talks = 0;

const queueing = (queue: string, extension = queue) => [
  `exten => ${extension},1,Answer()`,
  ` same => n,Set(QUEUE_PRIO=$[1767225600 - \${EPOCH}])`,
  ` same => n,Queue(${queue},t)`,
  " same => n,Hangup()",
];

before(async () => {
  asterisk = await startAsterisk({
    agents: ["ana", "eva"],
    queues: { one: { members: ["ana"] }, two: { members: ["eva"] } },
    dialplan: [
      "[callers]",
      ...queueing("one"),
      ...queueing("two"),
      "[trunk]",
      "[agents]",
      ...queueing("two", "32"),
      "",
    ].join("\n"),
    files: { "features.conf": "[general]\natxferdropcall=no\n[featuremap]\natxfer => *2\n" },
  });
  agents = await startPhones(asterisk, "agents");
});

after(async () => {
  await agents?.kill();
  await asterisk?.stop();
});

beforeEach(async () => {
  manager = await asterisk.manager();
});

afterEach(() => manager.close());

const came = (name: string, from = 0, which: Readonly<Record<string, string>> = {}) =>
  until(`${name} ${Object.values(which).join(" ")}`, 10_000, () =>
    manager.events
      .slice(from)
      .find(
        (event) =>
          event["Event"] === name &&
          Object.entries(which).every(([header, value]) => event[header] === value),
      ),
  );

/** A caller talks to Ana; Eva is paused. `from`: the events since then. */
async function talking(number: string) {
  await manager.action("QueuePause", { Queue: "two", Interface: "PJSIP/eva", Paused: "true" });
  agents.behave("ana", { answerAfterMs: 100 });
  const call = await caller(asterisk, { to: "one", number });
  const agent = await agents.call("ana", 10_000, talks++);
  await agent.until("answered", 5_000);
  const connected = await came("AgentConnect");
  return { call, agent, customer: connected["Uniqueid"] ?? "", from: manager.events.length };
}

/** Who stands in `two`, by Uniqueid. */
async function waiting(): Promise<string[]> {
  const from = manager.events.length;
  await manager.action("QueueStatus", { Queue: "two" });
  await came("QueueStatusComplete", from);
  return manager.events
    .slice(from)
    .filter((event) => event["Event"] === "QueueEntry")
    .map((event) => event["Uniqueid"] ?? "");
}

/** Eva takes the next: returns which caller, by Uniqueid. */
async function takenByEva(from: number, call: PhoneCall): Promise<string> {
  agents.behave("eva", { answerAfterMs: 200 });
  await manager.action("QueuePause", { Queue: "two", Interface: "PJSIP/eva", Paused: "false" });
  const connected = await came("AgentConnect", from, { Queue: "two" });
  call.hangUp();
  await came("AgentComplete", from, { Queue: "two" });
  await call.end(5_000);
  return connected["Uniqueid"] ?? "";
}

const names = {
  QueueCallerJoin: ["Queue"],
  QueueCallerLeave: ["Queue"],
  QueueCallerAbandon: ["Queue"],
  AttendedTransfer: ["Result", "DestType", "DestApp"],
};

test("REFER with Replaces: the customer's channel has the place, and no event of the queue says so", async () => {
  const { call, agent, customer, from } = await talking("3000000022");
  agent.hold();
  await came("Hold", from);
  const consultation = await caller(asterisk, { to: "two", number: "210" });
  const joined = await came("QueueCallerJoin", from, { Queue: "two" });
  assert.deepEqual(await waiting(), [joined["Uniqueid"]]);
  agent.transferInto(consultation);
  const transfer = await came("AttendedTransfer", from);
  await came("Hangup", from, { Uniqueid: joined["Uniqueid"] ?? "" });
  assert.deepEqual(
    ["SecondTransfererUniqueid", "TransfereeUniqueid", "TransfereeCallerIDNum"].map((name) => transfer[name]),
    [joined["Uniqueid"], customer, "3000000022"],
  );
  assert.deepEqual(await waiting(), [customer]);
  agent.hangUp();
  assert.equal(await takenByEva(from, call), customer);
  assert.deepEqual(told(manager.events.slice(from), names), [
    "QueueCallerJoin two",
    "AttendedTransfer Success App Queue",
    "QueueCallerLeave two",
  ]);
});

for (const [how, begin] of [
  [
    "the feature atxfer, by keys",
    async (agent: PhoneCall) => {
      for (const key of "*2") {
        agent.press(key);
        await pause(250);
      }
      // The announcement that asks for the extension.
      await pause(1_500);
      for (const key of "32") {
        agent.press(key);
        await pause(300);
      }
    },
  ],
  [
    "the manager's Atxfer",
    async (_agent: PhoneCall, channel: string) => {
      await manager.action("Atxfer", { Channel: channel, Exten: "32", Context: "agents" });
    },
  ],
] as const)
  test(`${how}: a Local channel waits in the queue, before and after, and is the one that is answered`, async () => {
    const { call, agent, customer, from } = await talking("3000000023");
    const connected = manager.events.findLast((event) => event["Event"] === "AgentConnect");
    await begin(agent, connected?.["DestChannel"] ?? "");
    const joined = await came("QueueCallerJoin", from, { Queue: "two" });
    assert.match(joined["Channel"] ?? "", /^Local\/32@agents-[0-9a-f]{8};2$/);
    // It is connected with her by then, so that her hanging up puts the customer through.
    await pause(1_000);
    agent.hangUp();
    const transfer = await came("AttendedTransfer", from);
    assert.deepEqual([transfer["DestType"], transfer["TransfereeUniqueid"]], ["Bridge", customer]);
    assert.deepEqual(await waiting(), [joined["Uniqueid"]]);
    assert.equal(await takenByEva(from, call), joined["Uniqueid"]);
    assert.deepEqual(told(manager.events.slice(from), names), [
      "QueueCallerJoin two",
      "AttendedTransfer Success Bridge -",
      "QueueCallerLeave two",
    ]);
  });
