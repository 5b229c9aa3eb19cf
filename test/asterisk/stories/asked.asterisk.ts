import assert from "node:assert/strict";
import { until } from "../bed/until.ts";
import { story } from "./story.ts";

const ana = { agents: ["ana"] };

story(
  "a caller who is passed is in the queue at once, and Espera's question is not heard",
  ana,
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 100, hangUpAfterMs: 300 });
    const call = await world.call("3000000001");
    assert.equal((await call.end(30_000)).by, "exchange");
    const answered = await world.event("call-answered", 30_000);
    assert.equal(answered.agent, world.interfaceOf("ana"));
    await world.event("call-closed", 30_000);
    assert.deepEqual(
      (await world.events()).map(({ type }) => type).filter((type) => type !== "agent-changed"),
      [
        "clocks-known",
        "settings-adopted",
        // First it is away, then there.
        "exchange-known",
        "exchange-known",
        "call-arrived",
        "call-decided",
        "call-joined",
        "call-rung",
        "call-answered",
        "call-closed",
      ],
    );
    assert.deepEqual(await world.diagram2(), {});
  },
);

for (const { says, keys, source } of [
  { says: "2 to the question", keys: ["2"], source: "key" },
  { says: "2 to their number", keys: ["1", "2"], source: "key" },
  { says: "a key without meaning twice", keys: ["5", "#"], source: "key" },
] as const)
  story(`a caller who presses ${says} goes on into the queue and reaches the agent`, ana, async (world) => {
    world.agents.behave("ana", { answerAfterMs: 100, hangUpAfterMs: 300 });
    world.offers = true;
    const call = await world.call("3000000001", {
      keys: keys.map((key, index) => ({ afterMs: 500 + 2_500 * index, key })),
    });
    const choice = await world.event("choice-made", 30_000);
    assert.deepEqual([choice.choice, choice.source], ["no", source]);
    assert.equal((await call.end(30_000)).by, "exchange");
    assert.equal((await world.agents.call("ana", 30_000)).number, "ana");
    const row = await world.diagram2();
    assert.deepEqual([row["treatment"], row["customer_say_no"], row["customer_say_yes"]], ["1", "1", "0"]);
  });

story(
  "a caller who stays silent hears the question to its end and then waits in the queue",
  ana,
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 100, hangUpAfterMs: 300 });
    world.offers = true;
    const call = await world.call("3000000001");
    await call.until("answered", 30_000);
    const choice = await world.event("choice-made", 30_000);
    assert.deepEqual([choice.choice, choice.source], ["silent", "timeout"]);
    const heardMs = call.ear.heard().reduce((sum, { from, until: end }) => sum + end - from, 0);
    assert.ok(heardMs > 6_000, `the question has 8.4 s of speech, ${heardMs} ms were heard`);
    assert.equal((await call.end(30_000)).by, "exchange");
    const row = await world.diagram2();
    assert.deepEqual([row["treatment"], row["customer_say_no"], row["customer_say_yes"]], ["1", "1", "0"]);
  },
);

story("a caller who hangs up at the question has been treated, and is not called", ana, async (world) => {
  world.offers = true;
  const call = await world.call("3000000001", { hangUpAfterMs: 700 });
  assert.equal((await call.end(30_000)).by, "phone");
  const choice = await world.event("choice-made", 30_000);
  assert.deepEqual([choice.choice, choice.source], ["silent", "hung-up"]);
  const closed = await world.event("call-closed", 30_000);
  assert.equal(closed.outcome, "abandoned");
  assert.equal(world.customers.calls.length, 0);
  assert.equal(world.agents.calls.length, 0);
  assert.equal((await world.diagram2())["treatment"], "1");
});

story("a caller who hangs up while they wait leaves the line, here and there", ana, async (world) => {
  world.agents.behave("ana", {});
  const call = await world.call("3000000001");
  await (await world.agents.call("ana", 30_000)).until("ringing", 30_000);
  call.hangUp();
  const closed = await world.event("call-closed", 30_000);
  assert.equal(closed.outcome, "abandoned");
  await until("the agent is free again", 30_000, async () => {
    const last = (await world.events()).findLast((event) => event.type === "agent-changed");
    return last?.status === "free";
  });
  assert.deepEqual(await world.queue(), []);
});
