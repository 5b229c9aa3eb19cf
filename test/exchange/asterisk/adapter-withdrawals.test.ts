import assert from "node:assert/strict";
import { test } from "node:test";
import { HANGS_AFTER_MS } from "../../hanging.ts";
import { type AskedAmi, turns } from "./adapter-peers.ts";
import {
  answered,
  CALL,
  event,
  offer,
  PLACE,
  presses,
  prompts,
  seat,
  serve,
  until,
  withdraw,
} from "./dialogue-stage.ts";

const limit = { timeout: HANGS_AFTER_MS };
const OUT = { script: `in?queue=ventas&at=${PLACE / 1000}&again=withdrawn` };
const BY_KEY = { script: `in?queue=ventas&at=${PLACE / 1000}&again=key` };
const rung = event("AgentCalled", { Queue: "ventas", Uniqueid: CALL, Interface: "PJSIP/ana" });
const missed = event("AgentRingNoAnswer", { Queue: "ventas", Uniqueid: CALL, Interface: "PJSIP/ana" });
const withdrawn = (ami: AskedAmi) =>
  ami.actions.filter(({ name }) => name === "QueueWithdrawCaller").map(({ headers }) => headers);

test(
  "a caller who waits is asked for by their channel's name, comes out, and is asked as at their arrival",
  limit,
  async (t) => {
    const { call, order, told, ami, withdrawals } = await serve(t);
    withdrawals.give(withdraw());
    await turns();
    assert.deepEqual(withdrawn(ami), [{ Queue: "ventas", Caller: "PJSIP/callers-00000000" }]);
    const peer = call(presses(["question-choice", "2"]), OUT);
    await order(2, seat);
    await until(() => peer.closed);
    assert.deepEqual(told, ["question-began", "no key"]);
    assert.deepEqual(prompts(peer), ["question-still-busy", "question-choice"]);
  },
);

test(
  "an agent is rung for them: they are left alone, and asked for once that ring is over",
  limit,
  async (t) => {
    const { ami, withdrawals } = await serve(t);
    withdrawals.event(rung);
    withdrawals.give(withdraw());
    await turns();
    assert.deepEqual(withdrawn(ami), []);
    withdrawals.event(missed);
    withdrawals.give(withdraw());
    await turns();
    assert.equal(withdrawn(ami).length, 1);
  },
);

test("a ring whose end may have been missed keeps nobody from being asked", limit, async (t) => {
  const { ami, withdrawals } = await serve(t);
  withdrawals.event(rung);
  withdrawals.lost();
  withdrawals.give(withdraw());
  await turns();
  assert.equal(withdrawn(ami).length, 1);
});

test("two agents are rung for them: the ring is over when it is over for both", limit, async (t) => {
  const { ami, withdrawals } = await serve(t);
  const other = (name: string) => event(name, { Queue: "ventas", Uniqueid: CALL, MemberName: "eva" });
  withdrawals.event(rung);
  withdrawals.event(other("AgentCalled"));
  withdrawals.event(missed);
  withdrawals.give(withdraw());
  withdrawals.event(other("AgentRingNoAnswer"));
  await turns();
  assert.deepEqual(withdrawn(ami), []);
});

test(
  "an agent was rung after all, and did not answer: who comes out then goes back unasked",
  limit,
  async (t) => {
    const { call, told, withdrawals } = await serve(t);
    withdrawals.give(withdraw());
    await turns();
    withdrawals.event(rung);
    withdrawals.event(missed);
    const peer = call(presses(), OUT);
    await until(() => peer.closed);
    assert.deepEqual([told, peer.work], [[], []]);
  },
);

test("a caller who waits no more, or went, is not expected", limit, async (t) => {
  const { ami, withdrawals } = await serve(t);
  ami.items = [event("QueueParams", { Queue: "ventas" })];
  withdrawals.give(withdraw());
  await turns();
  assert.deepEqual(withdrawn(ami), []);
  assert.equal(withdrawals.take(CALL), null);
});

for (const { says, expected } of [
  { says: "Unable to request withdraw from queue: No such caller", expected: false },
  { says: "Unable to request withdraw from queue: Already requested", expected: true },
])
  test(`Asterisk refuses, "${says}": they are ${expected ? "still" : "not"} expected`, limit, async (t) => {
    const { ami, withdrawals } = await serve(t);
    const usual = ami.answer;
    ami.answer = (name, headers) => (name === "Getvar" ? usual(name, headers) : answered({}, false, says));
    withdrawals.give(withdraw());
    await turns();
    assert.equal(withdrawals.take(CALL) !== null, expected);
  });

for (const [what, variable, value] of [
  ["by a line of somebody else's dialplan", "CONTEXT", "from-trunk"],
  ["by another queue's line", "EXTEN", "soporte"],
  [
    "by a dialplan that was printed before there was a way back",
    "DIALPLAN_EXISTS(espera-in,ventas,again)",
    "0",
  ],
] as const)
  test(
    `a caller who stands in the queue ${what} is not taken out of it: nobody would catch them`,
    limit,
    async (t) => {
      const { ami, withdrawals } = await serve(t);
      const usual = ami.answer;
      ami.answer = (name, headers) =>
        headers["Variable"] === variable ? answered({ Value: value }) : usual(name, headers);
      withdrawals.give(withdraw());
      await turns();
      assert.deepEqual(withdrawn(ami), []);
      assert.equal(withdrawals.take(CALL), null);
    },
  );

test("the end of their call is the end of the order", limit, async (t) => {
  const { withdrawals } = await serve(t);
  withdrawals.give(withdraw());
  await turns();
  withdrawals.event(event("Hangup", { Uniqueid: CALL }));
  assert.equal(withdrawals.take(CALL), null);
});

test(
  "by key: what they asked for is reported, and they are asked without ado or go back",
  limit,
  async (t) => {
    const { call, order, take, told } = await serve(t);
    const asked = call(presses(["question-choice", "2"]), BY_KEY);
    await order(1, offer());
    await order(3, seat);
    await until(() => asked.closed);
    assert.deepEqual(told, ["offer-requested", "question-began", "no key"]);
    assert.deepEqual(take()[0], { type: "offer-requested", call: CALL, skill: 7, number: "34600111222" });
    assert.deepEqual(prompts(asked), ["question-choice"]);

    const refused = call(presses(), BY_KEY);
    await order(4, seat);
    await until(() => refused.closed);
    assert.deepEqual(prompts(refused), []);
  },
);
