import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { AgiServer } from "../../../src/exchange/asterisk/agi/server.ts";
import { inboundDialogue } from "../../../src/exchange/asterisk/inbound-dialogue.ts";
import { type CallOrder, OrderDesk } from "../../../src/exchange/asterisk/order-desk.ts";
import { returnDialogue } from "../../../src/exchange/asterisk/return-dialogue.ts";
import { gathered, queues } from "./adapter-peers.ts";
import { AgiPeer, livingChannel } from "./agi-peer.ts";
import { stillClock, until } from "./ami-peer.ts";

const limit = { timeout: 20_000 };
const CALL = "rig-1795337198.0";
const PLACE = 1_795_337_198_000;
const key = (digit: string) => `200 result=${digit.charCodeAt(0)} endpos=8000\n`;

/** A server with the real dialogues, and what came of them. */
async function serve(t: TestContext) {
  const clock = stillClock();
  const orders = new OrderDesk(clock);
  const { report, take } = gathered();
  const told: string[] = [];
  const missing: string[] = [];
  const given = {
    clock,
    queues,
    orders,
    prompts: "espera/",
    missingPrompt: (file: string) => void missing.push(file),
  };
  const server = new AgiServer({
    host: "127.0.0.1",
    port: 0,
    clock,
    handler: (call, session) => {
      if (call.script === "in")
        return inboundDialogue(call, session, {
          ...given,
          report: (one) => {
            report(one);
            told.push(one.type === "choice-made" ? `${one.choice} ${one.source}` : one.type);
          },
        });
      return returnDialogue(call, session, {
        ...given,
        progress: (attempt, progress) => void told.push(`${attempt} ${progress}`),
      });
    },
  });
  const { port } = await server.listen();
  t.after(() => server.close());
  const call = (channel = livingChannel(), more = {}) => {
    const peer = new AgiPeer(port, { channel, ...more });
    t.after(() => peer.socket.destroy());
    return peer;
  };
  const order = async (after: number, one: CallOrder) => {
    await until(() => told.length === after);
    orders.give(one);
  };
  return { clock, order, call, told, take, missing };
}

const offer: CallOrder = { type: "offer", call: CALL, skill: 7, place: PLACE };
const seat: CallOrder = { type: "seat", call: CALL, skill: 7, place: PLACE };
const prompts = (peer: AgiPeer) =>
  peer.work.flatMap((line) => /^STREAM FILE "espera\/([^"]*)"/.exec(line)?.[1] ?? []);

/** A channel on which these keys are pressed, one for each prompt of these names. */
function presses(...keys: readonly (readonly [prompt: string, key: string])[]) {
  const left = [...keys];
  const living = livingChannel();
  return (command: string) => {
    const next = left[0];
    if (next && command.startsWith(`STREAM FILE "espera/${next[0]}"`)) {
      left.shift();
      return key(next[1]);
    }
    return living(command);
  };
}

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
  await order(1, offer);
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
  assert.equal(peer.work.at(-1), 'SET VARIABLE "ESPERA_DO" "bye"', "only when all is said may he be let go");
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
  test(`${name}: he is seated and never let go`, limit, async (t) => {
    const { call, order, told } = await serve(t);
    const peer = call(channel);
    await order(1, offer);
    await order(3, seat);
    await until(() => peer.closed);
    assert.deepEqual(told, ["call-arrived", "question-began", choice]);
    assert.ok(!peer.work.some((line) => line.includes("ESPERA_DO")));
  });

test("a yes that Espera does not answer: he is told so and seated, never let go", limit, async (t) => {
  const { clock, call, order, told } = await serve(t);
  const peer = call(presses(["question-choice", "1"], ["number-confirm", "1"]));
  await order(1, offer);
  await until(() => told.length === 3);
  await clock.run(clock.now() + 4_000);
  await until(() => peer.closed);
  assert.equal(prompts(peer).at(-1), "not-registered");
  assert.ok(!peer.work.some((line) => line.includes("ESPERA_DO")));
});

test("an order that comes again, for what he is past, changes nothing", limit, async (t) => {
  const { call, order, told } = await serve(t);
  const peer = call(presses(["question-choice", "2"]));
  await order(1, offer);
  await order(3, offer);
  await order(3, { type: "pass", call: CALL, skill: 7, place: PLACE });
  await order(3, { type: "seat", call: "another", skill: 7, place: PLACE });
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(peer.closed, false);
  await order(3, seat);
  await until(() => peer.closed);
  assert.deepEqual(prompts(peer), ["question-busy", "question-choice"]);
  assert.deepEqual(told.at(-1), "no key");
});

test("who has an earlier place than his arrival gets it as his priority", limit, async (t) => {
  const { call, order } = await serve(t);
  const peer = call(livingChannel(), { script: `in?queue=ventas&at=${PLACE / 1000 + 60}` });
  await order(1, { type: "pass", call: CALL, skill: 7, place: PLACE });
  await until(() => peer.closed);
  assert.deepEqual(peer.work, ['SET VARIABLE "QUEUE_PRIO" "-28111598"']);
});

test("who hangs up is not spoken to any more; how it ended the manager tells", limit, async (t) => {
  const { call, order, told } = await serve(t);
  const peer = call(
    livingChannel({ 'STREAM FILE "espera/question-choice"': "200 result=-1 endpos=99\nHANGUP\n" }),
  );
  await order(1, offer);
  await until(() => peer.closed);
  assert.deepEqual(told, ["call-arrived", "question-began"]);
  assert.deepEqual(prompts(peer), ["question-busy", "question-choice"]);
});

test("a prompt that is missing is left out, and named", limit, async (t) => {
  const { call, order, missing } = await serve(t);
  const peer = call(livingChannel({ 'STREAM FILE "espera/question-busy"': "200 result=-1 endpos=0\n" }));
  await order(1, offer);
  await order(3, seat);
  await until(() => peer.closed);
  assert.deepEqual(missing, ["espera/question-busy"]);
  assert.ok(prompts(peer).includes("question-choice"));
});

const LEG = { script: "return?queue=ventas", uniqueid: "espera-bed-1.0~1" };
const returned = (call: Awaited<ReturnType<typeof serve>>["call"], channel = livingChannel()) =>
  call(channel, LEG);

test("a return call that is confirmed takes the place of its order along", limit, async (t) => {
  const { call, order, told } = await serve(t);
  const peer = returned(call, presses(["return-call", "1"]));
  await order(2, { type: "seat", call: "bed-1.0~1", skill: 7, place: PLACE });
  await until(() => peer.closed);
  assert.deepEqual(told, ["bed-1.0~1 answered", "bed-1.0~1 confirmed"]);
  assert.ok(peer.work.includes('SET VARIABLE "ESPERA_AT" "1795337198"'));
  assert.equal(prompts(peer).at(-1), "connecting");
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

for (const { name, channel, said } of [
  { name: "2: not me", channel: presses(["return-not-me", "2"]), said: "declined" },
  { name: "nothing, asked twice: a machine", channel: livingChannel(), said: "machine" },
  {
    name: "keys without meaning",
    channel: presses(["return-call", "9"], ["return-again", "9"]),
    said: "machine",
  },
])
  test(`a return call: ${name}, and is let go`, limit, async (t) => {
    const { call, told } = await serve(t);
    const peer = returned(call, channel);
    await until(() => peer.closed);
    assert.deepEqual(told, ["bed-1.0~1 answered", `bed-1.0~1 ${said}`]);
    assert.ok(peer.work.includes('SET VARIABLE "ESPERA_DO" "bye"'));
  });
