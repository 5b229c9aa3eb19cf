import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { type Asterisk, startAsterisk } from "../bed/asterisk.ts";
import type { Manager } from "../bed/manager.ts";
import type { PhoneCall } from "../bed/phone-call.ts";
import { caller, type Phones, startPhones } from "../bed/sipp.ts";
import { until } from "../bed/until.ts";
import { told } from "./told.ts";

/** A queue whose callers may be taken out, or leave by key 1, and stand in it again at once. */
let asterisk: Asterisk;
let agents: Phones;
let manager: Manager;

const note = (where: string) => `UserEvent(Noted,Where: ${where},Status: \${QUEUESTATUS},Call: \${UNIQUEID})`;
const queueing = (queue: string) => [
  `exten => ${queue},1,Answer()`,
  // The later they come in the test, the later is their place.
  ` same => n,Set(QUEUE_PRIO=$[0 - \${CALLERID(num)}])`,
  ` same => n(seat),Queue(${queue})`,
  ` same => n,${note("after Queue")}`,
  ` same => n,GotoIf($["\${QUEUESTATUS}" = "WITHDRAW"]?again)`,
  " same => n,Hangup()",
  " same => n(again),Set(QUEUESTATUS=)",
  ` same => n,${note("again")}`,
  " same => n,Goto(seat)",
];

before(async () => {
  asterisk = await startAsterisk({
    agents: ["ana", "eva"],
    queues: {
      empty: { lines: ["context=by-key"] },
      one: { members: ["ana"], timeoutS: 3, retryS: 1, lines: ["context=by-key"] },
      other: { members: ["eva"], timeoutS: 30, lines: ["context=by-key"] },
    },
    dialplan: [
      "[callers]",
      ...queueing("empty"),
      ...queueing("one"),
      ...queueing("other"),
      "[by-key]",
      `exten => 1,1,${note("by key")}`,
      " same => n,Goto(callers,empty,seat)",
      "[trunk]",
      "[agents]",
      "",
    ].join("\n"),
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

/** Who waits in a queue, first first. */
async function waiting(queue: string) {
  const from = manager.events.length;
  await manager.action("QueueStatus", { Queue: queue });
  await until("the queue", 5_000, () =>
    manager.events.slice(from).some((event) => event["Event"] === "QueueStatusComplete"),
  );
  return manager.events.slice(from).filter((event) => event["Event"] === "QueueEntry");
}

const numbers = async (queue: string) => (await waiting(queue)).map((entry) => entry["CallerIDNum"]);
const withdraw = (queue: string, channel: string) =>
  manager.action("QueueWithdrawCaller", { Queue: queue, Caller: channel, WithdrawInfo: "test" });
const notes = () =>
  manager.events
    .filter((event) => event["UserEvent"] === "Noted")
    .map((event) => `${event["Where"]} ${event["Status"] ?? ""}`.trim());
const came = (name: string, from = 0) =>
  until(name, 10_000, () => manager.events.slice(from).find((event) => event["Event"] === name));
const noted = (where: string, from = 0) =>
  until(where, 10_000, () => manager.events.slice(from).find((event) => event["Where"] === where));
const queueEvents = {
  QueueCallerAbandon: [],
  QueueCallerLeave: [],
  QueueCallerJoin: ["Position"],
  AgentCalled: [],
  AgentRingNoAnswer: [],
  AgentConnect: [],
};
/** The kinds of the lines of queue_log about a call. */
const logged = async (call: string) =>
  (await asterisk.queueLog()).flatMap((line) => {
    const [, id, , , kind = ""] = line.split("|");
    return id === call ? [kind] : [];
  });

async function lineOf(queue: string, count: number): Promise<PhoneCall[]> {
  const calls = [];
  for (let n = 1; n <= count; n++) {
    calls.push(await caller(asterisk, { to: queue, number: `${6000 + n}` }));
    await until(`${n} wait`, 5_000, async () => (await numbers(queue)).length === n);
  }
  return calls;
}

async function hangUp(calls: readonly PhoneCall[]): Promise<void> {
  for (const call of calls) call.hangUp();
  for (const call of calls) await call.end(5_000);
}

test("a caller who waits is out within the queue's second, comes again by the dialplan, and stands where they stood", async () => {
  const calls = await lineOf("empty", 3);
  for (let turn = 0; turn < 3; turn++) {
    const first = (await waiting("empty"))[0]!;
    const from = manager.events.length;
    const at = Date.now();
    const answer = await withdraw("empty", first["Channel"] ?? "");
    assert.equal(answer["Response"], "Success", answer["Message"] ?? "");
    await came("QueueCallerJoin", from);
    const out = await came("QueueCallerLeave", from);
    console.log(`out after ${out.at - at} ms`);
    assert.deepEqual(told(manager.events.slice(from), { ...queueEvents, UserEvent: ["Where", "Status"] }), [
      "QueueCallerAbandon",
      "QueueCallerLeave",
      "UserEvent after Queue WITHDRAW",
      "UserEvent again ",
      "QueueCallerJoin 1",
    ]);
    assert.deepEqual(await numbers("empty"), ["6001", "6002", "6003"]);
  }
  const kinds = await logged((await waiting("empty"))[0]!["Uniqueid"] ?? "");
  assert.deepEqual(kinds.slice(0, 3), ["ENTERQUEUE", "WITHDRAW", "ENTERQUEUE"]);
  await hangUp(calls);
});

test("what the request is refused for", async () => {
  const calls = await lineOf("empty", 1);
  const [entry] = await waiting("empty");
  const channel = entry?.["Channel"] ?? "";
  const refusal = async (queue: string, who: string) => {
    const { Response, Message } = await withdraw(queue, who);
    return `${Response}: ${Message?.split(": ")[1]}`;
  };
  assert.equal(await refusal("nowhere", channel), "Error: No such queue");
  assert.equal(await refusal("one", channel), "Error: No such caller");
  assert.equal(await refusal("empty", entry?.["Uniqueid"] ?? ""), "Error: No such caller");
  const twice = await Promise.all([withdraw("empty", channel), withdraw("empty", channel)]);
  assert.deepEqual(
    twice.map(({ Response }) => Response),
    ["Success", "Error"],
  );
  assert.match(twice[1]["Message"] ?? "", /Already requested/);
  await noted("again");
  await until("they are back", 5_000, async () => (await numbers("empty")).length === 1);
  assert.deepEqual(notes(), ["after Queue WITHDRAW", "again"], "once");
  await hangUp(calls);
  assert.equal(await refusal("empty", channel), "Error: No such caller");
  const commands = await manager.action("ListCommands");
  assert.match(commands["QueueWithdrawCaller"] ?? "", /Priv: <none>/);
});

test("while an agent is rung for them it takes effect only when that ring is over", async () => {
  agents.behave("ana", {});
  const call = await caller(asterisk, { to: "one", number: "6001" });
  await (await agents.call("ana", 10_000)).until("ringing", 10_000);
  const [entry] = await waiting("one");
  const at = Date.now();
  const answer = await withdraw("one", entry?.["Channel"] ?? "");
  assert.equal(answer["Response"], "Success");
  const out = await noted("again");
  console.log(`out after ${out.at - at} ms of a ring of 3 s and a retry of 1 s`);
  const order = told(manager.events, queueEvents);
  assert.deepEqual(order.slice(0, 5), [
    "QueueCallerJoin 1",
    "AgentCalled",
    "AgentRingNoAnswer",
    "QueueCallerAbandon",
    "QueueCallerLeave",
  ]);
  await hangUp([call]);
});

test("an agent who answers after the request gets the caller, and the request is forgotten", async () => {
  const before = agents.calls.filter(({ number }) => number === "ana").length;
  agents.behave("ana", {});
  const call = await caller(asterisk, { to: "one", number: "6001" });
  const phone = await agents.call("ana", 10_000, before);
  await phone.until("ringing", 10_000);
  const [entry] = await waiting("one");
  await withdraw("one", entry?.["Channel"] ?? "");
  phone.answer();
  await came("AgentConnect");
  await until("the conversation stands", 5_000, () => phone.messages.some(({ method }) => method === "ACK"));
  phone.hangUp();
  await call.end(10_000);
  await came("AgentComplete");
  assert.ok(!notes().includes("after Queue WITHDRAW"));
  assert.ok(!told(manager.events, queueEvents).includes("QueueCallerAbandon"));
});

test("the key of the queue's context takes who waits out at once; another key does nothing", async () => {
  const [call] = await lineOf("empty", 1);
  const { Uniqueid = "" } = (await waiting("empty"))[0]!;
  call!.press("5");
  call!.press("2");
  call!.press("1");
  await noted("by key");
  assert.deepEqual(notes(), ["by key"], "no status is set");
  await until("they are back", 5_000, async () => (await numbers("empty")).length === 1);
  assert.deepEqual(told(manager.events, queueEvents), [
    "QueueCallerJoin 1",
    "QueueCallerLeave",
    "QueueCallerJoin 1",
  ]);
  assert.deepEqual(await logged(Uniqueid), ["ENTERQUEUE", "EXITWITHKEY", "ENTERQUEUE"]);
  await hangUp([call!]);
});

test("the key while an agent is rung cancels that agent's ring", async () => {
  agents.behave("eva", {});
  const call = await caller(asterisk, { to: "other", number: "6001" });
  const phone = await agents.call("eva", 10_000);
  await phone.until("ringing", 10_000);
  const { Uniqueid = "" } = (await waiting("other"))[0]!;
  call.press("1");
  await noted("by key");
  await phone.until("cancelled", 5_000);
  assert.ok(!told(manager.events, queueEvents).includes("AgentRingNoAnswer"));
  assert.deepEqual((await logged(Uniqueid)).slice(0, 3), ["ENTERQUEUE", "RINGCANCELED", "EXITWITHKEY"]);
  await hangUp([call]);
});
