import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { timesHeard } from "../bed/prompts-heard.ts";
import { until } from "../bed/until.ts";
import { usualSite } from "./sites.ts";
import { putDown, registered, story } from "./story.ts";
import type { World } from "./world.ts";

const NUMBER = "3000000001";
const DIALLED = `+57${NUMBER}`;

/** The n-th call that rings at the agent's, picked up. */
async function answered(world: World, n: number) {
  const call = await world.agents.call("ana", 30_000, n);
  await call.until("ringing", 30_000);
  call.answer();
  return call;
}

/** Records each call, as a site does whose recordings begin in the dialplan. */
const recording = `
[espera-before]
exten => ${usualSite().queue},1,MixMonitor(\${ASTSPOOLDIR}/call-\${UNIQUEID}.wav,b)
 same => n,Set(QUEUE_MAX_PENALTY=9)
 same => n,Return()
`;

story(
  "inbound calls and return calls have a recording each, also where the queue was joined twice",
  {
    agents: ["ana"],
    queue: { maxlen: 1 },
    modules: ["app_mixmonitor.so"],
    dialplan: recording,
    printed: { roomWithinS: 30 },
  },
  async (world) => {
    world.agents.behave("ana", {});
    const before = await world.call("3000000002");
    await putDown(await answered(world, 0));
    await before.end(30_000);
    // The queue is full of the next caller when the customer of the return call presses 1.
    world.customers.behave(DIALLED, { answerAfterMs: 50 });
    await registered(world, NUMBER);
    const customer = await world.customers.call(DIALLED, 30_000);
    await customer.until("answered", 30_000);
    const next = await world.call("3000000003");
    await until("the queue is full", 30_000, async () => (await world.queue()).length === 1);
    await until("the customer is asked", 25_000, () => timesHeard(customer, "return-hello") > 0);
    customer.press("1");
    await world.event("attempt-progressed", 40_000, ({ progress }) => progress === "left");
    const second = await answered(world, 1);
    await until("the customer of the return call is in the queue", 30_000, async () => {
      const queue = await world.queue();
      return queue.length === 1 && queue[0] === DIALLED;
    });
    await putDown(second);
    await next.end(30_000);
    const third = await answered(world, 2);
    assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
    await putDown(third);
    const files = (await readdir(world.recordings)).filter((file) => file.startsWith("call-")).sort();
    assert.equal(files.length, 3, files.join());
    assert.equal(files.filter((file) => file.startsWith("call-espera-")).length, 1);
  },
);
