import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { PhoneCall } from "../bed/phone-call.ts";
import { until } from "../bed/until.ts";
import { keyedAfter, putDown, registered, story } from "./story.ts";
import { SKILL, type World } from "./world.ts";

const NUMBER = "3000000003";
const DIALLED = `+57${NUMBER}`;
const BEHIND = "3000000009";

/** How many agents Espera has Asterisk hold, and how many placeholders stand in the queue. */
const asked = (world: World) => world.operation.coreState.skills.get(SKILL)?.reserved.size ?? 0;
const standing = async (world: World) =>
  (await world.asterisk.cli(`queue show ${world.site.queue}`)).match(/Local\/[^ ]*@espera-hold/g)?.length ??
  0;

/**
 * A customer's phone was busy, and is to be called again; ana talks meanwhile, and somebody who called later waits. Gives ana's
 * call, once a placeholder stands before that one.
 */
async function calledAgainSoon(world: World): Promise<{ talking: PhoneCall; behind: PhoneCall }> {
  assert.deepEqual(world.operation.coreState.canReserve, [SKILL]);
  world.agents.behave("ana", { answerAfterMs: 50 });
  world.customers.behave(DIALLED, { refuse: { status: 486, afterMs: 50 } });
  await registered(world, NUMBER);
  await world.event("attempt-ended", 30_000);
  world.customers.behave(DIALLED, { answerAfterMs: 1_500 });
  await world.call("3000000004");
  const talking = await world.agents.call("ana", 30_000);
  await talking.until("answered", 30_000);
  const behind = await world.call(BEHIND);
  await until("the caller behind waits", 30_000, async () => (await world.queue()).includes(BEHIND));
  await until("an agent is to be held", 30_000, () => asked(world) === 1);
  await until("a placeholder stands in the queue", 30_000, async () => (await standing(world)) === 1);
  return { talking, behind };
}

const busyFirst = { attempts: { gapMs: { busy: 5_000, "no-answer": 500, machine: 500, failed: 500 } } };

for (const smartWait of ["on", "auto"] as const)
  story(
    `an agent who comes free is held while the customer's phone rings, and no live caller takes them (${smartWait})`,
    { agents: ["ana"], holdsAgents: true, ...busyFirst, skill: { judgement: "learned", smartWait } },
    async (world) => {
      const { talking, behind } = await calledAgainSoon(world);
      await putDown(talking);
      const returned = await world.customers.call(DIALLED, 30_000, 1);
      await keyedAfter(returned, "return-hello", "1");
      const second = await world.agents.call("ana", 30_000, 1);
      await second.until("answered", 30_000);
      const { skills } = world.operation.coreState;
      assert.equal(skills.get(SKILL)!.reserved.size, 0, "nobody is held any more");
      const ended = await world.event("callback-ended", 30_000);
      assert.equal(ended.status, "OK");
      assert.ok(!behind.ended);
      const steps = await world.steps();
      const at = (type: string) =>
        steps.find(({ events }) => events.some((event) => event.type === type))!.fact.at;
      const joined = steps.find(({ fact }) => fact.type === "call-joined" && fact.call.endsWith("~2"))!.fact
        .at;
      const waitedMs = at("callback-ended") - joined;
      console.log({ smartWait, waitedMs });
      assert.ok(waitedMs < 5_000, `they waited ${waitedMs} ms after key 1`);
      assert.equal(
        steps.flatMap(({ events }) => events).filter(({ type }) => type === "callback-overtaken").length,
        1,
        "by the agent who was held for ana when their phone was busy, and by nobody else",
      );
      await until("the placeholder is gone", 5_000, async () => (await standing(world)) === 0);
      await putDown(second);
      const third = await world.agents.call("ana", 30_000, 2);
      await third.until("answered", 30_000);
      await putDown(third);
      assert.equal((await behind.end(30_000)).by, "exchange", "they get ana next");
    },
  );

story(
  "Espera is gone while a placeholder waits: it leaves by itself, and the agent gets the next caller",
  { agents: ["ana"], holdsAgents: true, ...busyFirst },
  async (world) => {
    const { talking, behind } = await calledAgainSoon(world);
    world.managerLine.cut("silent");
    const goneAt = Date.now();
    await putDown(talking);
    const next = await world.agents.call("ana", 25_000, 1);
    const idleMs = Date.now() - goneAt;
    await next.until("answered", 30_000);
    console.log({ idleMs });
    assert.ok(idleMs > 1_000, "she was held at first");
    assert.ok(idleMs < 20_000, `and was let go after ${idleMs} ms`);
    assert.equal(await standing(world), 0);
    world.managerLine.mend();
    await until("Espera is back", 60_000, () => world.operation.coreState.canDial);
    await pause(500);
    await putDown(next);
    assert.equal((await behind.end(30_000)).by, "exchange");
  },
);
