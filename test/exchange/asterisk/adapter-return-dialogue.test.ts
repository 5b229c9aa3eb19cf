import assert from "node:assert/strict";
import { test } from "node:test";
import { returnVariables } from "../../../src/exchange/asterisk/return-variables.ts";
import { HANGS_AFTER_MS } from "../../hanging.ts";
import { livingChannel } from "./agi-peer.ts";
import { inOrder, PLACE, presses, pressesOn, prompts, serve, until } from "./dialogue-stage.ts";

const limit = { timeout: HANGS_AFTER_MS };
const ATTEMPT = "bed-1.0~1";
const LEG = { script: "return?queue=ventas", uniqueid: `espera-${ATTEMPT}` };
const NAME = "/rec/name-bed-1%2e0";
const returned = (call: Awaited<ReturnType<typeof serve>>["call"], channel = livingChannel()) =>
  call(channel, LEG);

/** The channel's variables, as the order to dial set them. */
function variables(dialogue: Parameters<typeof returnVariables>[0]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(returnVariables(dialogue)).map(([name, value]) => [
      `GET VARIABLE "${name}"`,
      `200 result=1 (${value})\n`,
    ]),
  );
}

test("a return call that is confirmed takes the place of its order along", limit, async (t) => {
  const { call, order, told } = await serve(t);
  const peer = returned(call, presses(["return-call", "1"]));
  await order(2, { type: "seat", call: ATTEMPT, skill: 7, place: PLACE });
  await until(() => peer.closed);
  assert.deepEqual(told, [`${ATTEMPT} answered`, `${ATTEMPT} confirmed`]);
  assert.ok(peer.work.includes('SET VARIABLE "ESPERA_AT" "1795337198"'));
  assert.deepEqual(prompts(peer), ["return-hello", "return-call", "connecting"]);
  assert.ok(!peer.work.some((line) => line.includes("ESPERA_DO")));
});

test(
  "a confirmed return call that Espera does not seat goes to the queue at the place it was dialled with",
  limit,
  async (t) => {
    const { clock, call, told } = await serve(t);
    const peer = returned(call, presses(["return-call", "1"]));
    await until(() => told.length === 2);
    await clock.run(clock.now() + 4_000);
    await until(() => peer.closed);
    assert.ok(!peer.work.some((line) => line.includes("ESPERA_AT") || line.includes("ESPERA_DO")));
  },
);

for (const { name, channel, said, goodbye } of [
  { name: "2: not me", channel: presses(["return-not-me", "2"]), said: "declined", goodbye: "return-sorry" },
  {
    name: "nothing, asked twice: a machine",
    channel: livingChannel(),
    said: "machine",
    goodbye: "return-goodbye",
  },
  {
    name: "keys without meaning",
    channel: presses(["return-call", "9"], ["return-again", "9"]),
    said: "machine",
    goodbye: "return-goodbye",
  },
  {
    name: "3, where later was not offered",
    channel: presses(["return-call", "3"], ["return-again", "3"]),
    said: "machine",
    goodbye: "return-goodbye",
  },
])
  test(`a return call: ${name}, and is let go`, limit, async (t) => {
    const { call, told } = await serve(t);
    const peer = returned(call, channel);
    await until(() => peer.closed);
    assert.deepEqual(told, [`${ATTEMPT} answered`, `${ATTEMPT} ${said}`]);
    assert.ok(peer.work.includes('SET VARIABLE "ESPERA_DO" "bye"'));
    assert.equal(prompts(peer).at(-1), goodbye);
  });

test("the name is said first where the number dialled is the one that called", limit, async (t) => {
  const { call, told } = await serve(t);
  const special = variables({ name: "first", laterMs: [] });
  const peer = returned(call, pressesOn(special, ["return-not-me", "2"]));
  await until(() => peer.closed);
  assert.deepEqual(prompts(peer), [
    "return-hello",
    "return-for",
    NAME,
    "return-call",
    "return-not-me",
    "return-sorry",
  ]);
  assert.equal(told.at(-1), `${ATTEMPT} declined`);
});

test(
  "at another number the name is said only after 1, and not to a person who declines",
  limit,
  async (t) => {
    const special = variables({ name: "after-key", laterMs: [] });
    const { call, order, told } = await serve(t);
    const first = returned(call, pressesOn(special, ["return-call", "1"]));
    await order(2, { type: "seat", call: ATTEMPT, skill: 7, place: PLACE });
    await until(() => first.closed);
    assert.deepEqual(prompts(first), ["return-hello", "return-call", "return-for", NAME, "connecting"]);
    assert.equal(told.at(-1), `${ATTEMPT} confirmed`);

    const second = returned(call, pressesOn(special, ["return-not-me", "2"]));
    await until(() => second.closed);
    assert.ok(!prompts(second).includes("return-for"));

    const third = returned(call, pressesOn(special, ["return-call", "1"], ["return-for", "2"]));
    await until(() => third.closed);
    assert.equal(told.at(-1), `${ATTEMPT} declined`, "who hears another's name may still say so");
  },
);

test("a name that is not there any more is left out", limit, async (t) => {
  const { call, missing } = await serve(t);
  const special = {
    ...variables({ name: "first", laterMs: [] }),
    [`STREAM FILE "${NAME}"`]: "200 result=-1 endpos=0\n",
  };
  const peer = returned(call, pressesOn(special, ["return-not-me", "2"]));
  await until(() => peer.closed);
  assert.deepEqual(missing, [NAME]);
  assert.equal(prompts(peer).at(-1), "return-sorry");
});

const laterMs = [1_800_000, 7_200_000];

test("3 leads to the times, and the one that is chosen puts the call off", limit, async (t) => {
  const { call, told } = await serve(t);
  const special = variables({ name: null, laterMs });
  const peer = returned(call, pressesOn(special, ["return-later", "3"], ["press-2", "2"]));
  await until(() => peer.closed);
  assert.deepEqual(told, [`${ATTEMPT} answered`, `${ATTEMPT} snoozed 7200000`]);
  assert.deepEqual(prompts(peer).slice(4), [
    ...inOrder("later-intro later-in minutes-30 press-1 later-in hours-2 press-2"),
    ...inOrder("return-put-off hours-2 return-until-then"),
  ]);
  const bye = peer.work.indexOf('SET VARIABLE "ESPERA_DO" "bye"');
  const farewell = peer.work.findIndex((line) => line.includes("return-put-off"));
  assert.ok(bye >= 0 && bye < farewell, "whatever happens while it is said, nobody is put through");
});

test(
  "a customer who asks for later and then is silent through the times twice is taken for nobody",
  limit,
  async (t) => {
    const { call, told } = await serve(t);
    const peer = returned(call, pressesOn(variables({ name: null, laterMs }), ["return-call", "3"]));
    await until(() => peer.closed);
    assert.equal(prompts(peer).filter((prompt) => prompt === "press-2").length, 2);
    assert.equal(told.at(-1), `${ATTEMPT} machine`);
  },
);

test("a caller who hangs up among the times is reported by the manager alone", limit, async (t) => {
  const { call, told } = await serve(t);
  const special = {
    ...variables({ name: null, laterMs }),
    'STREAM FILE "espera/press-1"': "200 result=-1 endpos=9\nHANGUP\n",
  };
  const peer = returned(call, pressesOn(special, ["return-call", "3"]));
  await until(() => peer.closed);
  assert.deepEqual(told, [`${ATTEMPT} answered`]);
});

test("whatever stands in the channel's variables, it is a dialogue or none", limit, async (t) => {
  const { call, told } = await serve(t);
  const special = {
    'GET VARIABLE "ESPERA_NAME"': "200 result=1 (second)\n",
    'GET VARIABLE "ESPERA_LATER"': "200 result=1 (1800000-x)\n",
  };
  const peer = returned(call, pressesOn(special, ["return-not-me", "2"]));
  await until(() => peer.closed);
  assert.deepEqual(prompts(peer), ["return-hello", "return-call", "return-not-me", "return-sorry"]);
  assert.equal(told.at(-1), `${ATTEMPT} declined`);
});

for (const { name, inMs, said } of [
  {
    name: "hears when they are called again",
    inMs: 60_000,
    said: ["return-no-room", "minutes-5", "return-until-then"],
  },
  {
    name: "hears that there is no agent, where no other call follows",
    inMs: null,
    said: ["return-no-agent"],
  },
])
  test(`a customer that the queue had no room for, ${name}, and is let go`, limit, async (t) => {
    const { clock, call, order, told } = await serve(t);
    const peer = call(livingChannel(), { ...LEG, script: "turned-away?queue=ventas" });
    const againAt = inMs === null ? null : clock.now() + inMs;
    await order(1, { type: "turn-away", call: ATTEMPT, againAt });
    await until(() => peer.closed);
    assert.deepEqual(told, [`${ATTEMPT} turned-away`]);
    assert.deepEqual(prompts(peer), said);
    assert.ok(peer.work.includes('SET VARIABLE "ESPERA_DO" "bye"'));
  });

test(
  "a customer that the queue had no room for is left to the dialplan where nobody says when",
  limit,
  async (t) => {
    const { clock, call, told } = await serve(t);
    const peer = call(livingChannel(), { ...LEG, script: "turned-away?queue=ventas" });
    await until(() => told.length === 1);
    await clock.run(clock.now() + 4_000);
    await until(() => peer.closed);
    assert.deepEqual(prompts(peer), []);
    assert.ok(!peer.work.some((line) => line.includes("ESPERA_DO")));
  },
);
