import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import type { Manager } from "../bed/manager.ts";
import type { PhoneCall } from "../bed/phone-call.ts";
import { hears, timesHeard } from "../bed/prompts-heard.ts";
import { until } from "../bed/until.ts";
import { usualSite } from "./sites.ts";
import { keyedAfter, putDown, registered, story } from "./story.ts";
import type { World } from "./world.ts";

const WAITING = ["3000000002", "3000000003", "3000000004"];
const SECOND = WAITING[1]!;

/** Ana talks, and three wait. */
async function lineOfThree(world: World): Promise<{ talking: PhoneCall; waiting: PhoneCall[] }> {
  world.agents.behave("ana", { answerAfterMs: 50 });
  const first = await world.call("3000000001");
  const talking = await world.agents.call("ana", 30_000);
  await talking.until("answered", 30_000);
  const waiting = [];
  for (const number of WAITING) {
    // A place is a second: each comes in one of their own.
    const before = Math.floor(Date.now() / 1000);
    waiting.push(await world.call(number));
    await until(`${number} waits`, 30_000, async () => (await world.queue()).includes(number));
    await until("the next second", 2_000, () => Math.floor(Date.now() / 1000) > before);
  }
  assert.equal(first.ended, false);
  return { talking, waiting };
}

const stands = (world: World, queue: readonly string[]) =>
  until(`${queue.join()} wait`, 30_000, async () => (await world.queue()).join() === queue.join());

const byWait = { byKey: false, afterMs: 6_000, leastAhead: 1 };
const byKey = { byKey: true, afterMs: null, leastAhead: 1 };

story(
  "a caller who has waited for long is taken out of the queue and asked, and called back at their place",
  { agents: ["ana"], skill: { queueOffers: { ...byWait, leastAhead: 1 } } },
  async (world) => {
    world.customers.behave(`+57${SECOND}`, { answerAfterMs: 50, keys: [{ afterMs: 500, key: "1" }] });
    const { talking, waiting } = await lineOfThree(world);
    world.offers = true;
    const second = waiting[1]!;
    await keyedAfter(second, "question-still-busy", "1");
    assert.ok(!(await world.queue()).includes(SECOND), "they are not in the queue while they are asked");
    await keyedAfter(second, "number-intro", "1");
    const registered = await world.event("callback-registered", 30_000);
    world.offers = false;
    assert.equal((await second.end(30_000)).by, "exchange");
    assert.ok(hears(second, "thanks-registered"));
    const decided = await world.event("call-decided", 1_000, ({ decision }) => decision === "offer");
    assert.deepEqual([decided.call, decided.reason], [registered.callback, "waited-long"]);
    assert.ok(!hears(waiting[0]!, "question-choice"), "nobody is asked whose turn is next");

    world.agents.behave("ana", { answerAfterMs: 4_000, hangUpAfterMs: 2_500 });
    await putDown(talking);
    const ended = await world.event("callback-ended", 60_000);
    assert.deepEqual([ended.status, ended.callback], ["OK", registered.callback]);
    const events = await world.events();
    const answered = events.flatMap((event) =>
      event.type === "call-answered" ? [event.call] : event.type === "callback-ended" ? ["callback"] : [],
    );
    // Nobody is held for them while their phone rings: who stood behind them may pass, and is counted.
    const passed = events.filter(({ type }) => type === "callback-overtaken").length;
    assert.equal(
      answered.indexOf("callback"),
      2 + passed,
      "first who talked, then who stood before them, then the caller themselves",
    );
  },
);

story(
  "a caller who was let pass is asked in the queue once, when their wait has grown, and stands where they stood after a no",
  {
    agents: ["ana"],
    skill: { offerAgain: true, queueOffers: { byKey: false, afterMs: null, leastAhead: 2 } },
  },
  async (world) => {
    const { waiting } = await lineOfThree(world);
    const decisions = async () => (await world.events()).filter((event) => event.type === "call-decided");
    assert.deepEqual(new Set((await decisions()).map(({ reason }) => reason)), new Set(["wait-short"]));
    world.offers = true;
    const third = waiting[2]!;
    await keyedAfter(third, "question-still-busy", "2");
    const grown = await world.event("call-decided", 1_000, ({ decision }) => decision === "offer");
    assert.equal(grown.reason, "wait-grew");
    assert.equal((await world.event("choice-made", 30_000)).choice, "no");
    await stands(world, WAITING);
    // The line is looked at again every ten seconds.
    await pause(12_000);
    assert.equal(timesHeard(third, "question-still-busy"), 1, "they are asked once");
    assert.equal((await decisions()).filter(({ decision }) => decision === "offer").length, 1);
    for (const near of waiting.slice(0, 2)) assert.ok(!hears(near, "question-choice"), "whose turn is near");
    assert.deepEqual(await world.queue(), WAITING);
  },
);

story(
  "a caller who is asked in the queue and says no stands where they stood",
  { agents: ["ana"], skill: { queueOffers: byWait } },
  async (world) => {
    const { waiting } = await lineOfThree(world);
    world.offers = true;
    const second = waiting[1]!;
    await keyedAfter(second, "question-still-busy", "2");
    world.offers = false;
    const choice = await world.event("choice-made", 30_000);
    assert.deepEqual([choice.choice, choice.source], ["no", "key"]);
    await stands(world, WAITING);
    assert.ok(
      !(await world.events()).some(({ type }) => type === "call-left"),
      "they did not leave the line",
    );
    assert.equal(second.ended, false);
  },
);

story(
  "a key while they wait: they are asked without ado; whose turn is near stays where they are",
  { agents: ["ana"], skill: { queueOffers: byKey } },
  async (world) => {
    const { waiting } = await lineOfThree(world);
    world.offers = true;
    const [first, second] = waiting as [PhoneCall, PhoneCall];
    second.press("1");
    await world.event("question-began", 30_000);
    await until("they hear it", 10_000, () => second.ear.heard().length > 0);
    second.press("2");
    await world.event("choice-made", 30_000);
    await stands(world, WAITING);
    assert.ok(!hears(second, "question-busy") && !hears(second, "question-still-busy"));

    first.press("1");
    const near = await world.event("call-decided", 30_000, ({ reason }) => reason === "turn-near");
    assert.equal(near.decision, "pass");
    await stands(world, WAITING);
    assert.ok(!hears(first, "question-choice"));
    assert.equal((await world.events()).filter(({ type }) => type === "question-began").length, 1);
  },
);

story(
  "a caller who is taken out of the queue by somebody else stands where they stood, whether Espera is there or not",
  { agents: ["ana"], skill: { queueOffers: byKey } },
  async (world) => {
    const { waiting } = await lineOfThree(world);
    /** Waits until they are out of the queue by `how`. */
    const leaves = async (how: (manager: Manager) => Promise<void>) => {
      const manager = await world.asterisk.manager();
      await how(manager);
      await until("they are out", 10_000, () =>
        manager.events.find(({ Event }) => Event === "QueueCallerLeave"),
      );
      manager.close();
    };
    const takeOut = async (manager: Manager) => {
      await manager.action("QueueStatus", { Queue: world.site.queue });
      const entry = await until("they are in the queue", 5_000, () =>
        manager.events.find((event) => event["CallerIDNum"] === SECOND),
      );
      const who = { Queue: world.site.queue, Caller: entry["Channel"] ?? "" };
      const answer = await manager.action("QueueWithdrawCaller", who);
      assert.equal(answer["Response"], "Success", answer["Message"] ?? "");
    };
    await leaves(takeOut);
    await stands(world, WAITING);
    await world.stopEspera();
    await leaves(takeOut);
    await stands(world, WAITING);
    await leaves(async () => waiting[1]!.press("1"));
    await stands(world, WAITING);
    assert.equal(waiting[1]!.ended, false);
  },
);

story(
  "a caller who stands in the queue by another line of the dialplan is never taken out: nobody would catch them",
  {
    agents: ["ana"],
    skill: { queueOffers: { ...byWait, leastAhead: 0 } },
    dialplan: `\n[callers]\nexten => direct,1,Answer()\n same => n,Set(__NODEST=${usualSite().queue})\n same => n,Queue(${usualSite().queue})\n same => n,Hangup()\n`,
  },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50 });
    await world.call("3000000001");
    await (await world.agents.call("ana", 30_000)).until("answered", 30_000);
    const direct = await world.call("3000000002", { to: "direct" });
    const usual = await world.call("3000000003");
    await until("both wait", 30_000, async () => (await world.queue()).length === 2);
    world.offers = true;
    await keyedAfter(usual, "question-still-busy", "2");
    const commands = (await world.steps()).flatMap((step) => step.commands);
    const withdrawn = commands.flatMap((command) => (command.type === "withdraw" ? [command.call] : []));
    assert.equal(new Set(withdrawn).size, 2, "the core wants both to be asked");
    await stands(world, ["3000000002", "3000000003"]);
    assert.equal(direct.ended, false);
    const log = await world.asterisk.queueLog();
    assert.equal(log.filter((line) => line.includes("|WITHDRAW|")).length, 1);
  },
);

story(
  "a caller who returns and presses the key again in the queue stays in it, and is not asked anything",
  { agents: ["ana"], skill: { queueOffers: byKey } },
  async (world) => {
    world.agents.behave("ana", {});
    world.customers.behave("+573000000001", { answerAfterMs: 50, keys: [{ afterMs: 300, key: "1" }] });
    await registered(world, "3000000001");
    const returned = await world.customers.call("+573000000001", 30_000);
    const rung = await world.agents.call("ana", 30_000);
    await rung.until("ringing", 30_000);
    returned.press("1");
    await rung.until("cancelled", 10_000);
    const again = await world.agents.call("ana", 30_000, 1);
    await again.until("ringing", 30_000);
    again.answer();
    assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
    assert.ok(!(await world.events()).some(({ type }) => type === "offer-requested"));
    assert.ok(!hears(returned, "question-choice"));
    await putDown(again);
    assert.equal((await returned.end(30_000)).by, "exchange");
  },
);

story(
  "others filled the queue while they were asked: they wait for a place in it, and get their own",
  { agents: ["ana"], queue: { maxlen: 3 }, skill: { queueOffers: byWait } },
  async (world) => {
    const { waiting } = await lineOfThree(world);
    world.offers = true;
    const second = waiting[1]!;
    await until("they are asked", 30_000, () => hears(second, "question-still-busy"));
    world.offers = false;
    // The third is asked as well by now: two newcomers fill their places.
    const newcomers = [];
    for (const number of ["3000000005", "3000000006"]) {
      newcomers.push(await world.call(number));
      await until("the newcomer waits", 10_000, async () => (await world.queue()).includes(number));
    }
    second.press("2");
    await world.event("choice-made", 30_000);
    await until("they were refused once", 10_000, async () =>
      /Goto\("PJSIP\/callers-[^"]*", "queue"\)/.test(await world.asterisk.log()),
    );
    assert.equal(second.ended, false);
    for (const newcomer of newcomers) {
      newcomer.hangUp();
      await newcomer.end(10_000);
    }
    await stands(world, WAITING);
    assert.equal(second.ended, false);
  },
);
