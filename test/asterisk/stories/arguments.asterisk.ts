import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { until } from "../bed/until.ts";
import { sites } from "./sites.ts";
import { putDown, registered, story } from "./story.ts";
import type { World } from "./world.ts";

const NUMBER = "3000000001";
const DIALLED = `+57${NUMBER}`;
const confirms = { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] };

async function variable(world: World, name: string): Promise<string | undefined> {
  return (await world.manage("Getvar", { Variable: name }))["Value"];
}

/** A routine of the site for the agent's channel: counts, and says on which channel it ran last. */
const routine = (name: string) => `
[${name}]
exten => s,1,Set(GLOBAL(RAN_${name})=$[0\${RAN_${name}} + 1])
 same => n,Set(GLOBAL(RAN_ON)=\${CUT(CHANNEL(name),-,1)})
 same => n,Return()
`;

/** A caller is served, then the customer of a return call. */
async function oneOfEach(world: World): Promise<void> {
  world.agents.behave("ana", { answerAfterMs: 50 });
  const caller = await world.call("3000000002");
  await putDown(await world.agents.call("ana", 30_000));
  await caller.end(30_000);
  world.customers.behave(DIALLED, confirms);
  await registered(world, NUMBER);
  assert.equal((await world.event("callback-ended", 40_000)).status, "OK");
  await putDown(await world.agents.call("ana", 30_000, 1));
}

story(
  "the routine that the site gives Queue() runs for callers and for return calls, on the agent's channel",
  {
    site: sites.plain,
    agents: ["ana"],
    dialplan: routine("answered"),
    printed: { queueArguments: { ventas: { options: "kT", timeout: "300", gosub: "answered" } } },
  },
  async (world) => {
    await oneOfEach(world);
    assert.equal(await variable(world, "RAN_answered"), "2");
    assert.equal(await variable(world, "RAN_ON"), "PJSIP/ana");
  },
);

story(
  "a membergosub of the queue runs for callers; in return calls it runs where the printed dialplan names it",
  {
    site: sites.plain,
    agents: ["ana"],
    queue: {
      lines: ["context=espera-key-ventas", "membergosub=answered", "member=PJSIP/ana,0,ana,PJSIP/ana"],
    },
    dialplan: routine("answered"),
    printed: { queueArguments: { ventas: { gosub: "answered" } } },
  },
  async (world) => {
    await oneOfEach(world);
    assert.equal(await variable(world, "RAN_answered"), "2");
  },
);

story(
  "without its name in the printed dialplan, a membergosub does not run in return calls",
  {
    site: sites.plain,
    agents: ["ana"],
    queue: {
      lines: ["context=espera-key-ventas", "membergosub=answered", "member=PJSIP/ana,0,ana,PJSIP/ana"],
    },
    dialplan: routine("answered"),
  },
  async (world) => {
    await oneOfEach(world);
    assert.equal(await variable(world, "RAN_answered"), "1");
  },
);

story(
  "the agents that a queue rings only after a while ring at once for a customer who has waited for that long",
  {
    site: sites.plain,
    agents: ["ana", "beto"],
    queue: {
      lines: [
        "context=espera-key-ventas",
        "defaultrule=growing",
        "member=PJSIP/ana,0,ana,PJSIP/ana",
        "member=PJSIP/beto,5,beto,PJSIP/beto",
      ],
    },
    files: { "queuerules.conf": "[growing]\npenaltychange => 4,+5\n" },
    dialplan: "\n[espera-before]\nexten => ventas,1,Set(QUEUE_MAX_PENALTY=0)\n same => n,Return()\n",
  },
  async (world) => {
    world.agents.behave("ana", {});
    world.agents.behave("beto", {});
    world.customers.behave(DIALLED, { answerAfterMs: 50 });
    await registered(world, NUMBER);
    const customer = await world.customers.call(DIALLED, 30_000);
    await customer.until("answered", 30_000);
    await world.manage("QueuePause", { Interface: "PJSIP/ana", Paused: "true" });
    const caller = await world.call("3000000002");
    await until("the caller waits", 30_000, async () => (await world.queue()).length === 1);
    const joined = Date.now();
    const rungLive = await world.agents.call("beto", 30_000);
    const live = rungLive.event("invited")!.at - joined;
    assert.ok(live > 2_500, `a caller of this moment waits for the rule: ${live} ms`);
    caller.hangUp();
    await rungLive.end(30_000);
    customer.press("1");
    await until("the customer waits", 30_000, async () => (await world.queue()).length === 1);
    const back = Date.now();
    const rung = await world.agents.call("beto", 30_000, 1);
    const returned = rung.event("invited")!.at - back;
    assert.ok(returned < 1_500, `they have waited for it: ${returned} ms`);
    await pause(100);
    customer.hangUp();
    await rung.end(30_000);
  },
);
