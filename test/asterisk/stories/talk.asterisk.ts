import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { diagram3Format } from "../../../src/api/wolkvox/reports/diagram-3.ts";
import type { PhoneCall } from "../bed/phone-call.ts";
import { until } from "../bed/until.ts";
import { registered, story } from "./story.ts";
import type { World } from "./world.ts";

const NUMBER = "3000000001";
const DIALLED = `+57${NUMBER}`;
const centre = {
  agents: ["ana"],
  dialplan: "exten => elsewhere,1,Answer()\n same => n,Playback(demo-congrats)\n same => n,Wait(60)\n",
};

/** They are called back and talk to Ana. */
async function calledBack(world: World) {
  world.agents.behave("ana", { answerAfterMs: 100 });
  world.customers.behave(DIALLED, { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] });
  await registered(world, NUMBER);
  const customer = await world.customers.call(DIALLED, 30_000);
  const agent = await world.agents.call("ana", 30_000);
  await until("they talk", 30_000, async () =>
    (await world.asterisk.queueLog()).some((line) => line.includes("|CONNECT|")),
  );
  return { customer, agent };
}

/** `billed_minutes` of the only row of `diagram_3`, in seconds. */
async function billedS(world: World): Promise<number> {
  const readModels = world.store.readModels();
  const written = await readModels.writeRows(
    world.record.id,
    {
      of: "treated-calls",
      from: 0,
      to: Date.now() + 3_600_000,
      format: diagram3Format("America/Bogota", false),
    },
    { rows: 10, bytes: 10_000 },
    new AbortController().signal,
  );
  assert.ok(typeof written !== "string");
  const text = Buffer.concat(written.chunks).toString();
  await readModels.close();
  const row = JSON.parse(text) as Record<string, string>;
  assert.equal(row["status"], "OK");
  const [hours, minutes, seconds] = row["billed_minutes"]!.split(":").map(Number);
  return (hours! * 60 + minutes!) * 60 + seconds!;
}

/** From picking up to putting down, as the customer's own phone wrote it down. */
function lastedS(customer: PhoneCall): number {
  return (customer.event("hung-up")!.at - customer.event("answered")!.at) / 1000;
}

/** What Espera has as the end of their talk, seconds after the customer's phone was down. */
async function lateS(world: World, customer: PhoneCall): Promise<number> {
  const { endedAt } = await world.event("talk-ended", 10_000);
  assert.ok(endedAt !== null, "it is known");
  return (endedAt - customer.event("hung-up")!.at) / 1000;
}

story(
  "a return call is billed from picking up to putting down, conversation included",
  centre,
  async (world) => {
    const { customer } = await calledBack(world);
    await world.event("callback-ended", 10_000);
    await pause(4_000);
    customer.hangUp();
    await customer.end(10_000);
    assert.ok(Math.abs(await lateS(world, customer)) < 0.5);
    const [billed, lasted] = [await billedS(world), lastedS(customer)];
    assert.ok(Math.abs(billed - lasted) <= 1, `billed ${billed} s, lasted ${lasted} s`);
    assert.ok(lasted > 4);
  },
);

story("the end of a talk that Espera did not see is known by the dialplan's note", centre, async (world) => {
  const { customer } = await calledBack(world);
  await world.event("callback-ended", 10_000);
  await world.stopEspera();
  await pause(3_000);
  customer.hangUp();
  await customer.end(10_000);
  await pause(5_000);
  await world.startEspera();
  const late = await lateS(world, customer);
  assert.ok(late > -1.5 && late < 0.5, `it is said to be ${late} s late`);
  const [billed, lasted] = [await billedS(world), lastedS(customer)];
  assert.ok(Math.abs(billed - lasted) <= 2, `billed ${billed} s, lasted ${lasted} s`);
});

for (const seen of [true, false])
  story(
    `a customer who is passed on is billed until their own phone is down, ${seen ? "wherever they were" : "also where Espera did not see it"}`,
    centre,
    async (world) => {
      const { customer, agent } = await calledBack(world);
      await world.event("callback-ended", 10_000);
      agent.transfer("elsewhere");
      await until("Ana is free again", 10_000, async () => {
        const steps = await world.steps();
        return steps.filter(({ fact }) => fact.type === "agent-changed" && fact.status === "free").length > 0;
      });
      await world.stopEspera();
      if (seen) await world.startEspera();
      await pause(2_000);
      assert.deepEqual(
        (await world.events()).filter(({ type }) => type === "talk-ended"),
        [],
        "their phone is up",
      );
      customer.hangUp();
      await customer.end(10_000);
      if (!seen) {
        await pause(3_000);
        await world.startEspera();
      }
      const late = await lateS(world, customer);
      assert.ok(late > (seen ? -0.5 : -1.5) && late < 0.5, `it is said to be ${late} s late`);
      const [billed, lasted] = [await billedS(world), lastedS(customer)];
      assert.ok(Math.abs(billed - lasted) <= 2, `billed ${billed} s, lasted ${lasted} s`);
    },
  );
