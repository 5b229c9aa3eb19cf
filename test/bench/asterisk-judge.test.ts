import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Account,
  type AttemptSeen,
  type Call,
  type Callback,
  type ChannelSeen,
  type Doer,
  type Fate,
  judge,
  type Ring,
  sentences,
  table,
} from "../../bench/asterisk/judge.ts";

const NUMBER = "3000000001";
/** When the account was taken. */
const NOW = 120_000;

const ring = (change: Partial<Ring> = {}): Ring => ({
  agent: "ventas1",
  at: 2_000,
  connectedAt: 2_400,
  endedAt: 4_400,
  pickedUpAt: 2_300,
  ...change,
});
/** Rung for its whole time, and nobody picked up. */
const silent = (change: Partial<Ring> = {}) =>
  ring({ connectedAt: null, pickedUpAt: null, endedAt: 17_000, ...change });
const channel = (change: Partial<ChannelSeen> = {}): ChannelSeen => ({
  begunAt: 1_000,
  joinedAt: 1_500,
  endedAt: 4_400,
  rings: [ring()],
  ...change,
});
const call = (change: Partial<Call> = {}): Call => ({
  number: NUMBER,
  does: "passed",
  queue: "ventas",
  phone: { invitedAt: 1_000, refused: null, endedAt: 4_400, endedBy: "exchange" },
  channel: channel(),
  ...change,
});
const onThePhone = { invitedAt: 1_000, refused: null, endedAt: null, endedBy: null };
const attempt = (change: Partial<AttemptSeen> = {}): AttemptSeen => ({
  attempt: "c~1",
  callback: "c",
  n: 1,
  dialledAt: 10_000,
  progress: [],
  endedAt: 20_000,
  result: "joined",
  channel: channel({ begunAt: 10_000, joinedAt: 15_000, endedAt: 22_000 }),
  phone: { invitedAt: 10_050, pickedUpAt: 11_050, refused: null, pressedAt: 14_050, endedBy: "exchange" },
  ...change,
});
const callback = (change: Partial<Callback> = {}): Callback => ({
  number: NUMBER,
  does: "yes",
  queue: "ventas",
  registeredAt: 9_000,
  status: "OK",
  attempts: [attempt()],
  ...change,
});
const account = (change: Partial<Account>): Account => ({ calls: [], callbacks: [], at: NOW, ...change });

function ofCall(one: Call, more: Partial<Account> = {}): Fate {
  return judge(account({ calls: [one], ...more })).calls[0]!;
}
function ofCallback(one: Callback, more: Partial<Account> = {}): Fate {
  return judge(account({ callbacks: [one], ...more })).callbacks[0]!;
}
const said = ({ what, whose }: Fate) => [what, whose];

const noQueue = channel({ joinedAt: null, rings: [] });
const waits = channel({ endedAt: null, rings: [] });

const calls: readonly (readonly [name: string, call: Call, what: string, whose: Doer | null])[] = [
  ["that an agent answered", call(), "answered", null],
  [
    "who talked to an agent and whose phone lost the end",
    call({ phone: onThePhone, channel: channel({ endedAt: null }) }),
    "answered",
    null,
  ],
  [
    "who hangs up while they are asked, as planned",
    call({ does: "hangs-up", phone: { ...onThePhone, endedAt: 5_000, endedBy: "phone" }, channel: noQueue }),
    "hung up",
    "caller",
  ],
  [
    "who hangs up though that was not planned",
    call({ phone: { ...onThePhone, endedAt: 5_000, endedBy: "phone" }, channel: noQueue }),
    "hung up",
    "phones",
  ],
  [
    "whose SIPp never called",
    call({ phone: { ...onThePhone, invitedAt: null }, channel: null }),
    "not begun",
    "phones",
  ],
  ["that Asterisk never heard", call({ phone: onThePhone, channel: null }), "not heard", "Asterisk"],
  [
    "that the dialplan refused",
    call({ phone: { ...onThePhone, refused: "603" }, channel: noQueue }),
    "refused",
    "Espera",
  ],
  ["who was hung up on before the queue", call({ channel: noQueue }), "hung up on", "Espera"],
  [
    "who was hung up on in the queue, though phones were silent",
    call({ channel: channel({ rings: [silent()] }) }),
    "hung up on",
    "Espera",
  ],
  [
    "who is still in the dialogue",
    call({ phone: onThePhone, channel: { ...waits, joinedAt: null } }),
    "left waiting",
    "Espera",
  ],
  [
    "who waits while nobody is rung and no phone is silent",
    call({ phone: onThePhone, channel: waits }),
    "left waiting",
    "Espera",
  ],
  [
    "that a phone was rung for in vain for its whole time",
    call({ phone: onThePhone, channel: channel({ endedAt: null, rings: [silent()] }) }),
    "left waiting",
    "phones",
  ],
  [
    "that an agent picked up for and Asterisk did not connect",
    call({
      phone: onThePhone,
      channel: channel({ endedAt: null, rings: [ring({ connectedAt: null, endedAt: 17_000 })] }),
    }),
    "left waiting",
    "Asterisk",
  ],
  [
    "whose channel has ended, and whose phone has no record of it",
    call({ phone: onThePhone, channel: channel({ rings: [] }) }),
    "hung up on",
    "Espera",
  ],
];

for (const [name, one, what, whose] of calls)
  test(`a caller ${name}: ${what}, ${whose ?? "as it should be"}`, () => {
    assert.deepEqual(said(ofCall(one)), [what, whose]);
  });

test("a caller who was promised a return call and heard the goodbye was thanked, if they said yes at all", () => {
  for (const [does, whose] of [
    ["yes", null],
    ["yes-and-busy-later", null],
    ["no", "Espera"],
  ] as const)
    assert.deepEqual(said(ofCall(call({ does, channel: noQueue }), { callbacks: [callback()] })), [
      "thanked",
      whose,
    ]);
  assert.deepEqual(said(ofCall(call({ does: "yes", channel: noQueue }))), ["hung up on", "Espera"]);
});

test("a phone of another queue, or of another time, is no excuse", () => {
  const waiting = call({ phone: onThePhone, channel: waits });
  const deaf = (queue: string, rung: Ring) =>
    call({ number: "3000000002", queue, channel: channel({ rings: [rung, ring({ agent: "ventas2" })] }) });
  const fate = (other: Call) => said(judge(account({ calls: [waiting, other] })).calls[0]!);
  assert.deepEqual(fate(deaf("ventas", silent())), ["left waiting", "phones"]);
  assert.deepEqual(fate(deaf("soporte", silent())), ["left waiting", "Espera"]);
  assert.deepEqual(fate(deaf("ventas", silent({ at: -20_000, endedAt: 1_400 }))), ["left waiting", "Espera"]);
});

test("a phone that does not hang up is silent as well, and each is named with how often", () => {
  const talksOn = ring({ agent: "ventas2", endedAt: null });
  const { silentPhones } = judge(
    account({
      calls: [
        call({ channel: channel({ rings: [silent(), silent({ at: 20_000, endedAt: 35_000 }), talksOn] }) }),
        call({ channel: channel({ rings: [silent({ endedAt: 4_000 })] }) }),
      ],
    }),
  );
  assert.deepEqual(Object.fromEntries(silentPhones), { ventas1: 2, ventas2: 1 });
});

const unanswered = (change: Partial<NonNullable<AttemptSeen["phone"]>>, result: AttemptSeen["result"]) =>
  attempt({
    result,
    channel: channel({ begunAt: 10_000, joinedAt: null, endedAt: 20_000, rings: [] }),
    phone: { ...attempt().phone!, ...change },
  });
const failed = (...attempts: AttemptSeen[]) => callback({ status: "FAIL", attempts });

const callbacks: readonly (readonly [name: string, callback: Callback, what: string, whose: Doer | null])[] =
  [
    ["that an agent was connected to", callback(), "OK", null],
    [
      "that is called OK and had no agent",
      callback({ attempts: [unanswered({}, "joined")] }),
      "OK",
      "Espera",
    ],
    ["that is called FAIL and had an agent", failed(attempt()), "FAIL", "Espera"],
    [
      "whose phone is always busy",
      callback({
        does: "yes-and-busy-later",
        status: "FAIL",
        attempts: [unanswered({ refused: "486", pickedUpAt: null }, "busy")],
      }),
      "FAIL",
      null,
    ],
    ["whose phone is always busy, and that is OK", callback({ does: "yes-and-busy-later" }), "OK", "Espera"],
    [
      "whose phone was busy as planned, and that is not over",
      callback({
        does: "yes-and-busy-later",
        status: null,
        attempts: [unanswered({ refused: "486", pickedUpAt: null }, null)],
      }),
      "open",
      "Espera",
    ],
    [
      "whose phone never picked up",
      failed(unanswered({ pickedUpAt: null, pressedAt: null }, "no-answer")),
      "FAIL",
      "phones",
    ],
    [
      "whose phone picked up when the ring was over",
      failed(unanswered({ pickedUpAt: 19_900 }, "no-answer")),
      "FAIL",
      "phones",
    ],
    [
      "whose INVITE came when the ring was all but over",
      failed(unanswered({ invitedAt: 19_500, pickedUpAt: null }, "no-answer")),
      "FAIL",
      "Asterisk",
    ],
    [
      "whose phone picked up in time and was not heard",
      failed(unanswered({}, "no-answer")),
      "FAIL",
      "Espera",
    ],
    ["whose phone pressed nothing", failed(unanswered({ pressedAt: null }, "machine")), "FAIL", "phones"],
    ["whose phone pressed 1 and was not heard", failed(unanswered({}, "machine")), "FAIL", "Espera"],
    ["whose phone hung up", failed(unanswered({ endedBy: "phone" }, "hung-up")), "FAIL", "phones"],
    ["whose INVITE is in no record", failed({ ...unanswered({}, "failed"), phone: null }), "FAIL", "phones"],
    ["that Asterisk never dialled", failed(attempt({ channel: null })), "FAIL", "Asterisk"],
    [
      "of which one attempt is the phone's doing and the other Espera's",
      failed(unanswered({ pickedUpAt: null }, "no-answer"), unanswered({}, "machine")),
      "FAIL",
      "Espera",
    ],
    [
      "that ended for a call that nobody made",
      callback({ status: "STOP NEW", attempts: [] }),
      "STOP NEW",
      "Espera",
    ],
    ["that nobody ever dialled", callback({ status: null, attempts: [] }), "open", "Espera"],
  ];

for (const [name, one, what, whose] of callbacks)
  test(`a callback ${name}: ${what}, ${whose ?? "as it should be"}`, () => {
    assert.deepEqual(said(ofCallback(one)), [what, whose]);
  });

test("a callback that nobody was free for is the phones' doing only where phones of its queue were silent", () => {
  const waiting = callback({ status: null, attempts: [] });
  const deaf = (queue: string) =>
    call({ queue, channel: channel({ rings: [silent({ at: 30_000, endedAt: 45_000 })] }) });
  assert.deepEqual(said(ofCallback(waiting, { calls: [deaf("ventas")] })), ["open", "phones"]);
  assert.deepEqual(said(ofCallback(waiting, { calls: [deaf("soporte")] })), ["open", "Espera"]);
});

test("a customer who confirmed and stands in the queue is judged as a caller who waits", () => {
  const inLine = (rings: readonly Ring[]) =>
    callback({
      status: null,
      attempts: [
        attempt({
          endedAt: null,
          result: null,
          channel: channel({ begunAt: 10_000, joinedAt: 15_000, endedAt: null, rings }),
        }),
      ],
    });
  assert.deepEqual(said(ofCallback(inLine([silent({ at: 16_000, endedAt: 31_000 })]))), ["open", "phones"]);
  assert.deepEqual(said(ofCallback(inLine([]))), ["open", "Espera"]);
});

test("every call and callback is counted once, and what did not go as it should is said in a sentence", () => {
  const open = callback({ status: null, attempts: [] });
  const { calls, callbacks } = judge(
    account({
      calls: [call(), call({ number: "3000000002", channel: noQueue }), call()],
      callbacks: [open],
    }),
  );
  assert.deepEqual(table(calls), { answered: 2, "hung up on (Espera)": 1 });
  assert.deepEqual(table(callbacks), { "open (Espera)": 1 });
  assert.deepEqual(sentences(callbacks, "Espera"), [
    `${NUMBER} yes: open, Espera: 0 attempts, and none is alive`,
  ]);
  assert.deepEqual(sentences(callbacks, "phones", "Asterisk"), []);
});
