import assert from "node:assert/strict";
import { until } from "../bed/until.ts";
import { sites } from "./sites.ts";
import { story } from "./story.ts";
import type { World } from "./world.ts";

const NUMBER = "3000000001";
const DIALLED = `+57${NUMBER}`;
const wanted = {
  site: sites.plain,
  agents: ["ana"],
  printed: { classes: { vip: 600 } },
  dialplan: "\n[callers]\nexten => vip,1,Set(ESPERA_CLASS=vip)\n same => n,Goto(espera-in,ventas,1)\n",
};

async function waits(world: World, count: number): Promise<void> {
  await until(`${count} wait`, 30_000, async () => (await world.queue()).length === count);
}

story(
  "a caller of a class stands in line by its credit, and Espera knows the class",
  wanted,
  async (world) => {
    world.agents.behave("ana", {});
    const first = await world.call("3000000002");
    await waits(world, 1);
    const vip = await world.call("3000000003", { to: "vip" });
    await waits(world, 2);
    assert.deepEqual(await world.queue(), ["3000000003", "3000000002"]);
    const arrived = await world.event("call-arrived", 30_000, (event) => event.class === "vip");
    assert.equal(arrived.arrivedAt - arrived.place, 600_000);
    for (const call of [first, vip]) {
      call.hangUp();
      await call.end(30_000);
    }
  },
);

story("credit holds without Espera, which learns of it when it is back", wanted, async (world) => {
  world.agents.behave("ana", {});
  await world.stopEspera();
  const first = await world.call("3000000002");
  await waits(world, 1);
  const vip = await world.call("3000000003", { to: "vip" });
  await waits(world, 2);
  assert.deepEqual(await world.queue(), ["3000000003", "3000000002"]);
  await world.startEspera();
  const arrived = await world.event("call-arrived", 30_000, (event) => event.class === "vip");
  assert.ok(Math.abs(arrived.arrivedAt - arrived.place - 600_000) < 1_000);
  assert.ok(Math.abs(arrived.arrivedAt - Date.now()) < 30_000, "it arrived now, whatever its place");
  for (const call of [first, vip]) {
    call.hangUp();
    await call.end(30_000);
  }
});

story("the return call of a caller of a class has the place that the credit gave", wanted, async (world) => {
  world.agents.behave("ana", {});
  world.customers.behave(DIALLED, { answerAfterMs: 50 });
  world.offers = true;
  const call = await world.call(NUMBER, {
    to: "vip",
    keys: [
      { afterMs: 300, key: "1" },
      { afterMs: 900, key: "1" },
    ],
  });
  const callback = await world.event("callback-registered", 30_000);
  assert.equal(callback.arrivedAt - callback.place, 600_000);
  world.offers = false;
  call.hangUp();
  await call.end(30_000);
  const customer = await world.customers.call(DIALLED, 30_000);
  await customer.until("answered", 30_000);
  const other = await world.call("3000000002");
  await waits(world, 1);
  customer.press("1");
  await waits(world, 2);
  assert.deepEqual(await world.queue(), [DIALLED, "3000000002"]);
  other.hangUp();
  customer.hangUp();
  await customer.end(30_000);
});
