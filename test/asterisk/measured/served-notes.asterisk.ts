import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { type Asterisk, startAsterisk } from "../bed/asterisk.ts";
import type { Manager } from "../bed/manager.ts";
import { caller, type Phones, startPhones } from "../bed/sipp.ts";
import { until } from "../bed/until.ts";

const dialplan = `
[callers]
exten => lines,1,Set(__NAMED=leg-1)
 same => n,Answer()
 same => n,Queue(lines,,,demo-thanks,,,noted)
 same => n,Hangup()
[trunk]
[noted]
exten => s,1,Set(DB(noted/\${NAMED})=\${CHANNEL(name)})
 same => n,UserEvent(Noted)
 same => n,Return()
[agents]
exten => luz,1,Dial(PJSIP/luz)
`;

/** What Asterisk's own database has below `noted`. */
async function notes(manager: Manager): Promise<string[]> {
  const { ActionID: id } = await manager.action("DBGetTree", { Family: "noted" });
  const own = () => manager.events.filter((event) => event["ActionID"] === id);
  await until("the notes", 5_000, () => own().some((event) => event["Event"] === "DBGetTreeComplete"));
  return own()
    .filter((event) => event["Event"] === "DBGetTreeResponse")
    .map((event) => `${event["Key"]} ${event["Val"]?.replace(/-[0-9a-f]{8}/, "")}`);
}

describe("a routine of Queue() on the agent's channel notes that they answered", {
  concurrency: false,
}, () => {
  let asterisk: Asterisk;
  let agents: Phones;
  let manager: Manager;

  beforeEach(async () => {
    const named = [`member=Local/luz@agents/n,0,luz`];
    asterisk = await startAsterisk({ agents: ["ana", "luz"], queues: { lines: { lines: named } }, dialplan });
    agents = await startPhones(asterisk, "agents", {}, { answerAfterMs: 100 });
    manager = await asterisk.manager();
  });

  afterEach(async () => {
    await agents.kill();
    await asterisk.stop();
  });

  /** Puts Ana in Luz's place. */
  const anaServes = async () => {
    await manager.action("QueueRemove", { Queue: "lines", Interface: "Local/luz@agents/n" });
    await manager.action("QueueAdd", { Queue: "lines", Interface: "PJSIP/ana", MemberName: "ana" });
  };

  test("just before they are connected, after the announcement; the note outlives the call and a kill of Asterisk", async () => {
    await anaServes();
    const call = await caller(asterisk, { to: "lines", number: "6001" });
    const connected = () => manager.events.find((event) => event["Event"] === "AgentConnect");
    await until("she is connected", 15_000, connected);
    const rang = manager.events.find((event) => event["Event"] === "AgentCalled")!;
    const noted = manager.events.find((event) => event["UserEvent"] === "Noted")!;
    assert.ok(manager.events.indexOf(noted) < manager.events.indexOf(connected()!));
    assert.ok(noted.at - rang.at > 2_000, "not before the announcement is over");
    assert.deepEqual(await notes(manager), ["/noted/leg-1 PJSIP/ana"]);
    call.hangUp();
    await call.end(5_000);
    // The database is written once a second.
    await pause(1_500);
    await asterisk.kill();
    await asterisk.start();
    manager = await asterisk.manager();
    assert.deepEqual(await notes(manager), ["/noted/leg-1 PJSIP/ana"]);
    assert.equal((await manager.action("DBDel", { Family: "noted", Key: "leg-1" }))["Response"], "Success");
    assert.deepEqual(await notes(manager), []);
    assert.equal((await manager.action("DBDel", { Family: "noted", Key: "leg-1" }))["Response"], "Error");
  });

  test("not when they hang up during the announcement", async () => {
    await anaServes();
    agents.behave("ana", { answerAfterMs: 100, hangUpAfterMs: 1_000 });
    const call = await caller(asterisk, { to: "lines", number: "6001" });
    await until("she is rung again", 15_000, () => agents.calls.length > 1);
    assert.deepEqual(await notes(manager), []);
    call.hangUp();
    await call.end(5_000);
  });

  test("also on a Local channel, which inherits the call's variables", async () => {
    const call = await caller(asterisk, { to: "lines", number: "6001" });
    await until("she is connected", 15_000, () =>
      manager.events.some((event) => event["Event"] === "AgentConnect"),
    );
    assert.deepEqual(await notes(manager), ["/noted/leg-1 Local/luz@agents;1"]);
    call.hangUp();
    await call.end(5_000);
  });
});
