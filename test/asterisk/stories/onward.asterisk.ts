import assert from "node:assert/strict";
import { until } from "../bed/until.ts";
import { putDown, registered, seen, story } from "./story.ts";
import type { World } from "./world.ts";

const ana = { agents: ["ana"] };
const NUMBER = "3000000001";
const DIALLED = `+57${NUMBER}`;

/** What Espera last heard of the agent. */
async function agentNow(world: World): Promise<string | undefined> {
  return (await told(world)).at(-1);
}

/** All that it heard of her, in order. */
async function told(world: World): Promise<string[]> {
  return (await world.steps()).flatMap(({ fact }) => (fact.type === "agent-changed" ? [fact.status] : []));
}

story(
  "a customer who waits with a return call when Espera is stopped and started is known again, and it ends OK",
  ana,
  async (world) => {
    world.agents.behave("ana", {});
    world.customers.behave(DIALLED, { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] });
    await registered(world, NUMBER);
    const ringing = await world.agents.call("ana", 30_000);
    await ringing.until("ringing", 30_000);
    await world.stopEspera();
    const before = (await world.steps()).length;
    await world.startEspera();
    const snapshot = (await world.steps()).slice(before).find(({ fact }) => fact.type === "snapshot");
    assert.ok(snapshot?.fact.type === "snapshot");
    assert.deepEqual(
      snapshot.fact.calls.map(({ call, sighting, agent }) => [call.split("~")[1], sighting, agent]),
      [["1", "ringing", world.interfaceOf("ana")]],
    );
    ringing.answer();
    assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
    await putDown(ringing);
    await ringing.end(30_000);
  },
);

story(
  "a customer who was put through while Espera was gone is found with the agent, and it ends OK",
  ana,
  async (world) => {
    world.agents.behave("ana", {});
    world.customers.behave(DIALLED, { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] });
    await registered(world, NUMBER);
    const ringing = await world.agents.call("ana", 30_000);
    await ringing.until("ringing", 30_000);
    await world.stopEspera();
    ringing.answer();
    await until("they talk", 30_000, async () =>
      (await world.asterisk.queueLog()).some((line) => line.includes("|CONNECT|")),
    );
    await world.startEspera();
    assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
    await putDown(ringing);
    await ringing.end(30_000);
  },
);

story(
  "a customer who phones while their phone rings is not rung on, and is served at their place",
  ana,
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 3_000, hangUpAfterMs: 500 });
    world.customers.behave(DIALLED, {});
    await registered(world, NUMBER);
    const rung = await world.customers.call(DIALLED, 30_000);
    await rung.until("ringing", 30_000);
    const again = await world.call(NUMBER);
    assert.deepEqual(
      [(await rung.end(30_000)).detail, seen(rung)],
      ["487", ["invited", "ringing", "cancelled", "refused 487"]],
    );
    assert.equal((await again.end(30_000)).by, "exchange");
    assert.equal((await world.event("callback-ended", 30_000)).status, "STOP NEW");
    assert.equal(world.customers.calls.length, 1);
  },
);

story(
  "an agent wraps up for as long as their queue says, and is then free",
  { ...ana, queue: { wrapupS: 3 } },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 1_500 });
    const first = await world.call("3000000002");
    await first.end(30_000);
    await until("wraps up", 30_000, async () => (await told(world)).includes("wrap-up"));
    const second = await world.call("3000000003");
    const next = await world.agents.call("ana", 30_000, 1);
    const free = (await world.steps()).findLast(
      ({ fact }) => fact.type === "agent-changed" && fact.status === "free",
    );
    const early = next.event("invited")!.at - (free?.fact.at ?? 0);
    assert.ok(Math.abs(early) < 2_500, `reported free ${early} ms before Asterisk rang the phone`);
    second.hangUp();
    await second.end(30_000);
  },
);

story("agents come, pause and go", { ...ana, queue: { members: [] } }, async (world) => {
  const { rung, watched } = world.site.member("ana", ana.agents);
  const ofAna = { Queue: world.site.queue, Interface: rung };
  for (const [action, more, expected] of [
    ["QueueAdd", { MemberName: "ana", StateInterface: watched }, "free"],
    ["QueuePause", { Paused: "true" }, "paused"],
    ["QueuePause", { Paused: "false" }, "free"],
    ["QueueRemove", {}, "away"],
    ["QueueAdd", { MemberName: "ana", StateInterface: watched }, "free"],
  ] as const) {
    const answer = await world.manage(action, { ...ofAna, ...more });
    assert.equal(answer["Response"], "Success");
    await until(`${action} makes her ${expected}`, 30_000, async () => (await agentNow(world)) === expected);
  }
});

story("an agent who hangs up during the announcement of the call gets it again", ana, async (world) => {
  world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 200 });
  world.customers.behave(DIALLED, { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] });
  await registered(world, NUMBER);
  const first = await world.agents.call("ana", 30_000);
  await first.end(30_000);
  world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
  assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
});
