import assert from "node:assert/strict";
import { test } from "node:test";
import type { AmiMessage } from "../../../src/exchange/asterisk/ami/messages.ts";
import type { ServedNote } from "../../../src/exchange/asterisk/queues/served-notes.ts";
import { queueSight } from "../../../src/exchange/asterisk/queues/snapshot.ts";
import { event, queues } from "./adapter-peers.ts";

const NOW = 1_795_337_300_000;
const CAME = 1_795_337_198_000;
const PRIORITY = "-28111598";

const channel = (Uniqueid: string, more: Record<string, string> = {}) =>
  event("CoreShowChannel", {
    Uniqueid,
    Linkedid: Uniqueid,
    Channel: `PJSIP/callers-0000000${Uniqueid.at(-1)}`,
    ChannelStateDesc: "Up",
    Context: "espera-in",
    Exten: "ventas",
    CallerIDNum: "3000000001",
    ...more,
  });
const queueing = { Application: "Queue", ApplicationData: "ventas,,,," };
const agentLeg = (of: string, state: string, agent = "ana") =>
  channel("bed-9.9", {
    Linkedid: of,
    Channel: `PJSIP/${agent}-0000001f`,
    ChannelStateDesc: state,
    Context: "agents",
    Exten: "",
  });
const member = event("QueueMember", { Queue: "ventas", Name: "ana", Location: "PJSIP/ana", Status: "2" });
const entry = (Uniqueid: string, Priority = PRIORITY) =>
  event("QueueEntry", { Queue: "ventas", Uniqueid, Priority, CallerIDNum: "3000000001" });

const seats = new Map([["bed-1.1", { priority: PRIORITY, ofClass: {} }]]);

function sight(living: AmiMessage[], entries: AmiMessage[] = [], noted: ServedNote[] = []) {
  const queue = { queue: "ventas", params: event("QueueParams"), members: [member], entries };
  const other = {
    queue: "otra",
    params: event("QueueParams"),
    members: [member],
    entries: [entry("bed-8.8")],
  };
  return queueSight(living, [queue, other], noted, seats, queues, NOW);
}

const call = { call: "bed-1.1", skill: 7, number: "3000000001", place: CAME };

test("where each call is", () => {
  for (const [living, entries, expected] of [
    [[channel("bed-1.1", { Application: "AGI" })], [], { ...call, sighting: "in-dialogue" }],
    [[channel("bed-1.1", { Application: "Answer" })], [], { ...call, sighting: "in-dialogue" }],
    [[channel("bed-1.1", queueing)], [entry("bed-1.1")], { ...call, sighting: "waiting" }],
    [
      [channel("bed-1.1", queueing), agentLeg("bed-1.1", "Ringing")],
      [entry("bed-1.1")],
      { ...call, sighting: "ringing", agent: "PJSIP/ana" },
    ],
    // The agent picked up and hears what call it is; the caller still waits.
    [
      [channel("bed-1.1", queueing), agentLeg("bed-1.1", "Up")],
      [entry("bed-1.1")],
      { ...call, sighting: "ringing", agent: "PJSIP/ana" },
    ],
    [
      [channel("bed-1.1", queueing), agentLeg("bed-1.1", "Up")],
      [],
      { ...call, sighting: "talking", agent: "PJSIP/ana" },
    ],
    // Left the list between the two questions; the events that follow say how.
    [[channel("bed-1.1", queueing)], [], { ...call, sighting: "waiting" }],
    // Came between the two questions.
    [[channel("bed-1.1", { Application: "AGI" })], [entry("bed-1.1")], { ...call, sighting: "waiting" }],
    [[], [entry("bed-1.1")], { ...call, sighting: "waiting" }],
  ] as const)
    assert.deepEqual(sight([...living], [...entries]).calls, [expected]);
});

test("a call without a place of its own stands at the present", () => {
  const [seen] = sight([channel("bed-1.1", queueing)], [entry("bed-1.1", "0")]).calls;
  assert.equal(seen?.place, NOW);
});

test("legs of return calls: on their way they are attempts, in the queue calls of that name", () => {
  const leg = "espera-bed-1.0~2";
  for (const [state, progress] of [
    ["Down", "dialling"],
    ["Ringing", "ringing"],
    ["Up", "answered"],
  ] as const) {
    const seen = sight([channel(leg, { Context: "espera-return", ChannelStateDesc: state })]);
    assert.deepEqual(seen.attempts, [{ attempt: "bed-1.0~2", progress }]);
    assert.deepEqual(seen.calls, []);
    assert.deepEqual(seen.legs.get("bed-1.0~2"), {
      channelId: leg,
      answered: state === "Up",
      inQueue: false,
    });
  }
  const waits = sight([channel(leg, queueing)], [entry(leg)]);
  assert.deepEqual(waits.attempts, []);
  assert.deepEqual(waits.calls, [{ ...call, call: "bed-1.0~2", sighting: "waiting" }]);
  assert.deepEqual(waits.legs.get("bed-1.0~2"), { channelId: leg, answered: true, inQueue: true });
});

test("legs that an agent answered are reported when they are over, by the note of their channel", () => {
  const leg = "espera-bed-1.0~2";
  const attempt = "bed-1.0~2";
  const noted = [{ attempt, channel: "PJSIP/ana-0000001f", endedAt: null }];
  const served = [{ attempt, agent: "PJSIP/ana" }];
  const over = sight([], [], noted);
  assert.deepEqual([over.served, over.attempts, over.calls], [served, [], []]);
  const known = sight([], [], [{ ...noted[0]!, endedAt: 1_767_225_600_000 }]);
  assert.deepEqual(known.served, [{ ...served[0], endedAt: 1_767_225_600_000 }]);
  const talks = sight([channel(leg, queueing), agentLeg(leg, "Up")], [], noted);
  assert.deepEqual([talks.served, talks.calls[0]?.sighting], [[], "talking"]);
  const onward = sight([channel(leg, { Context: "from-internal", Application: "Wait" })], [], noted);
  assert.deepEqual(
    [onward.served, onward.attempts],
    [[{ ...served[0], alive: true }], []],
    "she gave them on to another place",
  );
  assert.deepEqual(onward.legs.get(attempt), { channelId: leg, answered: true, inQueue: false }, "it lives");
  const stranger = sight([], [], [{ attempt, channel: "SIP/other-0000001f", endedAt: null }]);
  assert.deepEqual(stranger.served, [{ attempt }]);
});

test("agents' legs, other contexts and other queues are no calls of ours", () => {
  const seen = sight([
    agentLeg("bed-7.7", "Up"),
    channel("bed-1.2", { Context: "from-internal", Application: "Dial" }),
    channel("bed-1.3", { Application: "Queue", ApplicationData: "otra" }),
  ]);
  assert.deepEqual([seen.calls, seen.attempts], [[], []]);
});

test("an agent on a Local channel is known by it", () => {
  const local = event("QueueMember", {
    Queue: "ventas",
    Name: "luz",
    Location: "Local/12@agents/n",
    Status: "2",
  });
  const living = [channel("bed-1.1", queueing), agentLeg("bed-1.1", "Up")];
  const leg = event("CoreShowChannel", {
    Uniqueid: "bed-9.1",
    Linkedid: "bed-1.1",
    Channel: "Local/12@agents-0000001f;1",
    ChannelStateDesc: "Up",
  });
  const queue = { queue: "ventas", params: event("QueueParams"), members: [local], entries: [] };
  assert.equal(
    queueSight([living[0]!, leg], [queue], [], seats, queues, NOW).calls[0]?.agent,
    local.get("Location"),
  );
  const noted = [{ attempt: "bed-1.0~1", channel: "Local/12@agents-0000001f;1", endedAt: null }];
  assert.deepEqual(queueSight([], [queue], noted, seats, queues, NOW).served, [
    { attempt: "bed-1.0~1", agent: "Local/12@agents/n" },
  ]);
});

test("anyone who talks by a Local channel that took itself out of the call talks, and is known by the phone", () => {
  const BridgeId = "6b04f2af-5c5e-439c-bf7d-6e1f44b319b4";
  const phone = event("CoreShowChannel", {
    Uniqueid: "bed-9.2",
    Linkedid: "bed-1.1",
    Channel: "PJSIP/Luz-0000001f",
    ChannelStateDesc: "Up",
    BridgeId,
  });
  const seen = sight([channel("bed-1.1", { ...queueing, BridgeId }), phone]).calls[0];
  assert.deepEqual([seen?.sighting, seen?.agent], ["talking", "PJSIP/Luz"]);
  const other = sight([channel("bed-1.1", { ...queueing, BridgeId: "" }), phone]).calls[0];
  assert.equal(other?.sighting, "waiting");
});

test("a caller of a class is known as one, at the place that the credit gave", () => {
  const ofClass = { class: { name: "vip", creditMs: 180_000 } };
  const queue = {
    queue: "ventas",
    params: event("QueueParams"),
    members: [member],
    entries: [entry("bed-1.1")],
  };
  const known = new Map([["bed-1.1", { priority: "", ofClass }]]);
  const { calls } = queueSight([channel("bed-1.1", queueing)], [queue], [], known, queues, NOW);
  assert.deepEqual(calls, [{ ...call, sighting: "waiting", ...ofClass }]);
});
