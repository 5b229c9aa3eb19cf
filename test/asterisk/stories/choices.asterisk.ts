import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readWave } from "../../../prompts/wave.ts";
import { recordingName } from "../../../src/exchange/recording-name.ts";
import { hears, hearsFile } from "../bed/prompts-heard.ts";
import { until } from "../bed/until.ts";
import { world as anotherNumber, keysAnotherNumber, OTHER, withNumber } from "./another-number.ts";
import { keyedAfter, seen, story } from "./story.ts";

story(
  "a caller who keys another number is called there, and the number that called is left alone",
  anotherNumber,
  async (world) => {
    const call = await keysAnotherNumber(world);
    const keyed = await world.event("number-keyed", 1_000);
    assert.ok(keyed.accepted);
    assert.notEqual(keyed.callee.person, (await world.event("call-arrived", 1_000)).person);
    for (const digit of new Set(OTHER)) assert.ok(hears(call, `digit-${digit}` as "digit-0"), digit);
    assert.ok(hears(call, "thanks-goodbye"));
    const choice = await world.event("choice-made", 1_000);
    assert.deepEqual(choice.consent, { prompt: "question-choice@1", key: "1" });

    const returned = await world.customers.call(`+57${OTHER}`, 30_000);
    assert.equal((await world.event("callback-ended", 60_000)).status, "OK");
    await returned.end(30_000);
    const attempts = await world.attempts();
    assert.equal(attempts.at(-1)?.result, "joined");
    assert.deepEqual(
      world.managerLine.diallings.map(({ attempt, number }) => ({ attempt, number })),
      attempts.map(({ attempt }) => ({ attempt, number: `+57${OTHER}` })),
      "each attempt is dialled once, at the number that was keyed",
    );
    assert.ok(world.customers.calls.every(({ number }) => number === `+57${OTHER}`));
  },
);

story(
  "a caller who keys two numbers that may not be called goes into the queue at their place",
  { agents: ["ana"], skill: { dialogue: withNumber } },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 500 });
    world.offers = true;
    const call = await world.call("3000000001");
    await keyedAfter(call, "question-busy", "1");
    await keyedAfter(call, "number-intro", "2");
    await keyedAfter(call, "tone", "9019876543#");
    await keyedAfter(call, "tone", "12345#", 2);
    const choice = await world.event("choice-made", 30_000);
    assert.deepEqual([choice.choice, choice.source], ["no", "key"]);
    assert.equal((await call.end(30_000)).by, "exchange");
    assert.ok(hears(call, "number-not-possible") && hears(call, "not-registered"));
    assert.equal((await world.event("call-closed", 1_000)).outcome, "answered");
    assert.equal(world.customers.calls.length, 0);
  },
);

story(
  "a caller who withholds their number is asked for one",
  { agents: ["ana"], skill: { dialogue: withNumber } },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
    world.customers.behave(`+57${OTHER}`, { answerAfterMs: 100, keys: [{ afterMs: 500, key: "1" }] });
    world.offers = true;
    const call = await world.call("anonymous");
    await keyedAfter(call, "question-busy", "1");
    await keyedAfter(call, "tone", `${OTHER}#`);
    await keyedAfter(call, "number-intro", "1");
    assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
    assert.equal((await world.event("call-arrived", 1_000)).number, "anonymous");
    assert.deepEqual(
      world.customers.calls.map(({ number }) => number),
      [`+57${OTHER}`],
    );
  },
);

story(
  "a caller who says their name hears it first when they are called back, before any word of what for",
  { agents: ["ana"], skill: { dialogue: { ...withNumber, otherNumber: false, recordName: true } } },
  async (world) => {
    world.agents.behave("ana", { answerAfterMs: 50, hangUpAfterMs: 2_500 });
    world.customers.behave("+573000000001", { answerAfterMs: 100 });
    world.offers = true;
    const call = await world.call("3000000001", { hums: true });
    await keyedAfter(call, "question-busy", "1");
    await keyedAfter(call, "number-intro", "1");
    await keyedAfter(call, "tone", "#", 1, 1_500);
    const { callback, nameRecorded } = await world.event("callback-registered", 30_000);
    world.offers = false;
    assert.equal(nameRecorded, true);
    assert.equal((await call.end(30_000)).by, "exchange");
    const file = join(world.recordings, `${recordingName(callback)}.wav`);
    const { samples } = readWave(await readFile(file));
    assert.ok(samples.length > 8 * 700 && samples.length < 8 * 3_000, `${samples.length / 8} ms`);

    const returned = await world.customers.call("+573000000001", 30_000);
    await until("the name is heard", 30_000, () => hearsFile(returned, file));
    assert.ok(hears(returned, "return-for") && !hears(returned, "return-call"));
    returned.press("1");
    assert.equal((await world.event("callback-ended", 30_000)).status, "OK");
  },
);

story(
  "at another number the name is heard only by who pressed 1, and who declines learns nothing",
  { agents: ["ana"], skill: { dialogue: { ...withNumber, recordName: true } } },
  async (world) => {
    world.customers.behave(`+57${OTHER}`, { answerAfterMs: 100 });
    world.offers = true;
    const call = await world.call("3000000001", { hums: true });
    await keyedAfter(call, "question-busy", "1");
    await keyedAfter(call, "number-intro", "2");
    await keyedAfter(call, "tone", `${OTHER}#`);
    await keyedAfter(call, "number-intro", "1", 2);
    await keyedAfter(call, "tone", "#", 2, 1_500);
    const { callback } = await world.event("callback-registered", 40_000);
    const returned = await world.customers.call(`+57${OTHER}`, 30_000);
    await until("they hear that they may say so", 30_000, () => hears(returned, "return-not-me"));
    returned.press("2");
    const ended = await world.event("callback-ended", 30_000);
    assert.deepEqual([ended.status, ended.reason], ["NO USER", "not-the-person"]);
    assert.equal((await returned.end(30_000)).by, "exchange");
    assert.deepEqual(seen(returned), ["invited", "ringing", "answered", "key 2", "hung-up"]);
    const file = join(world.recordings, `${recordingName(callback)}.wav`);
    assert.ok(
      !hearsFile(returned, file) && !hears(returned, "return-for") && hears(returned, "return-sorry"),
    );
    assert.equal(world.agents.calls.length, 0);
  },
);
