import assert from "node:assert/strict";
import { test } from "node:test";
import { HANGS_AFTER_MS } from "../../hanging.ts";
import { livingChannel } from "./agi-peer.ts";
import { CALL, offer, PLACE, presses, prompts, seat, serve, until } from "./dialogue-stage.ts";

const limit = { timeout: HANGS_AFTER_MS };

test("passed: nothing is said or answered, the dialplan goes on", limit, async (t) => {
  const { call, order, told, take } = await serve(t);
  const peer = call();
  await order(1, { type: "pass", call: CALL, skill: 7, place: PLACE });
  await until(() => peer.closed);
  assert.deepEqual([told, peer.work], [["call-arrived"], []]);
  assert.deepEqual(take(), [{ type: "call-arrived", call: CALL, skill: 7, number: "34600111222" }]);
});

test(
  "an order that never comes is waited for half the watchdog's time, then the call goes on",
  limit,
  async (t) => {
    const { clock, call, told } = await serve(t);
    const peer = call();
    await until(() => told.length === 1);
    await clock.run(clock.now() + 3_999);
    assert.equal(peer.closed, false);
    await clock.run(clock.now() + 1);
    await until(() => peer.closed);
    assert.deepEqual(peer.work, []);
  },
);

test("yes is said twice: to the question, and to the number", limit, async (t) => {
  const { clock, call, order, told } = await serve(t);
  const peer = call(presses(["question-choice", "1"], ["number-confirm", "1"]));
  await order(1, offer());
  await until(() => told.length === 3);
  const minutes = (n: number) => clock.now() + n * 60_000;
  await order(3, { type: "thank", call: CALL, fromAt: minutes(8), untilAt: minutes(17) });
  await until(() => peer.closed);
  assert.deepEqual(told, ["call-arrived", "question-began", "yes key"]);
  const digits = Array.from("34600111222").map((digit) => `digit-${digit}`);
  assert.deepEqual(prompts(peer), [
    "question-busy",
    "question-choice",
    "number-intro",
    ...digits,
    "number-confirm",
    "thanks-registered",
    "minutes-10",
    "thanks-latest",
    "minutes-20",
    "thanks-goodbye",
  ]);
  assert.equal(
    peer.work.at(-1),
    'SET VARIABLE "ESPERA_DO" "bye"',
    "only when all is said may they be let go",
  );
});

for (const { name, channel, choice } of [
  { name: "2 to the question", channel: presses(["question-choice", "2"]), choice: "no key" },
  { name: "2 in the middle of it", channel: presses(["question-busy", "2"]), choice: "no key" },
  {
    name: "2 to the number",
    channel: presses(["question-choice", "1"], ["number-confirm", "2"]),
    choice: "no key",
  },
  {
    name: "two keys without meaning",
    channel: presses(["question-choice", "7"], ["question-choice", "#"]),
    choice: "no key",
  },
  { name: "nothing", channel: livingChannel(), choice: "silent timeout" },
  { name: "nothing to the number", channel: presses(["question-choice", "1"]), choice: "silent timeout" },
])
  test(`${name}: they are seated and never let go`, limit, async (t) => {
    const { call, order, told } = await serve(t);
    const peer = call(channel);
    await order(1, offer());
    await order(3, seat);
    await until(() => peer.closed);
    assert.deepEqual(told, ["call-arrived", "question-began", choice]);
    assert.ok(!peer.work.some((line) => line.includes("ESPERA_DO")));
  });

test("a caller whose yes Espera does not answer hears so and is seated, never let go", limit, async (t) => {
  const { clock, call, order, told } = await serve(t);
  const peer = call(presses(["question-choice", "1"], ["number-confirm", "1"]));
  await order(1, offer());
  await until(() => told.length === 3);
  await clock.run(clock.now() + 4_000);
  await until(() => peer.closed);
  assert.equal(prompts(peer).at(-1), "not-registered");
  assert.ok(!peer.work.some((line) => line.includes("ESPERA_DO")));
});

test("an order that comes again, for what they are past, changes nothing", limit, async (t) => {
  const { call, order, told } = await serve(t);
  const peer = call(presses(["question-choice", "2"]));
  await order(1, offer());
  await order(3, offer());
  await order(3, { type: "pass", call: CALL, skill: 7, place: PLACE });
  await order(3, { type: "seat", call: "another", skill: 7, place: PLACE });
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(peer.closed, false);
  await order(3, seat);
  await until(() => peer.closed);
  assert.deepEqual(prompts(peer), ["question-busy", "question-choice"]);
  assert.deepEqual(told.at(-1), "no key");
});

test("a caller who has an earlier place than their arrival gets it as their priority", limit, async (t) => {
  const { call, order } = await serve(t);
  const peer = call(livingChannel(), { script: `in?queue=ventas&at=${PLACE / 1000 + 60}` });
  await order(1, { type: "pass", call: CALL, skill: 7, place: PLACE });
  await until(() => peer.closed);
  assert.deepEqual(peer.work, ['SET VARIABLE "QUEUE_PRIO" "-28111598"']);
});

test("callers who hang up are not spoken to any more; the manager reports how it ended", limit, async (t) => {
  const { call, order, told } = await serve(t);
  const peer = call(
    livingChannel({ 'STREAM FILE "espera/question-choice"': "200 result=-1 endpos=99\nHANGUP\n" }),
  );
  await order(1, offer());
  await until(() => peer.closed);
  assert.deepEqual(told, ["call-arrived", "question-began"]);
  assert.deepEqual(prompts(peer), ["question-busy", "question-choice"]);
});

test("a prompt that is missing is left out, and named", limit, async (t) => {
  const { call, order, missing } = await serve(t);
  const peer = call(livingChannel({ 'STREAM FILE "espera/question-busy"': "200 result=-1 endpos=0\n" }));
  await order(1, offer());
  await order(3, seat);
  await until(() => peer.closed);
  assert.deepEqual(missing, ["espera/question-busy"]);
  assert.ok(prompts(peer).includes("question-choice"));
});
