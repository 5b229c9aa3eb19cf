import assert from "node:assert/strict";
import { timesHeard } from "../bed/prompts-heard.ts";
import { until } from "../bed/until.ts";
import { paused, putDown, story } from "./story.ts";

const DIALLED = "+573000000003";

story(
  "a caller who says yes is called back when it is their turn, keeps their place, and reaches the agent",
  { agents: ["ana"] },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 100 });
    const talking = await world.call("3000000001");
    const first = await world.agents.call("ana", 30_000);
    await first.until("answered", 30_000);

    const ahead = await world.call("3000000002");
    await until("the caller ahead waits", 30_000, async () => (await world.queue()).length === 1);
    world.offers = true;
    const asked = await world.call("3000000003", {
      keys: [
        { afterMs: 500, key: "1" },
        { afterMs: 1_500, key: "1" },
      ],
    });
    const registered = await world.event("callback-registered", 30_000);
    world.offers = false;
    assert.equal((await asked.end(30_000)).by, "exchange", "they are thanked, and their call ended");
    assert.equal(world.customers.calls.length, 0, "nobody is dialled while somebody before them waits");

    world.customers.behave(DIALLED, { answerAfterMs: 200 });
    await putDown(first);
    const second = await world.agents.call("ana", 30_000, 1);
    await second.until("answered", 30_000);
    await putDown(second);
    const returned = await world.customers.call(DIALLED, 30_000);
    await paused(world, true);
    const behind = await world.call("3000000004");
    await until("the caller behind waits", 30_000, async () => (await world.queue()).length === 1);
    await until("they are asked", 30_000, () => timesHeard(returned, "return-hello") > 0);
    returned.press("1");
    await until("they stand before who came after, though that one waited there first", 30_000, async () => {
      return (await world.queue()).join() === `${DIALLED},3000000004`;
    });
    await paused(world, false);
    const third = await world.agents.call("ana", 30_000, 2);
    await third.until("answered", 30_000);
    assert.match(third.messages[0]?.text ?? "", /3000000003/, "the agent sees the customer's number");
    const ended = await world.event("callback-ended", 30_000);
    assert.deepEqual(
      { status: ended.status, callback: ended.callback },
      { status: "OK", callback: registered.callback },
    );
    await putDown(third);
    assert.equal((await returned.end(30_000)).by, "exchange");
    const fourth = await world.agents.call("ana", 30_000, 3);
    await fourth.until("answered", 30_000);
    await putDown(fourth);
    for (const call of [talking, ahead, behind]) assert.equal((await call.end(30_000)).by, "exchange");
    const { treatment, customer_say_yes, recall_ok } = await world.diagram2();
    assert.deepEqual([treatment, customer_say_yes, recall_ok], ["1", "1", "1"]);
  },
);
