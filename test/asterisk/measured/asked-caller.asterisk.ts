import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { PhoneCall } from "../bed/phone-call.ts";
import { until } from "../bed/until.ts";
import { story } from "../stories/story.ts";
import type { World, WorldWanted } from "../stories/world.ts";
import { notified, told } from "./told.ts";

const centre: WorldWanted = {
  agents: ["ana"],
  dialplan: "\n[callers]\nexten => other,1,Answer()\n same => n,Wait(30)\n",
};

/** Somebody is being asked, and hears it. */
async function asked(world: World, number: string): Promise<PhoneCall> {
  world.agents.behave("ana", { answerAfterMs: 100 });
  world.offers = true;
  const call = await world.call(number);
  await until("the question is heard", 5_000, () => call.ear.heard().length > 0);
  return call;
}

story(
  "a caller who puts the question on hold hears nothing, and can answer it afterwards",
  centre,
  async (world) => {
    const manager = await world.asterisk.manager();
    const call = await asked(world, "3000000011");
    const came = (name: string) =>
      until(name, 5_000, () => manager.events.find((event) => event["Event"] === name));
    call.hold();
    await came("Hold");
    // What was on its way is past; the question goes on for seconds.
    await pause(300);
    const held = Date.now();
    await pause(1_000);
    const heard = call.ear.heard().filter((sound) => sound.until > held);
    assert.deepEqual(heard, []);
    call.resume();
    await came("Unhold");
    await until("the question is heard again", 5_000, () => call.ear.heard().some(({ from }) => from > held));
    assert.deepEqual(told(manager.events, { MusicOnHoldStart: [], Hangup: [] }), []);
    call.press("1");
    await pause(1_000);
    call.press("1");
    await world.event("callback-registered", 15_000);
    call.hangUp();
    await call.end(5_000);
  },
);

story(
  "a caller who leaves the question on hold is silent, and an agent is rung for them",
  centre,
  async (world) => {
    const call = await asked(world, "3000000012");
    call.hold();
    const held = (await call.until("held", 5_000)).at;
    const choice = await world.event("choice-made", 30_000);
    assert.deepEqual([choice.choice, choice.source], ["silent", "timeout"]);
    const agent = await world.agents.call("ana", 5_000);
    const answered = await agent.until("answered", 5_000);
    console.log(`held to agent ${Math.round(answered.at - held)} ms`);
    await world.event("call-answered", 5_000);
    assert.equal(call.ended, false);
    agent.hangUp();
    await call.end(5_000);
  },
);

story("a caller's REFER during the question is refused, and they are still in it", centre, async (world) => {
  const manager = await world.asterisk.manager();
  const call = await asked(world, "3000000013");
  call.transfer("other");
  await until("the answer to the REFER", 5_000, () => notified(call).length === 2);
  assert.deepEqual(notified(call), ["SIP/2.0 100 Trying", "SIP/2.0 400 Bad Request"]);
  assert.deepEqual(told(manager.events, { BlindTransfer: ["Result"] }), ["BlindTransfer Invalid"]);
  call.press("2");
  const choice = await world.event("choice-made", 5_000);
  assert.deepEqual([choice.choice, choice.source], ["no", "key"]);
  const agent = await world.agents.call("ana", 10_000);
  await agent.until("answered", 5_000);
  await world.event("call-answered", 5_000);
  agent.hangUp();
  await call.end(5_000);
});
