import assert from "node:assert/strict";
import { test } from "node:test";
import type { AmiMessage } from "../../../src/exchange/asterisk/ami/messages.ts";
import { Attempts } from "../../../src/exchange/asterisk/attempts.ts";
import type { DialOrder, Report } from "../../../src/exchange/port.ts";
import { AskedAmi, answered, event, gathered, queues, turns } from "./adapter-peers.ts";

const ATTEMPT = "bed-1795337198.0~1";
const CHANNEL = "espera-bed-1795337198.0~1";

function dialling() {
  const ami = new AskedAmi();
  const { report, take } = gathered();
  const attempts = new Attempts({
    ami,
    report,
    queues,
    trunk: "PJSIP/{number}@trunk",
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

/** What Asterisk tells of a dialling that fails, measured, and what it means. */
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
    name: "486, told of in another order: only the channel's end counts",
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
    assert.deepEqual(happens(...events.slice(-1)), [], "the end is told once");
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
  assert.equal(headers["ChannelId"], CHANNEL);
  assert.equal(actionId, `dial-${CHANNEL}`);
  assert.equal(headers["Channel"], "PJSIP/+573000000001@trunk");
  assert.equal(headers["Exten"], "ventas");
  assert.equal(headers["Timeout"], 25_000);
  assert.deepEqual(headers["Variable"], [
    `__ESPERA_CALL=${CHANNEL}`,
    "ESPERA_AT=1795337198",
    "ESPERA_NUM=+573000000001",
  ]);
});

test("what whoever picks up is asked is on the channel, for an Espera that was started anew since", () => {
  const { ami, dial } = dialling();
  dial(ATTEMPT, "+573000000001", 7, { dialogue: { name: "after-key", laterMs: [1_800_000, 3_600_000] } });
  const variables = ami.actions[0]!.headers["Variable"];
  assert.ok(Array.isArray(variables));
  assert.deepEqual(variables.slice(3), ["ESPERA_NAME=after-key", "ESPERA_LATER=1800000-3600000"]);
});

test("a call that was put off is over with that, and its end is not told again", () => {
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

test("from the answer to the queue each step is told once, whoever tells first", () => {
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

test("who puts the phone down before the queue has hung up; who was let go has not", () => {
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
    assert.deepEqual([ami.actions[1]?.name, ami.actions[1]?.headers["Channel"]], ["Hangup", CHANNEL]);
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
  const { attempts, dial, happens } = dialling();
  dial("bed-1.0~1");
  const known = attempts.known();
  dial("bed-2.0~1");
  const found = new Map([["bed-3.0~1", { answered: true, inQueue: false }]]);
  assert.deepEqual(attempts.found(found, known), ["bed-2.0~1"]);
  assert.deepEqual([...attempts.known()].sort(), ["bed-2.0~1", "bed-3.0~1"]);
  assert.deepEqual(happens(event("Hangup", { Uniqueid: "espera-bed-3.0~1", Cause: "16" })), [
    { type: "attempt-progressed", attempt: "bed-3.0~1", progress: "hung-up" },
  ]);
});
