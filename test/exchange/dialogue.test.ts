import assert from "node:assert/strict";
import { test } from "node:test";
import type { Order, Report } from "../../src/exchange/port.ts";
import { spokenMs, unansweredMs } from "../../src/exchange/simulated/spoken-length.ts";
import { agent, bareQuestion, bareReturn, begin, caller, returnCall } from "./under-test.ts";

const WATCHDOG = 8_000;
const agents = [agent("ana")];
/** The question as {@link offer} has it. */
const QUESTION = { what: "question", opening: "arriving", waitMs: 120_000, later: false } as const;

/** Connects, and answers reports of these types with these orders. */
function answer(
  hall: ReturnType<typeof begin>,
  answers: Partial<Record<Report["type"], (report: Report) => Order | null>>,
): void {
  hall.exchange.connect((report) => {
    hall.receive(report);
    const order = answers[report.type]?.(report);
    if (order) hall.exchange.execute(order);
  });
}

const offer = (): Order => ({ type: "offer", call: "a", skill: 1, place: 0, dialogue: bareQuestion });
const thank = (): Order => ({ type: "thank", call: "a", fromAt: 60_000, untilAt: 120_000 });
const seat = (): Order => ({ type: "seat", call: "a", skill: 1, place: 0 });

test("a caller who says yes hears by when they will be called back, and their call ends", async () => {
  const hall = begin({ agents, callers: [caller("a", 0)] });
  answer(hall, { "call-arrived": offer, "choice-made": thank });
  await hall.clock.run(60_000);
  assert.deepEqual(hall.said(), [
    "0 snapshot",
    "0 arrived a",
    "2 question-began a",
    "5002 choice a yes key",
    `${5_004 + spokenMs([{ what: "promise", fromAt: 60_000, untilAt: 120_000 }], 5_004)} ended a`,
  ]);
  assert.deepEqual(
    hall.observer.hearings.map(({ what }) => what),
    [QUESTION, { what: "promise", fromAt: 60_000, untilAt: 120_000 }],
  );
});

test("a caller who says no, or nothing until the question's time is over, is seated when Espera says so", async () => {
  for (const [does, choice] of [
    ["no", "5002 choice a no key"],
    ["silent", `${2 + unansweredMs([QUESTION], 0)} choice a silent timeout`],
  ] as const) {
    const hall = begin({ agents, callers: [caller("a", 0, { question: { afterMs: 5_000, does } })] });
    answer(hall, { "call-arrived": offer, "choice-made": seat });
    await hall.clock.run(20_000);
    assert.equal(hall.said()[3], choice);
    assert.match(hall.said()[4]!, /joined a$/);
  }
});

test("an order that was on its way when the caller asked for something is no answer to that", async () => {
  const question = { afterMs: 5_000, does: "yes" as const };
  const hall = begin({ callers: [caller("a", 0, { queueKey: { afterMs: 0, question } })], agents });
  answer(hall, { "call-arrived": seat });
  hall.clock.at(1, () => hall.exchange.execute(seat()));
  await hall.clock.run(WATCHDOG + 1);
  assert.deepEqual(hall.said().slice(0, 4), ["0 snapshot", "0 arrived a", "2 joined a", "2 rung a ana"]);
  assert.deepEqual(hall.said().slice(4), ["2 ring-missed a ana", "2 agent ana free", "2 requested a"]);
});

test("only the end of the call is reported of a caller who hangs up on the question", async () => {
  for (const more of [{ question: { afterMs: 5_000, does: "hang-up" as const } }, { patienceMs: 5_002 }]) {
    const hall = begin({
      agents,
      callers: [caller("a", 0, { question: { afterMs: 9_000, does: "yes" }, ...more })],
    });
    answer(hall, { "call-arrived": offer });
    await hall.clock.run(60_000);
    assert.deepEqual(hall.said().slice(3), ["5002 ended a"]);
  }
});

test("a caller who did not say yes is not thanked and sent away, whatever Espera says: the exchange seats them", async () => {
  const hall = begin({ agents, callers: [caller("a", 0, { question: { afterMs: 5_000, does: "no" } })] });
  answer(hall, { "call-arrived": offer, "choice-made": thank });
  await hall.clock.run(20_000);
  assert.deepEqual(hall.observer.heardBy("a"), ["question", "queue-music"]);
  assert.equal(hall.said()[4], `${5_002 + WATCHDOG} joined a`);
});

test("when Espera says nothing to an arrival, the exchange seats the caller at their place", async () => {
  const hall = begin({ agents, callers: [caller("a", 500)] });
  answer(hall, {});
  await hall.clock.run(8_500);
  assert.deepEqual(hall.said().slice(1), [
    "500 arrived a",
    `${500 + WATCHDOG} joined a`,
    "8500 rung a ana",
    "8500 answered a ana",
  ]);
});

test("when Espera says nothing to a choice, also to a yes, the exchange seats the caller at their place", async () => {
  for (const does of ["yes", "no"] as const) {
    const hall = begin({ agents, callers: [caller("a", 0, { question: { afterMs: 5_000, does } })] });
    answer(hall, { "call-arrived": offer });
    await hall.clock.run(20_000);
    assert.equal(hall.said()[4], `${5_002 + WATCHDOG} joined a`);
  }
});

test("when Espera goes away, a caller in the dialogue is seated at once, and so is who arrives later", async () => {
  const hall = begin({
    agents: [],
    options: { joinEmpty: true },
    callers: [
      caller("a", 0),
      caller("b", 1_000),
      caller("c", 10_000),
      caller("asked", 0, { question: { afterMs: 9_000, does: "yes" } }),
    ],
  });
  answer(hall, {
    "call-arrived": (report) =>
      report.type === "call-arrived" && report.call !== "b"
        ? ({ ...offer(), call: report.call } as Order)
        : null,
    "choice-made": thank,
  });
  await hall.clock.run(6_000);
  hall.exchange.disconnect();
  assert.deepEqual(hall.observer.heardBy("a"), ["question", "promise", "queue-music"]);
  assert.deepEqual(hall.observer.heardBy("b"), ["queue-music"]);
  assert.deepEqual(hall.observer.heardBy("asked"), ["question", "queue-music"]);
  await hall.clock.run(10_000);
  assert.deepEqual(hall.observer.heardBy("c"), ["queue-music"]);
  assert.ok(!hall.said().some((line) => line.includes("joined")));
});

test("patience runs from the arrival, whatever is said meanwhile", async () => {
  const hall = begin({
    agents: [],
    options: { joinEmpty: true },
    callers: [caller("a", 1_000, { patienceMs: 30_000, question: { afterMs: 5_000, does: "no" } })],
  });
  answer(hall, { "call-arrived": offer, "choice-made": seat });
  await hall.clock.run(60_000);
  assert.equal(hall.said().at(-1), "31000 ended a");
});

test("a caller who gave up phones again if they are one who does; a caller who said yes phones again unless they are called back before", async () => {
  const again = { afterAbandonMs: 20_000, afterYesMs: 40_000, call: (at: number) => caller("a again", at) };
  const abandons = begin({
    callers: [caller("a", 0, { patienceMs: 10_000, redial: again })],
    options: { joinEmpty: true },
  });
  answer(abandons, {});
  await abandons.clock.run(35_000);
  assert.ok(abandons.said().includes("30000 arrived a again"));

  for (const calledBack of [false, true]) {
    const accepts = begin({
      agents,
      callers: [caller("a", 0, { redial: again, returnCall: () => returnCall() })],
    });
    answer(accepts, { "call-arrived": offer, "choice-made": thank });
    await accepts.clock.run(20_000);
    if (calledBack)
      accepts.exchange.execute({
        type: "dial",
        attempt: "a~1",
        callback: "a",
        person: "p",
        skill: 1,
        place: 0,
        ringForMs: 25_000,
        number: "+573001234567",
        dialogue: bareReturn,
      });
    await accepts.clock.run(60_000);
    assert.equal(
      accepts.said().some((line) => line.includes("arrived a again")),
      !calledBack,
    );
  }
});

test("an exchange that is closed says nothing more and leaves no timer", async () => {
  const hall = begin({ agents, callers: [caller("a", 1_000), caller("b", 2_000)] });
  answer(hall, {});
  await hall.clock.run(1_500);
  hall.exchange.close();
  assert.equal(hall.clock.nextAt(), null);
  assert.deepEqual(hall.said(), ["0 snapshot", "1000 arrived a"]);
});
