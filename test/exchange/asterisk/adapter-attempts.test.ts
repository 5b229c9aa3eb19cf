import assert from "node:assert/strict";
import { test } from "node:test";
import type { AmiMessage } from "../../../src/exchange/asterisk/ami/messages.ts";
import { Attempts } from "../../../src/exchange/asterisk/attempts.ts";
import { attemptOf, newChannelId } from "../../../src/exchange/asterisk/identity.ts";
import type { DialOrder, Report } from "../../../src/exchange/port.ts";
import { AskedAmi, answered, event, gathered, queues, turns } from "./adapter-peers.ts";

const ATTEMPT = "bed-1795337198.0~1";
const CHANNEL = "espera-bed-1795337198.0~1";

function dialling(trunks = ["PJSIP/{number}@trunk"]) {
  const ami = new AskedAmi();
  const { report, take } = gathered();
  const attempts = new Attempts({
    ami,
    report,
    queues,
    trunks,
    country: "CO",
    callerId: "Ventas <6015550000>",
  });
  const dial = (
    attempt = ATTEMPT,
    number = "+573000000001",
    skill = 7,
    more: Partial<Pick<DialOrder, "dialogue">> = {},
  ) =>
    attempts.dial({
      type: "dial",
      attempt,
      callback: attempt.replace(/~\d+$/, ""),
      person: "p1",
      skill,
      place: 1_795_337_198_900,
      ringForMs: 25_000,
      dialogue: { name: null, laterMs: [] },
      number,
      ...more,
    });
  const happens = (...events: AmiMessage[]) => {
    for (const one of events) attempts.event(one);
    return take();
  };
  return { ami, attempts, dial, happens, take };
}

const newchannel = event("Newchannel", { Uniqueid: CHANNEL });
const rings = event("DialState", { DestUniqueid: CHANNEL, DialStatus: "RINGING" });
const early = event("DialState", { DestUniqueid: CHANNEL, DialStatus: "PROGRESS" });
const dialEnd = (DialStatus: string) => event("DialEnd", { DestUniqueid: CHANNEL, DialStatus });
const hangup = (Cause: number) => event("Hangup", { Uniqueid: CHANNEL, Cause: `${Cause}` });
const response = (Response: string, Reason: number, Uniqueid = CHANNEL) =>
  event("OriginateResponse", { ActionID: `dial-${CHANNEL}`, Response, Reason: `${Reason}`, Uniqueid });
const progress = (what: Extract<Report, { type: "attempt-progressed" }>["progress"]): Report => ({
  type: "attempt-progressed",
  attempt: ATTEMPT,
  progress: what,
});

/** What Asterisk reports of a dialling that fails, measured, and what it means. */
const failures: { name: string; events: AmiMessage[]; result: Report[] }[] = [
  {
    name: "486 busy",
    events: [newchannel, rings, dialEnd("BUSY"), hangup(17), response("Failure", 0)],
    result: [progress("ringing"), progress("busy")],
  },
  {
    name: "603 refused by hand",
    events: [newchannel, rings, dialEnd("NOANSWER"), hangup(21), response("Failure", 0)],
    result: [progress("ringing"), progress("busy")],
  },
  {
    name: "404 no such number",
    events: [newchannel, dialEnd("NOANSWER"), hangup(1), response("Failure", 0)],
    result: [progress("invalid")],
  },
  {
    name: "503 the line fails",
    events: [newchannel, dialEnd("CONGESTION"), hangup(34), response("Failure", 0)],
    result: [progress("failed")],
  },
  {
    name: "an announcement before the answer, then 480",
    events: [newchannel, early, dialEnd("NOANSWER"), hangup(19), response("Failure", 0)],
    result: [progress("ringing"), progress("no-answer")],
  },
  {
    name: "480 at once: the phone is off",
    events: [newchannel, dialEnd("NOANSWER"), hangup(19), response("Failure", 0)],
    result: [progress("no-answer")],
  },
  {
    name: "our time is up, and it rang",
    events: [newchannel, rings, hangup(19), response("Failure", 3)],
    result: [progress("ringing"), progress("no-answer")],
  },
  {
    name: "our time is up, and nothing rang: a dead trunk",
    events: [newchannel, hangup(19), response("Failure", 3)],
    result: [progress("failed")],
  },
  {
    name: "our time is up on Asterisk 16, and it rang",
    events: [newchannel, rings, response("Failure", 3), hangup(0)],
    result: [progress("ringing"), progress("no-answer")],
  },
  {
    name: "our time is up on Asterisk 16, and nothing rang",
    events: [newchannel, response("Failure", 3), hangup(0)],
    result: [progress("failed")],
  },
  {
    name: "486, reported in another order: only the channel's end counts",
    events: [newchannel, response("Failure", 0), dialEnd("BUSY"), hangup(17)],
    result: [progress("busy")],
  },
  {
    name: "a trunk that does not exist: no channel at all",
    events: [response("Failure", 0)],
    result: [progress("failed")],
  },
  {
    name: "the channel's id is another living call's",
    events: [response("Failure", 0, "espera-somebody~1")],
    result: [progress("failed")],
  },
];
for (const { name, events, result } of failures)
  test(`a dialling that ends by ${name}`, () => {
    const { dial, happens } = dialling();
    dial();
    assert.deepEqual(happens(...events), result);
    assert.deepEqual(happens(...events.slice(-1)), [], "the end is reported once");
  });

test("an attempt is dialled once, with its id on the channel and its place in the variables", () => {
  const { ami, dial, happens } = dialling();
  dial();
  dial();
  happens(newchannel, hangup(17));
  dial();
  assert.deepEqual(
    ami.actions.map(({ name }) => name),
    ["Originate"],
  );
  const [{ headers, actionId }] = ami.actions as [(typeof ami.actions)[number]];
  const channel = String(headers["ChannelId"]);
  assert.equal(attemptOf(channel), ATTEMPT);
  assert.notEqual(channel, CHANNEL, "nobody knows it who knows the attempt");
  assert.equal(actionId, `dial-${channel}`);
  assert.equal(headers["Channel"], "PJSIP/+573000000001@trunk");
  assert.equal(headers["Exten"], "ventas");
  assert.equal(headers["Timeout"], 25_000);
  assert.deepEqual(headers["Variable"], [
    `__ESPERA_CALL=${channel}`,
    "ESPERA_AT=1795337198",
    "ESPERA_NUM=+573000000001",
  ]);
});

test("what the person who picks up is asked is on the channel, for an Espera that was restarted since", () => {
  const { ami, dial } = dialling();
  dial(ATTEMPT, "+573000000001", 7, { dialogue: { name: "after-key", laterMs: [1_800_000, 3_600_000] } });
  const variables = ami.actions[0]!.headers["Variable"];
  assert.ok(Array.isArray(variables));
  assert.deepEqual(variables.slice(3), ["ESPERA_NAME=after-key", "ESPERA_LATER=1800000-3600000"]);
});

test("a call that was put off is over with that, and its end is not reported again", () => {
  const { attempts, dial, happens } = dialling();
  dial();
  happens(newchannel, response("Success", 4));
  attempts.progress(ATTEMPT, "snoozed", 1_800_000);
  assert.deepEqual(happens(hangup(16)), [
    { type: "attempt-progressed", attempt: ATTEMPT, progress: "snoozed", laterMs: 1_800_000 },
  ]);
});

for (const number of ["+57300 1", "300&PJSIP/0900@trunk", "300@other", "", "abc", "300/1"])
  test(`what is no number is never part of a dial string: ${JSON.stringify(number)}`, () => {
    const { ami, dial, take } = dialling();
    dial(ATTEMPT, number);
    assert.deepEqual(take(), [progress("invalid")]);
    assert.deepEqual(ami.actions, []);
  });

test("an order that Asterisk did not take is a failed attempt; one without an answer may ring", async () => {
  for (const [answer, told] of [
    [answered({}, false), [progress("failed")]],
    [{ outcome: "not-sent", why: "congested" }, [progress("failed")]],
    [{ outcome: "not-sent", why: "not-connected" }, []],
    [{ outcome: "unknown", why: "lost" }, []],
  ] as const) {
    const { ami, dial, take } = dialling();
    ami.answer = () => answer;
    dial();
    await turns();
    assert.deepEqual(take(), told);
  }
});

test("from the answer to the queue each step is reported once, no matter which event comes first", () => {
  const { attempts, dial, happens, take } = dialling();
  dial();
  happens(newchannel, rings);
  attempts.progress(ATTEMPT, "answered");
  attempts.event(response("Success", 4));
  attempts.progress(ATTEMPT, "confirmed");
  assert.deepEqual(take(), [progress("answered"), progress("confirmed")]);
  attempts.joined(ATTEMPT);
  assert.deepEqual(happens(hangup(16)), [{ type: "call-ended", call: ATTEMPT }]);
});

test("a customer who leaves before the queue hangs up has put the phone down; one whom the queue let go has not", () => {
  for (const [said, told] of [
    ["answered", [progress("answered"), progress("hung-up")]],
    ["declined", [progress("declined")]],
    ["machine", [progress("machine")]],
  ] as const) {
    const { attempts, dial, happens } = dialling();
    dial();
    attempts.event(newchannel);
    attempts.progress(ATTEMPT, said);
    assert.deepEqual(happens(hangup(16)), told);
  }
});

test("an attempt that is taken back ends as a call, however far it was; one in a queue is not taken back", () => {
  for (const cause of [0, 16]) {
    const { ami, attempts, dial, happens } = dialling();
    dial();
    happens(newchannel, rings);
    attempts.hangUp(ATTEMPT);
    const [dialled, ended] = ami.actions;
    assert.deepEqual([ended?.name, ended?.headers["Channel"]], ["Hangup", dialled?.headers["ChannelId"]]);
    assert.deepEqual(happens(dialEnd("NOANSWER"), hangup(cause)), [{ type: "call-ended", call: ATTEMPT }]);
  }
  const { ami, attempts, dial } = dialling();
  dial();
  attempts.joined(ATTEMPT);
  attempts.hangUp(ATTEMPT);
  assert.equal(ami.actions.length, 1);
});

test("other channels, and the pseudo channel of a failed dialling, are passed over", () => {
  const { dial, happens } = dialling();
  dial();
  assert.deepEqual(
    happens(
      event("Hangup", { Uniqueid: "bed-1.5", Channel: "OutgoingSpoolFailed", Cause: "16" }),
      event("OriginateResponse", { ActionID: "somebody-else", Response: "Failure" }),
      event("DialState", { DestUniqueid: "bed-1.6", DialStatus: "RINGING" }),
      event("Newchannel"),
    ),
    [],
  );
});

test("a snapshot ends the legs that it does not find, but not those dialled while it was taken", () => {
  const { ami, attempts, dial, happens } = dialling();
  dial("bed-1.0~1");
  const known = attempts.known();
  dial("bed-2.0~1");
  const leg = newChannelId("bed-3.0~1");
  const found = new Map([["bed-3.0~1", { channelId: leg, answered: true, inQueue: false }]]);
  assert.deepEqual(attempts.found(found, known), ["bed-2.0~1"]);
  assert.deepEqual([...attempts.known()].sort(), ["bed-2.0~1", "bed-3.0~1"]);
  attempts.hangUp("bed-3.0~1");
  assert.deepEqual(ami.actions.at(-1)?.headers, { Channel: leg, Cause: 16 }, "by the id that was found");
  assert.deepEqual(happens(event("Hangup", { Uniqueid: leg, Cause: "16" })), [
    { type: "call-ended", call: "bed-3.0~1" },
  ]);
});

const response2 = (Response: string) =>
  event("OriginateResponse", { ActionID: `dial2-${CHANNEL}`, Response, Reason: "0", Uniqueid: CHANNEL });

/** The channels that were dialled, in order. */
const dialledBy = (ami: AskedAmi) =>
  ami.actions.filter(({ name }) => name === "Originate").map(({ headers }) => headers["Channel"]);

for (const { name, events } of [
  {
    name: "has no free line",
    events: [newchannel, dialEnd("CONGESTION"), hangup(34), response("Failure", 0)],
  },
  { name: "does not exist", events: [response("Failure", 0)] },
])
  test(`where a trunk ${name} the next is dialled, and it is the same attempt`, async () => {
    const { ami, dial, happens } = dialling(["PJSIP/{number}@a", "PJSIP/{national}@b"]);
    dial();
    assert.deepEqual(happens(...events), []);
    assert.deepEqual(dialledBy(ami), ["PJSIP/+573000000001@a", "PJSIP/3000000001@b"]);
    assert.deepEqual(happens(newchannel, rings, dialEnd("ANSWER"), response2("Success")), [
      progress("ringing"),
      progress("answered"),
    ]);
  });

test("the last trunk's failure is the attempt's", async () => {
  const { ami, dial, happens } = dialling(["PJSIP/{number}@a", "PJSIP/{number}@b"]);
  dial();
  happens(newchannel, hangup(34), response("Failure", 0));
  assert.deepEqual(happens(newchannel, hangup(34), response2("Failure")), [progress("failed")]);
  assert.equal(dialledBy(ami).length, 2);
});

for (const { name, events, result } of [
  { name: "is busy", events: [newchannel, dialEnd("BUSY"), hangup(17)], result: "busy" },
  {
    name: "rang before the line broke",
    events: [newchannel, rings, dialEnd("CONGESTION"), hangup(34)],
    result: "failed",
  },
  {
    name: "has a number that does not exist",
    events: [newchannel, dialEnd("NOANSWER"), hangup(1)],
    result: "invalid",
  },
  { name: "is behind a line that is dead", events: [newchannel, hangup(19)], result: "failed" },
] as const)
  test(`no other trunk is dialled where the phone ${name}`, async () => {
    const { ami, dial, happens } = dialling(["PJSIP/{number}@a", "PJSIP/{number}@b"]);
    dial();
    assert.deepEqual(
      happens(...events, response("Failure", 0)).filter(
        (report) => report.type !== "attempt-progressed" || report.progress !== "ringing",
      ),
      [progress(result)],
    );
    assert.equal(dialledBy(ami).length, 1);
  });

test("a call that was taken back while a trunk could not place it is dialled by no other", async () => {
  const { ami, attempts, dial, happens } = dialling(["PJSIP/{number}@a", "PJSIP/{number}@b"]);
  dial();
  happens(newchannel, hangup(34));
  attempts.hangUp(ATTEMPT);
  happens(response("Failure", 0));
  assert.equal(dialledBy(ami).length, 1);
});

test("a trunk that takes numbers without their country is not dialled for a number of another one", async () => {
  const { ami, dial, take } = dialling(["PJSIP/{national}@a", "PJSIP/{number}@b"]);
  dial(ATTEMPT, "+34600111222");
  assert.deepEqual(dialledBy(ami), ["PJSIP/+34600111222@b"]);
  const only = dialling(["PJSIP/{national}@a"]);
  only.dial(ATTEMPT, "+34600111222");
  assert.deepEqual([dialledBy(only.ami), only.take()], [[], [progress("failed")]]);
  assert.deepEqual(take(), []);
});

/** Of the phone's own channel, which a dialplan on the way (`Local/{number}@out`) dialled. */
const behind = (name: string, more: Record<string, string> = {}, id = "bed-1.7") =>
  event(name, { Uniqueid: id, Linkedid: CHANNEL, ...more });
/** Of the other half of the leg. */
const half = (name: string, more: Record<string, string> = {}) =>
  event(name, { Uniqueid: `${CHANNEL};2`, Linkedid: CHANNEL, ...more });
const local = (...ends: AmiMessage[]) => [
  event("Newchannel", { Uniqueid: CHANNEL, Linkedid: CHANNEL }),
  half("Newchannel"),
  behind("Newchannel"),
  ...ends,
  half("HangupRequest", { Cause: "0" }),
];

for (const { name, events, result } of [
  { name: "was busy", events: [behind("HangupRequest", { Cause: "17" })], result: "busy" },
  { name: "has a wrong number", events: [behind("HangupRequest", { Cause: "1" })], result: "invalid" },
  { name: "refused", events: [behind("HangupRequest", { Cause: "21" })], result: "busy" },
  { name: "could not be reached", events: [behind("HangupRequest", { Cause: "34" })], result: "failed" },
  {
    name: "was busy by the second line that the dialplan tried",
    events: [
      behind("HangupRequest", { Cause: "34" }),
      behind("Newchannel", {}, "bed-1.8"),
      behind("HangupRequest", { Cause: "17" }, "bed-1.8"),
    ],
    result: "busy",
  },
] as const)
  for (const own of [0, 34])
    test(`a phone behind a dialplan that ${name} did so, though the leg itself ends by ${own}`, () => {
      const { dial, happens } = dialling(["Local/{number}@out"]);
      dial();
      assert.deepEqual(happens(...local(...events), hangup(own)), [progress(result)]);
    });

test("a dialplan that lets a phone ring for a while and hangs up has rung in vain", () => {
  const { dial, happens } = dialling(["Local/{number}@out"]);
  dial();
  happens(...local(behind("HangupRequest", { Cause: "34" })));
  assert.deepEqual(happens(behind("Newchannel", {}, "bed-1.8"), rings, hangup(16)), [
    progress("ringing"),
    progress("no-answer"),
  ]);
});

test("the next trunk is dialled whichever of its two reports of the first comes first", () => {
  for (const both of [
    [hangup(34), response("Failure", 0)],
    [response("Failure", 8), hangup(34)],
  ]) {
    const { ami, dial, happens } = dialling(["Local/{number}@a", "Local/{number}@b"]);
    dial();
    assert.deepEqual(happens(newchannel, both[0]!), []);
    assert.equal(dialledBy(ami).length, 1);
    assert.deepEqual(happens(both[1]!), []);
    assert.equal(dialledBy(ami).length, 2);
  }
});
