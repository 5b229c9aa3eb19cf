import assert from "node:assert/strict";
import type { PhoneCall } from "../bed/phone-call.ts";
import { caller } from "../bed/sipp.ts";
import { until } from "../bed/until.ts";
import { registered, story } from "../stories/story.ts";
import type { World, WorldWanted } from "../stories/world.ts";
import { notified, told } from "./told.ts";

// Ana is the queue's agent; Eva is a colleague who is in no queue.
const centre: WorldWanted = {
  agents: ["ana", "eva"],
  queue: { members: ["ana"] },
  dialplan: `exten => other,1,Answer()
 same => n,Playback(demo-congrats)
 same => n,Wait(30)

[callers]
exten => other,1,Answer()
 same => n,Playback(demo-congrats)
 same => n,Wait(30)
exten => eva,1,Dial(PJSIP/eva)
`,
};

/** A caller talks to Ana. */
async function talking(world: World, number: string) {
  world.agents.behave("ana", { answerAfterMs: 100 });
  const manager = await world.asterisk.manager();
  const call = await world.call(number);
  const agent = await world.agents.call("ana", 10_000);
  await agent.until("answered", 5_000);
  await world.event("call-answered", 5_000);
  const came = (name: string) =>
    until(name, 5_000, () => manager.events.find((event) => event["Event"] === name));
  return { manager, call, agent, came };
}

/** How often Ana was reported free: at the start, and when she is again. */
async function freed(world: World): Promise<number> {
  return (await world.events()).filter((event) => event.type === "agent-changed" && event.status === "free")
    .length;
}

/** Espera has Ana free and the call answered and not closed; its end closes it, as answered. */
async function talksOnWithoutAna(world: World, call: PhoneCall): Promise<void> {
  await until("Ana is free", 5_000, async () => (await freed(world)) === 2);
  assert.equal(call.ended, false);
  assert.equal(
    (await world.events()).some(({ type }) => type === "call-closed"),
    false,
  );
  call.hangUp();
  await call.end(5_000);
  assert.equal((await world.event("call-closed", 5_000)).outcome, "answered");
}

const verbs = async (world: World) =>
  (await world.asterisk.queueLog()).slice(-1).map((line) => line.split("|").slice(4, 7).join("|"));

story("an agent's REFER (blind) ends her part of the call at once", centre, async (world) => {
  const { manager, call, agent, came } = await talking(world, "3000000021");
  agent.transfer("other");
  await came("AgentComplete");
  await until("the answer to the REFER", 5_000, () => notified(agent).includes("SIP/2.0 200 OK"));
  await until("Ana's leg is over", 5_000, () =>
    told(manager.events, { Hangup: ["Channel"] }).some((line) => line.includes("PJSIP/ana-")),
  );
  const names = { BlindTransfer: ["Result"], AgentComplete: ["Reason"], Hangup: [] };
  const [first, ...rest] = told(manager.events, names);
  assert.equal(first, "BlindTransfer Success");
  // In either order.
  assert.deepEqual(rest.sort(), ["AgentComplete transfer", "Hangup"]);
  assert.deepEqual(await verbs(world), ["BLINDTRANSFER|other|agents"]);
  // Asterisk has ended Ana's leg and leaves it to her phone to end its own.
  assert.equal(agent.ended, false);
  agent.hangUp();
  await agent.end(5_000);
  await talksOnWithoutAna(world, call);
});

for (const [to, target] of [
  ["other", "an application"],
  ["eva", "a colleague"],
] as const)
  story(`an agent's attended transfer (REFER with Replaces) to ${target}`, centre, async (world) => {
    const { manager, call, agent, came } = await talking(world, "3000000022");
    agent.hold();
    await came("Hold");
    if (to === "eva") world.agents.behave("eva", { answerAfterMs: 50 });
    const consultation = await caller(world.asterisk, { to, number: "ana" });
    await consultation.until("answered", 5_000);
    if (to === "other")
      await until("Playback", 5_000, () =>
        manager.events.some((event) => event["Application"] === "Playback"),
      );
    agent.transferInto(consultation);
    await came("AttendedTransfer");
    await came("AgentComplete");
    await until("the answer to the REFER", 5_000, () => notified(agent).includes("SIP/2.0 200 OK"));
    const order = told(manager.events, {
      AttendedTransfer: ["Result", "DestType"],
      AgentComplete: ["Reason"],
    });
    assert.deepEqual(order, [
      `AttendedTransfer Success ${to === "eva" ? "Bridge" : "App"}`,
      "AgentComplete transfer",
    ]);
    // Asterisk ends the consultation's leg of her phone by BYE, the queue call's not.
    assert.equal((await consultation.end(5_000)).by, "exchange");
    assert.equal(agent.ended, false);
    // The transfer to an application was once seen without DestChannel, after both Hangups, and with the
    // consultation's id in queue_log: nobody is to rely on them.
    const [verb = ""] = await verbs(world);
    assert.match(verb, to === "eva" ? /^ATTENDEDTRANSFER\|BRIDGE\|/ : /^ATTENDEDTRANSFER\|APP\|/);
    agent.hangUp();
    await agent.end(5_000);
    await talksOnWithoutAna(world, call);
  });

story("an agent's REFER of a return call changes nothing of its end", centre, async (world) => {
  const number = "3000000023";
  world.agents.behave("ana", { answerAfterMs: 100 });
  world.customers.behave(`+57${number}`, { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] });
  await registered(world, number);
  const agent = await world.agents.call("ana", 15_000);
  await agent.until("answered", 5_000);
  assert.equal((await world.event("callback-ended", 10_000)).status, "OK");
  await until("Ana is busy", 5_000, async () =>
    (await world.events()).some((event) => event.type === "agent-changed" && event.status === "busy"),
  );
  agent.transfer("other");
  await until("Ana is free", 5_000, async () => (await freed(world)) === 2);
  agent.hangUp();
  await agent.end(5_000);
  const [customer] = world.customers.calls;
  assert.equal(customer?.ended, false);
  customer?.hangUp();
  await until("the leg's end is known", 5_000, async () =>
    (await world.steps()).some(({ fact }) => fact.type === "call-ended" && fact.call.endsWith("~1")),
  );
  const ends = (await world.events()).filter(({ type }) => type === "callback-ended");
  assert.equal(ends.length, 1);
});
