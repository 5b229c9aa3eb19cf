import assert from "node:assert/strict";
import { until } from "../bed/until.ts";
import { sites } from "./sites.ts";
import { putDown, registered, story } from "./story.ts";
import type { World } from "./world.ts";

const NUMBER = "3000000001";
const DIALLED = `+57${NUMBER}`;
const ways = {
  "the queue's own extension": sites.freepbx,
  "a Custom Destination": sites["freepbx-custom-destination"],
};

/** What Espera heard of Ana so far, in order. */
async function statesOfAna(world: World): Promise<string[]> {
  const facts = (await world.steps()).map(({ fact }) => fact);
  return facts.flatMap((fact) => {
    if (fact.type === "snapshot") return fact.agents.map(({ status }) => status);
    return fact.type === "agent-changed" ? [fact.status] : [];
  });
}

for (const [way, site] of Object.entries(ways)) {
  story(
    `FreePBX, by ${way}: callers and customers reach the agent behind from-queue`,
    { agents: ["ana"], site },
    async (world) => {
      world.agents.behave("ana", { answerAfterMs: 1_000 });
      const live = await world.call(NUMBER);
      const first = await world.agents.call("ana", 30_000);
      await first.until("answered", 30_000);
      await until("Espera knows that she talks", 10_000, async () =>
        (await statesOfAna(world)).includes("busy"),
      );
      await putDown(first);
      assert.equal((await live.end(30_000)).by, "exchange");
      await until("and that she is free", 10_000, async () => (await statesOfAna(world)).at(-1) === "free");
      assert.deepEqual(await statesOfAna(world), ["free", "ringing", "busy", "free"]);

      world.customers.behave(DIALLED, { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] });
      await registered(world, NUMBER);
      const customer = await world.customers.call(DIALLED, 30_000);
      const second = await world.agents.call("ana", 30_000, 1);
      await second.until("answered", 30_000);
      const ended = await world.event("callback-ended", 30_000);
      assert.equal(ended.status, "OK");
      const joined = await world.event("attempt-progressed", 1_000, ({ progress }) => progress === "joined");
      assert.equal(joined.agent, world.interfaceOf("ana"));
      await putDown(second);
      assert.equal((await customer.end(30_000)).by, "exchange");
    },
  );

  story(
    `FreePBX, by ${way}: who the queue does not take goes where its fail-over leads`,
    { agents: ["ana"], site, queue: { joinempty: "no", members: [] } },
    async (world) => {
      const call = await world.call(NUMBER);
      assert.equal((await call.end(30_000)).by, "exchange");
      const log = await world.asterisk.log();
      assert.match(log, /Executing \[hangup@app-blackhole:1\]/);
      assert.match(
        log,
        /Set\("PJSIP\/callers-[^"]*", "__NODEST="\)/,
        "nor is it held for a queue's call there",
      );
    },
  );
}

story(
  "FreePBX: a customer who is called back while Espera is dead is noted, and not called again",
  { agents: ["ana"], site: sites.freepbx },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
    world.customers.behave(DIALLED, { answerAfterMs: 1_500 });
    await registered(world, NUMBER);
    const customer = await world.customers.call(DIALLED, 30_000);
    await customer.until("ringing", 30_000);
    await world.stopEspera();
    const agent = await world.agents.call("ana", 30_000);
    await agent.end(30_000);
    await customer.end(30_000);
    await world.startEspera();
    assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
    assert.equal(world.customers.calls.length, 1);
  },
);
