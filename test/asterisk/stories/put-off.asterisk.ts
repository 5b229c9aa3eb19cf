import assert from "node:assert/strict";
import type { Fact } from "../../../src/line/facts.ts";
import { hears } from "../bed/prompts-heard.ts";
import { until } from "../bed/until.ts";
import { keyedAfter, putDown, registered, seen, story } from "./story.ts";
import type { World } from "./world.ts";

const NUMBER = "3000000001";
const DIALLED = `+57${NUMBER}`;
const laterMs = [600_000, 3_600_000];
const dialogue = { confirmNumber: true, otherNumber: false, recordName: false, laterMs };

/** A supervisor has them called before their time. */
async function callNow(world: World, callback: string): Promise<void> {
  const act = { type: "call-now" } as const;
  const order = { order: "now", callback, act, author: "eva", why: "they wrote" } as const;
  assert.equal(await world.operation.order(order), "done");
}

const isSnoozed = (fact: Fact) => fact.type === "attempt-progressed" && fact.progress === "snoozed";

story(
  "a customer who asks to be called later is put off to that time and hears so; a supervisor may call them before",
  { agents: ["ana"], skill: { dialogue } },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
    world.customers.behave(DIALLED, { answerAfterMs: 50 });
    await registered(world, NUMBER);
    const first = await world.customers.call(DIALLED, 30_000);
    await keyedAfter(first, "return-later", "3");
    await keyedAfter(first, "later-intro", "1");
    const rested = await world.event("callback-rested", 30_000);
    assert.equal(rested.why, "snoozed");
    assert.equal((await first.end(30_000)).by, "exchange");
    for (const prompt of ["return-put-off", "minutes-10", "return-until-then"] as const)
      assert.ok(hears(first, prompt), prompt);
    assert.equal((await world.event("attempt-ended", 1_000)).result, "snoozed");
    assert.equal(world.agents.calls.length, 0);

    const { at } = (await world.steps()).find(({ fact }) => isSnoozed(fact))!.fact;
    assert.equal(rested.notBefore, at + laterMs[0]!);
    await callNow(world, rested.callback);
    const second = await world.customers.call(DIALLED, 30_000, 1);
    await keyedAfter(second, "return-call", "1");
    assert.ok(!hears(second, "return-later"), "it is the last attempt: nothing is later");
    assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
  },
);

story(
  "a caller who chooses at the question when to be called keeps no place, and is called at that time",
  { agents: ["ana"], skill: { dialogue } },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
    world.customers.behave(DIALLED, { answerAfterMs: 50, keys: [{ afterMs: 500, key: "1" }] });
    world.offers = true;
    const call = await world.call(NUMBER);
    await keyedAfter(call, "question-later", "3");
    await keyedAfter(call, "later-intro", "2");
    await keyedAfter(call, "number-intro", "1");
    const registered = await world.event("callback-registered", 30_000);
    world.offers = false;
    const choice = await world.event("choice-made", 1_000);
    assert.deepEqual(choice.consent, { prompt: "question-later@1", key: "3" });
    const rested = await world.event("callback-rested", 30_000);
    assert.deepEqual([rested.why, rested.callback], ["chosen", registered.callback]);
    assert.equal((await call.end(30_000)).by, "exchange");
    assert.ok(hears(call, "thanks-registered") && hears(call, "about-an-hour"));
    const chosen = (await world.steps()).find(({ fact }) => fact.type === "choice-made")!.fact;
    assert.ok(
      rested.notBefore >= chosen.at + laterMs[1]! && rested.notBefore < chosen.at + laterMs[1]! + 60_000,
    );
    assert.equal(world.customers.calls.length, 0, "an agent is free, and it is not their time");
    await callNow(world, registered.callback);
    const returned = await world.customers.call(DIALLED, 30_000);
    await returned.until("answered", 5_000);
    assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
  },
);

story(
  "a supervisor cancels while it rings: the phone stops ringing, and rings no more",
  { agents: ["ana"] },
  async (world) => {
    world.customers.behave(DIALLED, {});
    await registered(world, NUMBER);
    const phone = await world.customers.call(DIALLED, 30_000);
    await phone.until("ringing", 30_000);
    const { callback } = await world.event("callback-registered", 1_000);
    const outcome = await world.operation.order({
      order: "cancel",
      callback,
      act: { type: "cancel" },
      author: "eva",
      why: "they wrote that it is settled",
    });
    assert.equal(outcome, "done");
    await phone.until("cancelled", 5_000);
    const ended = await world.event("callback-ended", 5_000);
    assert.deepEqual([ended.status, ended.reason], ["FAIL", "cancelled"]);
    assert.equal((await phone.end(5_000)).detail, "487");
    assert.deepEqual(seen(phone), ["invited", "ringing", "cancelled", "refused 487"]);
    assert.equal(world.customers.calls.length, 1);
    const answered = await world.event("supervisor-answered", 1_000);
    assert.deepEqual([answered.author, answered.outcome], ["eva", "done"]);
  },
);

for (const { atClosing, happens } of [
  { atClosing: "next-opening", happens: "is put off to the next opening" },
  { atClosing: "end", happens: "ends" },
] as const)
  story(
    `what waits when the skill closes ${happens}, and nobody is dialled`,
    { agents: ["ana"], skill: { atClosing } },
    async (world) => {
      world.agents.behave("ana", { answerAfterMs: 50 });
      const talking = await world.call("3000000009");
      const first = await world.agents.call("ana", 30_000);
      await first.until("answered", 30_000);
      const ahead = await world.call("3000000002");
      await until("one waits", 30_000, async () => (await world.queue()).length === 1);
      await registered(world, NUMBER);
      const closedAt = Date.now();
      const opens = world.closeUntilTomorrow();
      world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 300 });
      await putDown(first);
      if (atClosing === "end") {
        const ended = await world.event("callback-ended", 30_000);
        assert.deepEqual([ended.status, ended.reason], ["FAIL", "closed"]);
      } else {
        const rested = await world.event("callback-rested", 30_000);
        assert.equal(rested.why, "closed");
        assert.ok(rested.notBefore >= opens && rested.notBefore < opens + 3_600_000, `${rested.notBefore}`);
        assert.ok(rested.notBefore > closedAt);
      }
      for (const call of [talking, ahead]) assert.equal((await call.end(30_000)).by, "exchange");
      await until("the agent is free, and known to be", 30_000, async () => {
        const last = (await world.events()).findLast((event) => event.type === "agent-changed");
        return last?.status === "free";
      });
      assert.equal(world.customers.calls.length, 0);
    },
  );
