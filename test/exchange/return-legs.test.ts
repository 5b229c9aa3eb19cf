import assert from "node:assert/strict";
import { test } from "node:test";
import type { DialOrder } from "../../src/exchange/port.ts";
import type { SimulatedOptions } from "../../src/exchange/simulated/options.ts";
import { unansweredMs } from "../../src/exchange/simulated/spoken-length.ts";
import type { ReturnCall } from "../../src/exchange/simulated/traffic/traffic.ts";
import type { ReturnDialogue } from "../../src/line/commands.ts";
import { agent, bareReturn, begin, caller, returnCall, trafficOf } from "./under-test.ts";

const dial: DialOrder = {
  type: "dial",
  attempt: "a~1",
  callback: "a",
  person: "person-1",
  skill: 1,
  place: 5_000,
  ringForMs: 20_000,
  number: "+573001234567",
  dialogue: bareReturn,
};

/** A hall in which the customer of callback `a` answers their attempts so; the order to dial is given at 0. */
function dialled(
  more: Partial<ReturnCall>,
  seat: boolean,
  agents = [agent("ana")],
  dialogue: Partial<ReturnDialogue> = {},
  options: Partial<SimulatedOptions> = {},
) {
  const customer = { handleMs: 30_000, returnCall: () => returnCall(more) };
  const hall = begin({ agents, traffic: trafficOf([], customer), options });
  hall.exchange.connect((report) => {
    hall.receive(report);
    if (seat && report.type === "attempt-progressed" && report.progress === "confirmed")
      hall.exchange.execute({ type: "seat", call: report.attempt, skill: 1, place: 5_000 });
  });
  hall.exchange.execute({ ...dial, dialogue: { ...dial.dialogue, ...dialogue } });
  return hall;
}

test("a customer who picks up and confirms is seated and reaches an agent", async () => {
  const hall = dialled({}, true);
  await hall.clock.run(120_000);
  assert.deepEqual(hall.said().slice(1), [
    "1002 attempt a~1 ringing",
    "6002 attempt a~1 answered",
    "9002 attempt a~1 confirmed",
    "9004 joined a~1",
    "9004 rung a~1 ana",
    "9004 answered a~1 ana",
    "39004 ended a~1",
    "39004 agent ana free",
  ]);
  assert.deepEqual(hall.observer.rings, [
    { number: dial.number, attempt: "a~1", at: 1_002, until: 6_002, how: "picked-up" },
  ]);
  assert.deepEqual(hall.observer.heardBy("a~1"), ["confirmation-asked", "queue-music"]);
});

/** When who presses nothing was asked twice. */
const UNANSWERED_AT =
  6_002 +
  unansweredMs([{ what: "confirmation-asked", greets: true, later: false }], 0) +
  unansweredMs([{ what: "confirmation-asked-again" }], 0);

const ends: readonly [Partial<ReturnCall>, readonly string[]][] = [
  [{ does: "busy" }, ["1002 attempt a~1 busy"]],
  [{ does: "failed" }, ["1002 attempt a~1 failed"]],
  [{ does: "invalid" }, ["1002 attempt a~1 invalid"]],
  [{ does: "no-answer" }, ["1002 attempt a~1 ringing", "21002 attempt a~1 no-answer"]],
  [{ ringMs: 30_000 }, ["1002 attempt a~1 ringing", "21002 attempt a~1 no-answer"]],
  [
    { does: "machine" },
    ["1002 attempt a~1 ringing", "6002 attempt a~1 answered", `${UNANSWERED_AT} attempt a~1 machine`],
  ],
  [
    { does: "declined" },
    ["1002 attempt a~1 ringing", "6002 attempt a~1 answered", "9002 attempt a~1 declined"],
  ],
  [
    { does: "hang-up" },
    ["1002 attempt a~1 ringing", "6002 attempt a~1 answered", "9002 attempt a~1 hung-up"],
  ],
];

for (const [script, expected] of ends)
  test(`an attempt that meets ${JSON.stringify(script)} ends so, once, and nothing is left of it`, async () => {
    const hall = dialled(script, true);
    await hall.clock.run(120_000);
    assert.deepEqual(hall.said().slice(1), expected);
    hall.exchange.connect(hall.receive);
    const { report } = hall.reported.at(-1)!;
    assert.ok(report.type === "snapshot" && report.attempts.length === 0 && report.calls.length === 0);
  });

test("a person who listens and presses nothing is asked once more, and then taken for a machine", async () => {
  for (const script of [{ does: "silent" }, { does: "confirm", confirmAfterMs: 15_000 }] as const) {
    const hall = dialled(script, true);
    await hall.clock.run(120_000);
    assert.deepEqual(hall.said().slice(2), [
      "6002 attempt a~1 answered",
      `${UNANSWERED_AT} attempt a~1 machine`,
    ]);
    assert.deepEqual(hall.observer.heardBy("a~1"), [
      "confirmation-asked",
      "confirmation-asked-again",
      "goodbye",
    ]);
    assert.deepEqual(hall.observer.didOf("a~1"), []);
  }
});

const laterMs = [600_000, 1_200_000];

test("a customer who asks to be called later picks a time that is offered, hears a goodbye, and the exchange ends the call", async () => {
  for (const [later, picked] of [
    [0, 600_000],
    [1, 1_200_000],
    [8, 1_200_000],
  ] as const) {
    const hall = dialled({ later }, true, [agent("ana")], { laterMs });
    await hall.clock.run(120_000);
    assert.equal(hall.said().at(-1), "12002 attempt a~1 snoozed");
    const { report } = hall.reported.at(-1)!;
    assert.equal(report.type === "attempt-progressed" && report.laterMs, picked);
    assert.deepEqual(hall.observer.heardBy("a~1"), ["confirmation-asked", "later-options", "goodbye"]);
    assert.deepEqual(hall.observer.didOf("a~1"), ["pressed 3", `pressed ${laterMs.indexOf(picked) + 1}`]);
    assert.equal(hall.observer.ends.get("a~1"), 12_002);
    hall.exchange.connect(hall.receive);
    const last = hall.reported.at(-1)!.report;
    assert.ok(last.type === "snapshot" && last.attempts.length === 0);
  }
});

test("a customer who would ask for a later time and is offered none confirms", async () => {
  const hall = dialled({ later: 0 }, true);
  await hall.clock.run(20_000);
  assert.ok(hall.said().includes("9002 attempt a~1 confirmed"));
});

const times = (again: "silent" | null) => ({ what: "later-options", laterMs, again }) as const;

test("a customer who asks for the later times and then hangs up, or says nothing, is not seated", async () => {
  for (const [later, end] of [
    ["hang-up", "12002 attempt a~1 hung-up"],
    [
      "silent",
      `${9_002 + unansweredMs([times(null)], 0) + unansweredMs([times("silent")], 0)} attempt a~1 machine`,
    ],
  ] as const) {
    const hall = dialled({ later }, true, [agent("ana")], { laterMs });
    await hall.clock.run(120_000);
    assert.equal(hall.said().at(-1), end);
    assert.equal(hall.observer.didOf("a~1").includes("hung-up"), later === "hang-up");
  }
});

test("the recorded name is played first where that is safe, else after key 1, and not at all where there is none", async () => {
  for (const [name, heard] of [
    ["first", ["name", "confirmation-asked", "queue-music"]],
    ["after-key", ["confirmation-asked", "name", "queue-music"]],
    [null, ["confirmation-asked", "queue-music"]],
  ] as const) {
    const hall = dialled({}, true, [agent("ana")], { name });
    await hall.clock.run(20_000);
    assert.deepEqual(hall.observer.heardBy("a~1"), heard);
    const played = hall.observer.hearings.find(({ what }) => what.what === "name");
    if (name !== null) assert.ok(played?.what.what === "name" && played.what.of === "a");
  }
});

test("a person who says that they are somebody else never hears a name that waits for key 1, nor a reason; nor does a machine", async () => {
  for (const does of ["declined", "machine", "silent", "hang-up"] as const) {
    const hall = dialled({ does }, true, [agent("ana")], { name: "after-key", laterMs });
    await hall.clock.run(120_000);
    const heard = hall.observer.heardBy("a~1");
    const goodbye = ["confirmation-asked", "goodbye"];
    const twice = ["confirmation-asked", "confirmation-asked-again", "goodbye"];
    assert.deepEqual(
      heard,
      { declined: goodbye, machine: twice, silent: twice, "hang-up": ["confirmation-asked"] }[does],
    );
    assert.deepEqual(
      hall.observer.didOf("a~1"),
      { declined: ["pressed 2"], machine: [], silent: [], "hang-up": ["hung-up"] }[does],
    );
  }
});

test("when Espera goes away while they hear the later times, they are seated at once", async () => {
  const hall = dialled({ later: 0, confirmAfterMs: 5_000 }, true, [agent("ana")], { laterMs });
  await hall.clock.run(12_000);
  assert.equal(hall.observer.heardBy("a~1").at(-1), "later-options");
  hall.exchange.disconnect();
  await hall.clock.run(20_000);
  assert.deepEqual(hall.observer.heardBy("a~1").slice(1), ["later-options", "queue-music"]);
  assert.equal(hall.observer.services.length, 1);
});

test("when Espera says nothing after the confirmation, the leg is seated at the place the order carried", async () => {
  const seated = dialled({}, false);
  await seated.clock.run(17_002);
  assert.ok(seated.said().includes("17002 joined a~1"));
  seated.exchange.connect(seated.receive);
  const { report } = seated.reported.at(-1)!;
  assert.ok(report.type === "snapshot");
  assert.equal(report.calls[0]!.place, dial.place);
});

test("without Espera the one who picks up is seated unasked, a machine and who says nothing too", async () => {
  for (const does of ["confirm", "machine", "silent"] as const) {
    const hall = dialled({ does, confirmAfterMs: 20_000 }, true);
    await hall.clock.run(3_000);
    hall.exchange.disconnect();
    await hall.clock.run(6_002);
    assert.deepEqual(hall.observer.heardBy("a~1"), ["queue-music"]);
    assert.equal(hall.observer.services.length, 1);
  }
});

test("a machine that was seated without Espera hangs up when it has recorded for two minutes", async () => {
  const hall = dialled({ does: "machine" }, true, [], {}, { joinEmpty: true });
  await hall.clock.run(3_000);
  hall.exchange.disconnect();
  await hall.clock.run(300_000);
  assert.deepEqual(hall.observer.heardBy("a~1"), ["queue-music"]);
  assert.equal(hall.observer.ends.get("a~1"), 6_002 + 120_000);
});

test("a leg that an agent answered is reported when it is over, until Espera must have written it down", async () => {
  const hall = dialled({}, true);
  const servedNow = () => {
    hall.exchange.connect(hall.receive);
    const { report } = hall.reported.at(-1)!;
    return report.type === "snapshot" ? report.served : undefined;
  };
  await hall.clock.run(3_000);
  hall.exchange.disconnect();
  await hall.clock.run(20_000);
  assert.deepEqual(servedNow(), [], "they are talking");
  hall.exchange.disconnect();
  await hall.clock.run(3_600_000);
  const endedAt = hall.observer.ends.get("a~1");
  assert.deepEqual(servedNow(), [{ attempt: "a~1", agent: "ana", endedAt }], "nobody looked for an hour");
  hall.exchange.disconnect();
  await hall.clock.run(3_600_000 + 59_999);
  assert.deepEqual(servedNow(), [{ attempt: "a~1", agent: "ana", endedAt }]);
  await hall.clock.run(3_600_000 + 60_000);
  assert.deepEqual(servedNow(), []);
});

test("a leg that ended before Espera's eyes is reported for a minute too: it may have died of the news", async () => {
  const hall = dialled({}, true);
  await hall.clock.run(39_004);
  assert.ok(hall.said().includes("39004 ended a~1"));
  for (const [at, served] of [
    [39_004 + 59_999, 1],
    [39_004 + 60_000, 0],
  ] as const) {
    await hall.clock.run(at);
    hall.exchange.connect(hall.receive);
    const { report } = hall.reported.at(-1)!;
    assert.ok(report.type === "snapshot");
    assert.equal(report.served?.length, served, `at ${at}`);
  }
});

test("a leg that has picked up when Espera goes away is seated at once", async () => {
  const hall = dialled({}, true);
  await hall.clock.run(7_000);
  hall.exchange.disconnect();
  assert.deepEqual(hall.observer.heardBy("a~1"), ["confirmation-asked", "queue-music"]);
});

test("hanging up ends a leg on its way and stops its ringing, and does nothing to one in the queue", async () => {
  for (const [at, cut] of [
    [500, true],
    [3_000, true],
    [7_000, true],
    [9_003, true],
    [9_100, false],
  ] as const) {
    const hall = begin({
      agents: [],
      options: { joinEmpty: true },
      traffic: trafficOf([], { handleMs: 1, returnCall: () => returnCall() }),
    });
    hall.exchange.connect((report) => {
      hall.receive(report);
      if (report.type === "attempt-progressed" && report.progress === "confirmed")
        hall.exchange.execute({ type: "seat", call: report.attempt, skill: 1, place: 0 });
    });
    hall.exchange.execute(dial);
    await hall.clock.run(at - 2);
    hall.exchange.execute({ type: "hang-up", attempt: "a~1" });
    await hall.clock.run(20_000);
    assert.equal(hall.said().includes(`${at} ended a~1`), cut, `at ${at}`);
    if (at === 3_000) assert.equal(hall.observer.rings[0]!.how, "cancelled");
  }
});

test("an attempt is dialled once, however often it is ordered, also after it ended", async () => {
  const hall = dialled({ does: "no-answer" }, true);
  hall.exchange.execute(dial);
  await hall.clock.run(5_000);
  hall.exchange.execute(dial);
  await hall.clock.run(60_000);
  hall.exchange.execute(dial);
  await hall.clock.run(120_000);
  assert.equal(hall.observer.rings.length, 1);
  hall.exchange.execute({ ...dial, attempt: "a~2" });
  await hall.clock.run(200_000);
  assert.equal(hall.observer.rings.length, 2);
});

test("a leg the queue refuses waits for room, and hears when it is called again where there is none", async () => {
  const hall = dialled({}, true, []);
  await hall.clock.run(69_500);
  assert.deepEqual(hall.said().slice(4), ["9004 left a~1 empty", "69004 attempt a~1 turned-away"]);
  hall.exchange.execute({ type: "turn-away", call: "a~1", againAt: 130_000 });
  await hall.clock.run(120_000);
  assert.deepEqual(hall.observer.hearings.at(-1)?.what, { what: "called-again", at: 130_000 });
  assert.equal(hall.said().at(-1), "73502 ended a~1");
});

test("a leg for which room is made within the minute is served", async () => {
  const late = agent("ana", { shifts: [{ from: 40_000, to: 1e12 }] });
  const hall = dialled({}, true, [late]);
  await hall.clock.run(60_000);
  assert.ok(hall.said().includes("41004 joined a~1"), hall.said().join("\n"));
  assert.ok(hall.said().includes("41004 answered a~1 ana"), hall.said().join("\n"));
});

test("a leg for which there is no room, and no Espera either, hears that nobody can attend", async () => {
  const hall = dialled({}, true, []);
  await hall.clock.run(30_000);
  hall.exchange.disconnect();
  await hall.clock.run(120_000);
  assert.equal(hall.observer.heardBy("a~1").at(-1), "sorry");
  assert.equal(hall.observer.ends.get("a~1"), 73_004);
});

test("a customer who hangs up while there is no room takes nobody else out of the queue", async () => {
  const hall = dialled({ patienceMs: 10_000 }, true, []);
  await hall.clock.run(120_000);
  assert.deepEqual(hall.said().slice(4), ["9004 left a~1 empty", "19002 ended a~1"]);
});

test("a customer in the queue hangs up when their patience is over", async () => {
  const busy = caller("busy", 0, { handleMs: 3_600_000 });
  const hall = begin({
    agents: [agent("ana")],
    traffic: trafficOf([busy], { handleMs: 1_000, returnCall: () => returnCall({ patienceMs: 15_000 }) }),
  });
  hall.exchange.connect(hall.receive);
  hall.exchange.execute({ type: "pass", call: "busy", skill: 1, place: 0 });
  hall.exchange.execute(dial);
  await hall.clock.run(60_000);
  assert.equal(hall.said().at(-1), `${9_002 + 15_000} ended a~1`);
});
