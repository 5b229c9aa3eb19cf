import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { PromptName } from "../../../src/exchange/dialogue/prompt-names.ts";
import type { PhoneCall } from "../bed/phone-call.ts";
import { timesHeard } from "../bed/prompts-heard.ts";
import { until } from "../bed/until.ts";
import { sites, usualSite } from "./sites.ts";
import { paused, registered, seen, story } from "./story.ts";
import type { World } from "./world.ts";

const NUMBER = "3000000001";
const DIALLED = `+57${NUMBER}`;
/** Waits for room for so long; an agent who is rung and does nothing keeps the queue occupied for longer. */
const printed = { roomWithinS: 5 };
/** The next attempt begins when the customer has heard about it. */
const attempts = { gapMs: { busy: 0, "no-answer": 0, machine: 0, failed: 12_000 } };

/** A customer said yes, and the phone was picked up when it rang back; it presses nothing yet. */
async function pickedUp(world: World): Promise<PhoneCall> {
  world.customers.behave(DIALLED, { answerAfterMs: 50 });
  await registered(world, NUMBER);
  const call = await world.customers.call(DIALLED, 30_000);
  await call.until("answered", 30_000);
  return call;
}

/** The customer presses 1 once asked for it. */
async function pressesOne(call: PhoneCall): Promise<void> {
  await hears(call, "return-hello");
  call.press("1");
}

function hears(call: PhoneCall, prompt: PromptName): Promise<unknown> {
  return until(`${prompt} at the phone of ${call.number}`, 25_000, () => timesHeard(call, prompt) > 0);
}

/** How each attempt ended so far. */
async function results(world: World): Promise<string[]> {
  return (await world.events()).flatMap((event) => (event.type === "attempt-ended" ? [event.result] : []));
}

/** The queue had no room to the end: the customer heard when the next call comes, and is joined with the agent by it. */
async function calledAgain(world: World, first: PhoneCall): Promise<void> {
  await hears(first, "return-no-room");
  await hears(first, "return-until-then");
  assert.equal((await first.end(30_000)).by, "exchange");
  world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
  world.customers.behave(DIALLED, { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] });
  await paused(world, false);
  assert.equal((await world.event("callback-ended", 40_000)).status, "OK");
  assert.deepEqual(await results(world), ["turned-away", "joined"]);
}

story(
  "a customer who finds the queue full waits for room, and is served when there is",
  { agents: ["ana"], queue: { maxlen: 1 }, printed: { roomWithinS: 30 } },
  async (world) => {
    world.agents.behave("ana", {});
    const first = await pickedUp(world);
    const inTheWay = await world.call("3000000002");
    await until("the queue is full", 30_000, async () => (await world.queue()).length === 1);
    await pressesOne(first);
    await world.event("attempt-progressed", 30_000, ({ progress }) => progress === "left");
    await pause(3_000);
    assert.equal(first.ended, false, "nobody hangs up on the customer");
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
    inTheWay.hangUp();
    assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
    assert.deepEqual(await results(world), ["joined"]);
  },
);

story(
  "a customer whose queue stays full hears when they are called again, and it is no hang-up of theirs",
  { agents: ["ana"], queue: { maxlen: 1, timeoutS: 60 }, printed, attempts },
  async (world) => {
    world.agents.behave("ana", {});
    const first = await pickedUp(world);
    const inTheWay = await world.call("3000000002");
    await until("the queue is full", 30_000, async () => (await world.queue()).length === 1);
    await pressesOne(first);
    await hears(first, "return-no-room");
    inTheWay.hangUp();
    await calledAgain(world, first);
  },
);

story(
  "a customer who finds the queue without agents hears when they are called again",
  { agents: ["ana"], queue: { joinempty: "strict" }, printed, attempts },
  async (world) => {
    const first = await pickedUp(world);
    await paused(world, true);
    await pressesOne(first);
    await calledAgain(world, first);
  },
);

story(
  "a customer whose queue is left without agents hears when they are called again",
  {
    agents: ["ana"],
    queue: { leavewhenempty: "strict", joinempty: "strict", timeoutS: 2 },
    printed,
    attempts,
  },
  async (world) => {
    world.agents.behave("ana", {});
    const first = await pickedUp(world);
    await pressesOne(first);
    await world.event("attempt-progressed", 30_000, ({ progress }) => progress === "rung");
    await paused(world, true);
    await calledAgain(world, first);
  },
);

story(
  "a customer who has waited as long as the queue lets anybody wait hears when they are called again",
  {
    agents: ["ana"],
    queue: { timeoutS: 2 },
    printed: { ...printed, queueArguments: { [usualSite().queue]: { timeout: "4" } } },
    attempts,
  },
  async (world) => {
    world.agents.behave("ana", {});
    const first = await pickedUp(world);
    await pressesOne(first);
    await calledAgain(world, first);
  },
);

story(
  "a customer who hangs up while there is no room was turned away, and hung up on nobody",
  { agents: ["ana"], queue: { joinempty: "strict" }, printed: { roomWithinS: 30 } },
  async (world) => {
    const first = await pickedUp(world);
    await paused(world, true);
    await pressesOne(first);
    await world.event("attempt-progressed", 30_000, ({ progress }) => progress === "left");
    first.hangUp();
    assert.equal((await world.event("attempt-ended", 30_000)).result, "turned-away");
  },
);

story(
  "where Espera is away and the queue has no room, the dialplan says that there is no agent",
  { agents: ["ana"], queue: { joinempty: "strict" }, printed, attempts },
  async (world) => {
    const first = await pickedUp(world);
    await paused(world, true);
    await pressesOne(first);
    await world.event("attempt-progressed", 30_000, ({ progress }) => progress === "left");
    await world.stopEspera();
    await hears(first, "return-no-agent");
    assert.equal((await first.end(30_000)).by, "exchange");
  },
);

story(
  "a caller that the queue refuses waits for room where nothing else is to become of the call",
  { site: sites.plain, agents: ["ana"], queue: { joinempty: "strict" } },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 500 });
    await paused(world, true);
    const call = await world.call("3000000002");
    await world.event("call-left", 30_000);
    await pause(5_000);
    assert.equal(call.ended, false, "nobody hangs up on the caller");
    await paused(world, false);
    await (await world.agents.call("ana", 30_000)).end(30_000);
    assert.equal((await call.end(30_000)).by, "exchange");
    const left = (await world.events()).filter(({ type }) => type === "call-left");
    assert.equal(left.length, 1, "said once, not at each try");
  },
);

story(
  "a caller that the queue refuses goes on where the administrator says",
  {
    site: sites.plain,
    agents: ["ana"],
    queue: { joinempty: "strict" },
    dialplan: `\n[espera-after]\nexten => ventas,1,Set(GLOBAL(AFTER)=\${QUEUESTATUS})\n same => n,Busy(5)\n`,
  },
  async (world) => {
    await paused(world, true);
    const call = await world.call("3000000002");
    await call.end(30_000);
    assert.equal((await world.manage("Getvar", { Variable: "AFTER" }))["Value"], "JOINEMPTY");
    assert.deepEqual(seen(call).at(-1), "hung-up");
  },
);
