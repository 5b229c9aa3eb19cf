import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Asterisk, startAsterisk } from "./bed/asterisk.ts";
import { caller, callers, type Phones, startPhones } from "./bed/sipp.ts";
import { until } from "./bed/until.ts";

const dialplan = `
[callers]
exten => _0X,1,Set(QUEUE_PRIO=\${EXTEN})
 same => n,Answer()
 same => n,Queue(sales)
 same => n,Hangup()
exten => keys,1,Answer()
 same => n,Set(GLOBAL(READY)=1)
 same => n,Read(KEYS,demo-congrats,3,,,5)
 same => n,Set(GLOBAL(PRESSED)=\${KEYS})
 same => n,Hangup()
exten => count,1,Answer()
 same => n,Read(KEYS,,1,,,8)
 same => n,ExecIf($["\${KEYS}" = "7"]?Set(GLOBAL(COUNTED)=$[0\${COUNTED} + 1]))
 same => n,Hangup()

[trunk]
exten => _X.,1,Hangup()

[return]
exten => s,1,Read(KEYS,demo-congrats,1,,,5)
 same => n,Set(GLOBAL(CONFIRMED)=\${KEYS})
 same => n,Set(CALLERID(num)=600111222)
 same => n,Set(QUEUE_PRIO=50)
 same => n,Queue(sales)

[agents]
exten => other,1,Answer()
 same => n,Wait(30)
`;

let asterisk: Asterisk;
let agents: Phones;
let customers: Phones;

const timings: Record<string, number> = {};

before(async () => {
  const begun = performance.now();
  asterisk = await startAsterisk({
    agents: ["ana"],
    queues: { sales: { members: ["ana"] } },
    dialplan,
    channelVariables: ["QUEUE_PRIO"],
  });
  timings["instance ready ms"] = performance.now() - begun;
  timings["of it boot ms"] = asterisk.bootMs;
  agents = await startPhones(asterisk, "agents");
  customers = await startPhones(asterisk, "customers");
  timings["phones too ms"] = performance.now() - begun;
  console.log(asterisk.version);
});

after(async () => {
  assert.equal(await customers?.errors(), "");
  await agents?.kill();
  await customers?.kill();
  await asterisk?.stop();
  for (const [name, ms] of Object.entries(timings)) console.log(`${name}: ${Math.round(ms)}`);
});

test("callers are served in the order of their places, and each hears the agent", async () => {
  agents.behave("ana", { answerAfterMs: 300, hums: true });
  const blocking = await caller(asterisk, { to: "09", number: "6009" });
  await blocking.until("answered", 5_000);
  const first = await agents.call("ana", 5_000);
  await first.until("answered", 5_000);
  const later = await caller(asterisk, { to: "01", number: "6001" });
  await later.until("answered", 5_000);
  const earlier = await caller(asterisk, { to: "05", number: "6005" });
  await earlier.until("answered", 5_000);
  const log = async (verb: string) =>
    (await asterisk.queueLog()).filter((line) => line.includes(`|${verb}|`)).map((line) => line.split("|"));
  await until("three in the queue", 5_000, async () => (await log("ENTERQUEUE")).length === 3);
  await until("a second of the agent's voice", 5_000, () =>
    blocking.ear.heard().some(({ from, until }) => until - from >= 1_000),
  );
  agents.behave("ana", { answerAfterMs: 300, hangUpAfterMs: 500 });
  first.hangUp();

  for (const call of [blocking, earlier, later]) assert.equal((await call.end(15_000)).by, "exchange");
  const entered = new Map((await log("ENTERQUEUE")).map((fields) => [fields[1], fields[6]]));
  assert.deepEqual(
    (await log("CONNECT")).map((fields) => entered.get(fields[1])),
    ["6009", "6005", "6001"],
  );
  const rings = agents.calls.map((call) => call.event("ringing"));
  assert.equal(rings.length, 3);
  for (const call of agents.calls) assert.equal((await call.end(1_000)).by, "phone");
  assert.equal(await agents.errors(), "");
});

test("keys that a caller presses arrive in the dialplan", async () => {
  const manager = await asterisk.manager();
  const call = await caller(asterisk, { to: "keys", number: "6002" });
  await until("the prompt is heard", 5_000, () => call.ear.heard().length > 0);
  const begun = performance.now();
  for (const key of "1*9") call.press(key);
  const pressed = await until("the keys", 5_000, async () => {
    const answer = await manager.action("Getvar", { Variable: "PRESSED" });
    return answer["Value"];
  });
  timings["three keys ms"] = performance.now() - begun;
  assert.equal(pressed, "1*9");
  assert.equal((await call.end(5_000)).by, "exchange");
  manager.close();
});

test("a customer's phone answers a return call, confirms it, and reaches the agent", async () => {
  agents.behave("ana", { answerAfterMs: 100, hangUpAfterMs: 500 });
  customers.behave("600111222", { answerAfterMs: 200, keys: [{ afterMs: 800, key: "1" }] });
  const before = agents.calls.length;
  const manager = await asterisk.manager();
  const begun = performance.now();
  const origin = { Channel: "PJSIP/600111222@trunk", Context: "return", Exten: "s", Priority: "1" };
  await manager.action("Originate", { Async: "true", ChannelId: "bed-1", Timeout: "10000", ...origin });
  const call = await customers.call("600111222", 5_000);
  timings["originate to INVITE ms"] = performance.now() - begun;
  const reached = await agents.call("ana", 10_000, before);
  await reached.until("answered", 5_000);
  timings["originate to agent ms"] = performance.now() - begun;
  assert.equal((await manager.action("Getvar", { Variable: "CONFIRMED" }))["Value"], "1");
  assert.ok(reached.messages[0]?.text.includes("600111222"), "the agent sees the customer's number");
  assert.equal((await call.end(5_000)).by, "exchange");
  assert.deepEqual(
    call.events().map(({ what, by }) => `${what} ${by}`),
    ["invited exchange", "ringing phone", "answered phone", "key phone", "hung-up exchange"],
  );
  manager.close();
});

for (const status of [486, 603, 404, 503, 480] as const)
  test(`a customer's phone refuses with ${status}`, async () => {
    const number = `6${status}`;
    customers.behave(number, { refuse: { status, afterMs: 50 } });
    const manager = await asterisk.manager();
    const origin = { Channel: `PJSIP/${number}@trunk`, Context: "return", Exten: "s", Priority: "1" };
    await manager.action("Originate", { Async: "true", ChannelId: number, Timeout: "10000", ...origin });
    const call = await customers.call(number, 5_000);
    assert.equal((await call.end(5_000)).detail, `${status}`);
    const hangup = await until("the Hangup", 5_000, () =>
      manager.events.find((event) => event["Event"] === "Hangup" && event["Uniqueid"] === number),
    );
    assert.equal(hangup["TechCause"], `${status}`);
    manager.close();
  });

test("phones that never answer, answer too late or are dead, and callers who give up", async () => {
  customers.behave("6700", {});
  customers.behave("6701", { dead: true });
  const manager = await asterisk.manager();
  for (const number of ["6700", "6701"])
    await manager.action("Originate", {
      Async: "true",
      ChannelId: number,
      Channel: `PJSIP/${number}@trunk`,
      Context: "return",
      Exten: "s",
      Priority: "1",
      Timeout: "1000",
    });
  const rung = await customers.call("6700", 5_000);
  assert.equal((await rung.end(5_000)).detail, "487");
  assert.equal(rung.event("cancelled")?.by, "exchange");
  const dead = await customers.call("6701", 5_000);
  assert.deepEqual(
    dead.events().map(({ what }) => what),
    ["invited"],
  );
  agents.behave("ana", {});
  const before = agents.calls.length;
  const impatient = await caller(asterisk, { to: "01", number: "6003" });
  await (await agents.call("ana", 5_000, before)).until("ringing", 5_000);
  impatient.hangUp();
  assert.equal((await impatient.end(5_000)).by, "phone");
  assert.equal((await (await agents.call("ana", 5_000, before)).end(5_000)).detail, "487");
  manager.close();
});

test("an agent puts a caller on hold, takes them back and transfers them", async () => {
  agents.behave("ana", { answerAfterMs: 50 });
  const before = agents.calls.length;
  const call = await caller(asterisk, { to: "01", number: "6004" });
  const agent = await agents.call("ana", 5_000, before);
  await agent.until("answered", 5_000);
  const manager = await asterisk.manager();
  const came = (name: string) =>
    until(name, 5_000, () => manager.events.find((event) => event["Event"] === name));
  agent.hold();
  await came("Hold");
  agent.resume();
  await came("Unhold");
  agent.transfer("other");
  assert.equal((await came("BlindTransfer"))["Extension"], "other");
  // Asterisk leaves it to the phone to hang up after its REFER.
  agent.hangUp();
  assert.equal((await agent.end(5_000)).by, "phone");
  assert.equal(call.ended, false);
  call.hangUp();
  assert.equal((await call.end(5_000)).by, "phone");
  manager.close();
});

test("an instance killed comes back at its place, and two at once do not meet", async () => {
  const other = await startAsterisk({ dialplan: "[callers]\nexten => x,1,Answer()\n" });
  try {
    assert.notEqual(other.ports.sip, asterisk.ports.sip);
    const { ports } = other;
    await other.kill();
    await other.start();
    assert.deepEqual(other.ports, ports);
    await other.restart();
    assert.match(await other.cli("core show version"), /^Asterisk 22/);
    assert.match(await asterisk.cli("core show version"), /^Asterisk 22/);
  } finally {
    await other.stop();
  }
});

test("many callers at a rate: each is a call of its own, with keys of its own", async () => {
  const numbers = Array.from({ length: 50 }, (_, index) => `${7000 + index}`);
  const keys = [{ afterMs: 1_000, key: "7" }];
  const begun = performance.now();
  const load = await callers(asterisk, { to: "count", numbers, ratePerS: 25, keys, sendsSound: false });
  await until("every call is over", 20_000, () => !load.running());
  timings["50 calls at 25/s ms"] = performance.now() - begun;
  assert.equal(await load.errors(), "");
  for (const call of load.calls) assert.equal((await call.end(0)).by, "exchange");
  const manager = await asterisk.manager();
  assert.equal((await manager.action("Getvar", { Variable: "COUNTED" }))["Value"], "50");
  manager.close();
});
