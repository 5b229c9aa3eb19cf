import assert from "node:assert/strict";
import { createServer, type Socket } from "node:net";
import { addresses } from "../bed/configuration.ts";
import { until } from "../bed/until.ts";
import { putDown, registered, story } from "./story.ts";

const ana = { agents: ["ana"] };

/** What the site does with callers that the queue does not take; where there is nothing, they wait for room. */
const goesOn = "\n[espera-after]\nexten => ventas,1,Hangup()\n";

story(
  "without Espera's lease nobody is asked, and every caller is in the queue at once",
  ana,
  async (world) => {
    await world.stopEspera();
    assert.equal(await world.lease(), 0, "Espera gives the lease up when it stops");
    world.offers = true;
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 200 });
    const call = await world.call("3000000001");
    const agent = await world.agents.call("ana", 30_000);
    const waited = agent.event("invited")!.at - call.event("invited")!.at;
    assert.ok(waited < 5_000, `the agent was rung after ${waited} ms`);
    assert.equal((await call.end(30_000)).by, "exchange");
  },
);

story("a server that is gone while the lease holds costs the caller nothing", ana, async (world) => {
  await world.stopEspera();
  await world.lend(Math.floor(Date.now() / 1000) + 60);
  world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 200 });
  const call = await world.call("3000000001");
  const agent = await world.agents.call("ana", 30_000);
  const waited = agent.event("invited")!.at - call.event("invited")!.at;
  assert.ok(waited < 5_000, `the agent was rung after ${waited} ms`);
  assert.equal((await call.end(30_000)).by, "exchange");
});

story(
  "a server that hangs costs the caller the watchdog's eight seconds, not their call",
  ana,
  async (world) => {
    await world.stopEspera();
    const sockets: Socket[] = [];
    const deaf = createServer((socket) => sockets.push(socket.on("error", () => {})));
    await new Promise<void>((resolve) => {
      deaf.listen(world.agiPort, addresses.asterisk, () => resolve());
    });
    try {
      await world.lend(Math.floor(Date.now() / 1000) + 60);
      world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 200 });
      const call = await world.call("3000000001");
      const agent = await world.agents.call("ana", 30_000);
      const waited = agent.event("invited")!.at - call.event("invited")!.at;
      assert.ok(waited > 7_000 && waited < 14_000, `the agent was rung after ${waited} ms`);
      assert.equal((await call.end(30_000)).by, "exchange");
    } finally {
      for (const socket of sockets) socket.destroy();
      deaf.close();
    }
  },
);

story("Espera that ends in the middle of the question leaves the caller in the queue", ana, async (world) => {
  world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 200 });
  world.offers = true;
  const call = await world.call("3000000001");
  await world.event("question-began", 30_000);
  await until("they hear it", 30_000, () => call.ear.heard().length > 0);
  const stopped = Date.now();
  await world.stopEspera();
  const agent = await world.agents.call("ana", 30_000);
  assert.ok(agent.event("invited")!.at - stopped < 5_000);
  assert.equal((await call.end(30_000)).by, "exchange");
});

story("a customer who picks up a return call while Espera is gone reaches the agent", ana, async (world) => {
  world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
  world.customers.behave("+573000000001", { answerAfterMs: 1_500 });
  await registered(world, "3000000001");
  const returned = await world.customers.call("+573000000001", 30_000);
  await returned.until("ringing", 30_000);
  await world.stopEspera();
  const agent = await world.agents.call("ana", 30_000);
  assert.match(agent.messages[0]?.text ?? "", /3000000001/);
  assert.equal((await returned.end(30_000)).by, "exchange");
  await world.startEspera();
  const ended = await world.event("callback-ended", 30_000);
  assert.equal(ended.status, "OK", "the dialplan noted that she answered, and nobody is phoned again");
  const progress = await world.event("attempt-progressed", 1_000, (event) => event.progress === "joined");
  assert.equal(progress.agent, world.interfaceOf("ana"));
  assert.equal((await agent.end(1_000)).by, "phone");
});

story(
  "a manager cut for some seconds: what happened meanwhile is put right by one snapshot",
  ana,
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50 });
    const talking = await world.call("3000000001");
    const first = await world.agents.call("ana", 30_000);
    await first.until("answered", 30_000);
    const stays = await world.call("3000000002");
    const leaves = await world.call("3000000003");
    await until("two wait", 30_000, async () => (await world.queue()).length === 2);
    await until("both are known", 30_000, async () => {
      return (await world.events()).filter(({ type }) => type === "call-joined").length === 3;
    });

    world.managerLine.cut("closed");
    leaves.hangUp();
    await leaves.end(30_000);
    await putDown(first);
    await talking.end(30_000);
    const second = await world.agents.call("ana", 30_000, 1);
    await second.until("answered", 30_000);
    const comes = await world.call("3000000004");
    await until(
      "the caller who came meanwhile waits",
      30_000,
      async () => (await world.queue()).join() === "3000000004",
    );
    const before = (await world.steps()).length;
    world.managerLine.mend();
    const snapshot = await until("the snapshot", 30_000, async () =>
      (await world.steps()).slice(before).find(({ fact }) => fact.type === "snapshot"),
    );
    assert.ok(snapshot.fact.type === "snapshot");
    assert.deepEqual(
      snapshot.fact.calls.map(({ sighting, agent }) => `${sighting} ${agent ?? ""}`.trim()).sort(),
      [`talking ${world.interfaceOf("ana")}`, "waiting"],
    );
    assert.deepEqual(snapshot.fact.agents, [
      { agent: world.interfaceOf("ana"), name: "ana", skills: [7], status: "busy" },
    ]);
    assert.deepEqual(
      snapshot.events
        .map(({ type }) => type)
        .filter((type) => type !== "agent-changed")
        .sort(),
      // The last one: return calls can be placed again.
      ["call-answered", "call-arrived", "call-closed", "call-closed", "call-joined", "exchange-known"],
    );

    await putDown(second);
    const third = await world.agents.call("ana", 30_000, 2);
    await third.until("answered", 30_000);
    await putDown(third);
    for (const call of [stays, comes]) assert.equal((await call.end(30_000)).by, "exchange");
    await until("all is reported", 30_000, async () => {
      const events = await world.events();
      return events.filter(({ type }) => type === "call-closed").length === 4;
    });
  },
);

story(
  "a queue that is full says so, and the caller goes on in the dialplan",
  { ...ana, queue: { maxlen: 1 }, dialplan: goesOn },
  async (world) => {
    world.agents.behave("ana", {});
    const first = await world.call("3000000001");
    await (await world.agents.call("ana", 30_000)).until("ringing", 30_000);
    const second = await world.call("3000000002");
    assert.equal((await second.end(30_000)).by, "exchange");
    assert.equal((await world.event("call-left", 30_000)).why, "full");
    await putDown(first);
    await first.end(30_000);
  },
);

story(
  "a queue without agents says so, and the caller goes on in the dialplan",
  { agents: [], queue: { joinempty: "no" }, dialplan: goesOn },
  async (world) => {
    const call = await world.call("3000000001");
    assert.equal((await call.end(30_000)).by, "exchange");
    assert.equal((await world.event("call-left", 30_000)).why, "empty");
  },
);

story("without prompts everything goes its way in silence", { ...ana, prompts: false }, async (world) => {
  world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 500 });
  world.customers.behave("+573000000001", { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] });
  await registered(world, "3000000001");
  assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
  assert.ok(world.log.some(({ message }) => message.includes("a prompt is missing")));
});
