import assert from "node:assert/strict";
import { test } from "node:test";
import type { AmiMessage } from "../../../src/exchange/asterisk/ami/messages.ts";
import { Attempts } from "../../../src/exchange/asterisk/attempts.ts";
import { QueueEvents } from "../../../src/exchange/asterisk/queues/queue-events.ts";
import type { Report } from "../../../src/exchange/port.ts";
import { AskedAmi, event, gathered, queues } from "./adapter-peers.ts";

const CALL = "bed-1795337198.4";

function watching() {
  const { report, take } = gathered();
  const attempts = new Attempts({
    ami: new AskedAmi(),
    report,
    queues,
    trunks: ["PJSIP/{number}@trunk"],
    country: "CO",
  });
  const events = new QueueEvents(queues, attempts, report);
  const happens = (...all: AmiMessage[]) => {
    for (const one of all) {
      attempts.event(one);
      events.event(one);
    }
    return take();
  };
  return { events, happens };
}

const of = (name: string, more: Record<string, string> = {}, call = CALL, queue = "ventas") =>
  event(name, { Queue: queue, Uniqueid: call, ...more });
const ana = { MemberName: "ana", Interface: "PJSIP/ana" };
const join = (call = CALL, number = "3000000001") => of("QueueCallerJoin", { CallerIDNum: number }, call);
const hangup = (call = CALL) => event("Hangup", { Uniqueid: call, Cause: "16" });

test("an answered call: joined, rung, answered, ended", () => {
  const { happens } = watching();
  assert.deepEqual(
    happens(
      join(),
      of("AgentCalled", ana),
      of("QueueCallerLeave"),
      of("AgentConnect", ana),
      of("AgentComplete", { ...ana, Reason: "agent" }),
      hangup("bed-1795337198.5"),
      hangup(),
    ),
    [
      { type: "call-joined", call: CALL, skill: 7, number: "3000000001" },
      { type: "call-rung", call: CALL, agent: "PJSIP/ana" },
      { type: "call-answered", call: CALL, agent: "PJSIP/ana" },
      { type: "call-ended", call: CALL },
    ],
  );
});

test("QueueCallerAbandon says nothing by itself: it also comes for a time-out, and for who is taken out", () => {
  const { happens } = watching();
  happens(join());
  assert.deepEqual(happens(of("QueueCallerAbandon"), of("QueueCallerLeave")), []);
  assert.deepEqual(happens(hangup()), [{ type: "call-ended", call: CALL }]);
});

test("an agent who does not answer, or refuses, missed the ring", () => {
  const { happens } = watching();
  happens(join());
  for (const RingTime of ["8000", "0"])
    assert.deepEqual(happens(of("AgentCalled", ana), of("AgentRingNoAnswer", { ...ana, RingTime })), [
      { type: "call-rung", call: CALL, agent: "PJSIP/ana" },
      { type: "ring-missed", call: CALL, agent: "PJSIP/ana" },
    ]);
});

for (const [status, why] of [
  ["FULL", "full"],
  ["JOINEMPTY", "empty"],
  ["JOINUNAVAIL", "empty"],
  ["LEAVEEMPTY", "empty"],
  ["LEAVEUNAVAIL", "empty"],
  ["UNKNOWN", "empty"],
  ["TIMEOUT", "timeout"],
] as const)
  test(`a queue that says ${status} would not have the call`, () => {
    const { happens } = watching();
    const left = event("UserEvent", {
      UserEvent: "EsperaLeft",
      Call: CALL,
      Queue: "ventas",
      Why: status,
    });
    assert.deepEqual(happens(left), [{ type: "call-left", call: CALL, why }]);
  });

test("user events of others, and an end that is no leaving, say nothing", () => {
  const { happens } = watching();
  const named = (UserEvent: string, Why: string) =>
    event("UserEvent", { UserEvent, Call: CALL, Queue: "ventas", Why });
  assert.deepEqual(
    happens(named("Other", "FULL"), named("EsperaLeft", "CONTINUE"), named("EsperaLeft", "")),
    [],
  );
});

test("the leg of a return call is reported by its attempt", () => {
  const { happens } = watching();
  const leg = "espera-bed-1.0~2";
  assert.deepEqual(
    happens(
      join(leg, "+573000000001"),
      of("AgentCalled", ana, leg),
      of("AgentConnect", ana, leg),
      hangup(leg),
    ).map((report) => ("call" in report ? `${report.type} ${report.call}` : report.type)),
    ["call-joined bed-1.0~2", "call-rung bed-1.0~2", "call-answered bed-1.0~2", "call-ended bed-1.0~2"],
  );
});

test("a number that is withheld, by whatever word, is none", () => {
  const { happens } = watching();
  for (const number of ["", "<unknown>", "Anonymous", "Restricted", "No disponible", "Privado", "匿名"])
    assert.deepEqual(happens(join(CALL, number)), [
      { type: "call-joined", call: CALL, skill: 7, number: null },
    ]);
});

test("queues that are no skill of ours, and channels never reported, say nothing", () => {
  const { happens } = watching();
  assert.deepEqual(
    happens(
      of("QueueCallerJoin", { CallerIDNum: "1" }, CALL, "otra"),
      of("AgentCalled", ana, CALL, "otra"),
      of("AgentConnect", ana, CALL, "otra"),
      hangup(),
    ),
    [],
  );
});

test("the end of a call in dialogue is reported once; a snapshot forgets who is gone, not who came since", () => {
  const { events, happens } = watching();
  events.opened("bed-1.1", 7);
  events.opened("bed-1.2", 7);
  const known = events.known();
  events.opened("bed-1.3", 7);
  events.found(
    new Map([
      ["bed-1.2", 7],
      ["bed-1.4", 7],
    ]),
    known,
  );
  const ends = ["bed-1.1", "bed-1.2", "bed-1.3", "bed-1.4"].map((call) => hangup(call));
  assert.deepEqual(
    happens(...ends, ...ends).map((report) => ("call" in report ? report.call : "")),
    ["bed-1.2", "bed-1.3", "bed-1.4"],
  );
});

const OTHER = "bed-1795337201.9";
const putThrough = (to: Record<string, string>, customer = CALL) =>
  event("AttendedTransfer", {
    Result: "Success",
    SecondTransfererUniqueid: OTHER,
    TransfereeUniqueid: customer,
    TransfereeCallerIDNum: "3000000001",
    DestType: "App",
    DestApp: "Queue",
    ...to,
  });
const inShort = (report: Report) => `${report.type} ${"call" in report ? report.call : ""}`;

test("a caller who is put through to where an agent's own call waits stands in its place, and that call has not ended", () => {
  const { happens } = watching();
  happens(join(), of("AgentConnect", ana), of("QueueCallerJoin", { CallerIDNum: "210" }, OTHER, "soporte"));
  assert.deepEqual(
    happens(
      putThrough({}),
      of("AgentComplete", { ...ana, Reason: "transfer" }),
      hangup(OTHER),
      of("AgentCalled", ana, CALL, "soporte"),
      of("AgentConnect", ana, CALL, "soporte"),
      hangup(CALL),
    ),
    [
      { type: "call-replaced", call: OTHER, by: CALL, number: "3000000001" },
      { type: "call-rung", call: CALL, agent: "PJSIP/ana" },
      { type: "call-answered", call: CALL, agent: "PJSIP/ana" },
      { type: "call-ended", call: CALL },
    ],
  );
});

test("a transfer to a colleague, one that failed, and one to where none of our calls is say nothing", () => {
  const { happens } = watching();
  happens(join(), join(OTHER));
  for (const to of [{ DestType: "Bridge" }, { Result: "Fail" }, { SecondTransfererUniqueid: "bed-1.1" }])
    assert.deepEqual(happens(putThrough(to)), []);
});

test("callers in a queue that they never joined are reported before anything else is, and once", () => {
  for (const first of [of("QueueEntry", {}, CALL, "soporte"), of("AgentCalled", ana, CALL, "soporte")]) {
    const { happens } = watching();
    happens(join());
    assert.deepEqual(happens(of("QueueEntry")).map(inShort), []);
    const seen = happens(first, of("QueueEntry", {}, CALL, "soporte"), of("QueueEntry", {}, CALL, "otra"));
    assert.deepEqual(seen[0], { type: "call-joined", call: CALL, skill: 3, number: null });
    assert.equal(seen.filter(({ type }) => type === "call-joined").length, 1);
  }
});

test("the customer of a return call that the agent passes on to another queue is a caller there", () => {
  const leg = "espera-bed-1.0~2";
  const { happens } = watching();
  happens(join(leg), of("AgentCalled", ana, leg), of("AgentConnect", ana, leg));
  const there = happens(
    of("QueueCallerJoin", { CallerIDNum: "+573000000001" }, leg, "soporte"),
    of("AgentCalled", ana, leg, "soporte"),
    of("AgentConnect", ana, leg, "soporte"),
    hangup(leg),
  );
  assert.deepEqual(there.map(inShort), [
    `call-joined ${leg}`,
    `call-rung ${leg}`,
    `call-answered ${leg}`,
    // The return call is over, and so is the call in the other queue.
    "call-ended bed-1.0~2",
    `call-ended ${leg}`,
  ]);
});

test("a caller who joins is of the class that the dialplan said, with the credit that it gave", () => {
  const { happens } = watching();
  const said = (Class: string, Credit: string) =>
    event("UserEvent", { UserEvent: "EsperaClass", Call: CALL, Class, Credit });
  const joined = { type: "call-joined", call: CALL, skill: 7, number: "3000000001" } as const;
  assert.deepEqual(happens(said("vip", "180"), join()), [
    { ...joined, class: { name: "vip", creditMs: 180_000 } },
  ]);
  happens(hangup());
  assert.deepEqual(happens(join()), [joined], "it is the call's, not the number's");
  happens(hangup());
  assert.deepEqual(happens(said("other", ""), join()), [joined], "a class without credit is none");
});
