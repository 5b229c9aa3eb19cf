import assert from "node:assert/strict";
import { caller } from "../bed/sipp.ts";
import { until } from "../bed/until.ts";
import { sites } from "./sites.ts";
import { keyedAfter, registered, story } from "./story.ts";
import { OTHER_QUEUE, OTHER_SKILL, SKILL, type World } from "./world.ts";

const dialogue = { confirmNumber: true, otherNumber: true, recordName: false, laterMs: [] };
const OTHER = "3109876543";

const freeAgents = (world: World, skill = SKILL) => world.operation.coreState.skills.get(skill)?.freeAgents;
const isFree = (world: World, count: number, skill = SKILL) =>
  until(`${count} free agents`, 10_000, () => freeAgents(world, skill) === count);

story(
  "two callers who show the same placeholder are two, and the one who waits to be called is called",
  { agents: ["ana"], skill: { dialogue } },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
    // A caller who says yes is not called before the other one was attended.
    await world.manage("QueuePause", { Interface: world.interfaceOf("ana"), Paused: "true" });
    await isFree(world, 0);
    world.offers = true;
    const first = await world.call("0000000000");
    await keyedAfter(first, "question-busy", "1");
    await keyedAfter(first, "tone", `${OTHER}#`);
    await keyedAfter(first, "number-intro", "1");
    const { callback } = await world.event("callback-registered", 30_000);
    world.offers = false;
    await first.end(30_000);

    const second = await world.call("0000000000");
    const { call, place, arrivedAt } = await world.event(
      "call-arrived",
      30_000,
      (one) => one.call !== callback,
    );
    assert.equal(place, arrivedAt);
    await world.event("call-joined", 30_000, (one) => one.call === call);
    world.customers.behave(`+57${OTHER}`, { answerAfterMs: 100, keys: [{ afterMs: 500, key: "1" }] });
    await world.manage("QueuePause", { Interface: world.interfaceOf("ana"), Paused: "false" });
    assert.equal((await world.event("callback-ended", 60_000)).status, "OK");
    assert.equal((await second.end(30_000)).by, "exchange");
    await world.event("call-answered", 1_000, (one) => one.call === call);
  },
);

story(
  "two agents of one name are two",
  {
    agents: ["ana", "eva"],
    site: sites.plain,
    queue: { lines: ["member=PJSIP/ana,0,Recepcion"] },
  },
  async (world) => {
    const eva = { Queue: "ventas", Interface: "PJSIP/eva" };
    await world.manage("QueueAdd", { ...eva, MemberName: "Recepcion" });
    await isFree(world, 2);
    world.agents.behave("ana", { answerAfterMs: 50 });
    world.agents.behave("eva", { refuse: { afterMs: 0, status: 486 } });
    const call = await world.call("3000000031");
    const answered = await world.event("call-answered", 30_000);
    assert.deepEqual([answered.agent, answered.agentName], ["PJSIP/ana", "Recepcion"]);
    await isFree(world, 1);
    call.hangUp();
    await isFree(world, 2);
    await world.manage("QueueRemove", eva);
    await isFree(world, 1);
    world.customers.behave("+573000000032", { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] });
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
    await registered(world, "3000000032");
    assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
  },
);

story(
  "an agent whose state Asterisk does not see is busy while they talk",
  {
    agents: ["ana"],
    site: sites.plain,
    queue: { lines: ["member=Local/ana@phones,0,ana"] },
    dialplan: "[phones]\nexten => ana,1,Dial(PJSIP/ana)\n",
  },
  async (world) => {
    const manager = await world.asterisk.manager();
    const statuses = () =>
      manager.events
        .filter((event) => event["Event"] === "QueueMemberStatus")
        .map((event) => event["Status"]);
    await isFree(world, 1);
    world.agents.behave("ana", { answerAfterMs: 50 });
    const call = await world.call("3000000041");
    await world.event("call-answered", 30_000);
    await until("Asterisk has her free", 30_000, () => statuses().at(-1) === "1" || statuses().length === 0);
    await isFree(world, 0);
    // Asterisk rings her again for the next one, and she is on the phone.
    world.agents.behave("ana", { refuse: { afterMs: 0, status: 486 } });
    const next = await world.call("3000000042");
    await world.event("ring-missed", 30_000);
    next.hangUp();
    await next.end(30_000);
    await world.event("call-closed", 30_000);
    await isFree(world, 0);
    call.hangUp();
    await isFree(world, 1);
    manager.close();
  },
);

story(
  "a customer that an agent puts through to another queue waits there, and is answered there",
  {
    agents: ["ana", "eva"],
    site: sites.plain,
    queue: { members: ["ana"] },
    otherQueue: ["eva"],
    dialplan: "[callers]\nexten => soporte,1,Goto(espera-in,soporte,1)\n",
  },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50 });
    world.agents.behave("eva", {});
    const call = await world.call("3000000051");
    const agent = await world.agents.call("ana", 30_000);
    await agent.until("answered", 30_000);
    await world.event("call-answered", 30_000);
    agent.hold();
    await world.manage("QueuePause", { Queue: OTHER_QUEUE, Interface: "PJSIP/eva", Paused: "true" });
    const consultation = await caller(world.asterisk, { to: "soporte", number: "210" });
    const joined = await world.event("call-arrived", 30_000, ({ skill }) => skill === OTHER_SKILL);
    await world.event("call-joined", 30_000, (one) => one.call === joined.call);
    agent.transferInto(consultation);
    const { by, person } = await world.event("call-replaced", 30_000);
    const first = await world.event("call-arrived", 1_000, ({ skill }) => skill === SKILL);
    assert.deepEqual([by, person], [first.call, first.person]);
    assert.deepEqual(
      await until("the talk with Ana is over", 30_000, async () =>
        (await world.events()).flatMap((one) =>
          one.type === "call-closed" ? [[one.call, one.outcome]] : [],
        ),
      ),
      [[first.call, "answered"]],
    );
    assert.equal(world.operation.coreState.skills.get(OTHER_SKILL)?.live.size, 1);
    await world.stopEspera();
    await world.startEspera();
    assert.equal(world.operation.coreState.skills.get(OTHER_SKILL)?.live.size, 1, "known again");
    world.agents.behave("eva", { answerAfterMs: 50, hangUpAfterMs: 1_000 });
    await world.manage("QueuePause", { Queue: OTHER_QUEUE, Interface: "PJSIP/eva", Paused: "false" });
    const there = await world.event("call-answered", 30_000, ({ skill }) => skill === OTHER_SKILL);
    assert.deepEqual(
      [there.call, there.arrivedAt, there.agent],
      [joined.call, joined.arrivedAt, "PJSIP/eva"],
    );
    assert.equal((await call.end(30_000)).by, "exchange");
    const last = await world.event("call-closed", 30_000, (one) => one.call === joined.call);
    assert.equal(last.outcome, "answered");
    agent.hangUp();
    await agent.end(30_000);
  },
);
