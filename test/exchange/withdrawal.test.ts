import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Order } from "../../src/exchange/port.ts";
import { unansweredMs } from "../../src/exchange/simulated/spoken-length.ts";
import type { SimulatedCaller } from "../../src/exchange/simulated/traffic/traffic.ts";
import { agent, bareQuestion, begin, caller, dial, passAll } from "./under-test.ts";

const busy = caller("busy", 0, { handleMs: 60_000 });
const withdraw = (call = "a", place = 1_000): Order => ({
  type: "withdraw",
  call,
  skill: 1,
  place,
  dialogue: bareQuestion,
});
/** The question as {@link withdraw} has it. */
const QUESTION = { what: "question", opening: "waiting", waitMs: 120_000, later: false } as const;
const seat = (call = "a", place = 1_000): Order => ({ type: "seat", call, skill: 1, place });

/** An agent who talks for a minute, `a` who waits from 1 s on, `b` behind them from 2 s on; all are let pass. */
function queueOf(a: Partial<SimulatedCaller> = {}, more: Parameters<typeof begin>[0] = {}) {
  const hall = begin({
    agents: [agent("ana")],
    callers: [busy, caller("a", 1_000, a), caller("b", 2_000)],
    ...more,
  });
  hall.exchange.connect(passAll(hall));
  return hall;
}

test("a caller who waits is taken out of the queue and asked; one who does not want to be called back is seated at their place", async () => {
  for (const [does, choice, seatAt] of [
    ["no", "14002 choice a no key", 15_000],
    ["silent", `${10_002 + unansweredMs([QUESTION], 0)} choice a silent timeout`, 29_000],
  ] as const) {
    const hall = queueOf({ question: { afterMs: 4_000, does } });
    await hall.clock.run(10_000);
    hall.exchange.execute(withdraw());
    await hall.clock.run(seatAt);
    hall.exchange.execute(seat());
    await hall.clock.run(200_000);
    const theirs = hall.said().filter((line) => / a( |$)/.test(line));
    assert.deepEqual(theirs.slice(2, 5), ["10002 question-began a", choice, `${seatAt + 2} joined a`]);
    assert.deepEqual(hall.observer.heardBy("a"), ["queue-music", "question", "queue-music"]);
    assert.deepEqual(
      hall.observer.services.map(({ call }) => call),
      ["busy", "a", "b"],
    );
    assert.deepEqual(hall.observer.services[1]!.place, 1_000);
  }
});

test("a caller who is asked out of the queue and says yes hears by when they will be called back", async () => {
  const hall = queueOf();
  await hall.clock.run(10_000);
  hall.exchange.execute(withdraw());
  await hall.clock.run(16_000);
  hall.exchange.execute({ type: "thank", call: "a", fromAt: 60_000, untilAt: 120_000 });
  await hall.clock.run(200_000);
  assert.deepEqual(hall.observer.heardBy("a"), ["queue-music", "question", "promise"]);
  assert.deepEqual(
    hall.observer.services.map(({ call }) => call),
    ["busy", "b"],
  );
});

test("while they are asked nobody is rung for them, and who stands behind them is", async () => {
  const hall = queueOf({ question: { afterMs: 11_000, does: "no" } });
  await hall.clock.run(55_000);
  hall.exchange.execute(withdraw());
  await hall.clock.run(70_000);
  const [, second] = hall.observer.services;
  assert.equal(second!.call, "b");
});

test("an order to take them out that meets an agent's ring is ignored: the agent answers", async () => {
  const hall = queueOf({}, { options: { agentAnswersAfterMs: { from: 5_000, to: 5_000 } } });
  const rungAt = (call: string) => hall.said().findIndex((line) => line.endsWith(`rung ${call} ana`));
  await hall.clock.run(64_990);
  while (rungAt("a") < 0) await hall.clock.run(hall.clock.now() + 10);
  hall.exchange.execute(withdraw());
  await hall.clock.run(hall.clock.now() + 6_000);
  assert.deepEqual(hall.observer.heardBy("a"), ["queue-music"]);
  assert.equal(hall.observer.services[1]!.call, "a");
});

test("the same order to take them out is obeyed once, and a new one again", async () => {
  const hall = queueOf({ question: { afterMs: 4_000, does: "no" } });
  const asked = () => hall.said().filter((line) => line.includes("question-began")).length;
  await hall.clock.run(10_000);
  hall.exchange.execute(withdraw());
  await hall.clock.run(15_000);
  hall.exchange.execute(seat());
  await hall.clock.run(16_000);
  hall.exchange.execute(withdraw());
  await hall.clock.run(17_000);
  assert.equal(asked(), 1);
  hall.exchange.execute({ ...withdraw(), dialogue: { ...bareQuestion, waitMs: 60_000 } } as Order);
  await hall.clock.run(18_000);
  assert.equal(asked(), 2);
});

test("nobody is taken out of a queue in which they do not wait: no caller who arrives or talks, and no customer who is called back", async () => {
  const hall = begin({ agents: [agent("ana")], callers: [busy, caller("new", 20_000)] });
  hall.exchange.connect(hall.receive);
  hall.exchange.execute({ type: "pass", call: "busy", skill: 1, place: 0 });
  hall.exchange.execute(dial);
  await hall.clock.run(21_000);
  assert.ok(hall.said().includes("17002 joined c~1"));
  for (const call of ["busy", "new", "c~1"]) hall.exchange.execute(withdraw(call));
  await hall.clock.run(22_000);
  assert.ok(!hall.said().some((line) => line.includes("question-began")));
});

test("when Espera says nothing after the choice, the exchange puts them back at the place they had", async () => {
  const hall = queueOf({ question: { afterMs: 4_000, does: "no" } });
  await hall.clock.run(10_000);
  hall.exchange.execute(withdraw("a", 1_000));
  await hall.clock.run(200_000);
  const again = hall.observer.stays.filter(({ call }) => call === "a");
  assert.deepEqual(
    again.map(({ place, at }) => [place, at]),
    [
      [1_000, 1_002],
      [1_000, 22_002],
    ],
  );
  assert.equal(hall.observer.services[1]!.call, "a");
});

test("a queue that filled up while they were asked refuses them, as a real one does", async () => {
  const hall = begin({
    options: { maxLength: 2 },
    agents: [agent("ana")],
    callers: [
      busy,
      caller("a", 1_000, { question: { afterMs: 4_000, does: "no" } }),
      caller("b", 2_000),
      caller("c", 11_000),
    ],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(10_000);
  hall.exchange.execute(withdraw());
  await hall.clock.run(15_000);
  hall.exchange.execute(seat());
  await hall.clock.run(30_000);
  assert.deepEqual(hall.observer.heardBy("a"), ["queue-music", "question", "sorry"]);
  assert.ok(hall.said().includes("15002 left a full"));
  assert.deepEqual(
    hall.observer.heardBy("c"),
    ["queue-music"],
    "while they were asked there was room for another",
  );
});

const key = {
  queueKey: { afterMs: 9_000, question: { afterMs: 3_000, does: "yes" as const } },
  question: { afterMs: 3_000, does: "no" as const },
};

test("a caller who presses the key while they wait is out of the queue and asks to be asked", async () => {
  const hall = queueOf(key);
  await hall.clock.run(10_500);
  assert.ok(hall.said().includes("10002 requested a"));
  assert.deepEqual(hall.observer.didOf("a"), ["pressed 1"]);
  hall.exchange.execute({ type: "offer", call: "a", skill: 1, place: 1_000, dialogue: bareQuestion });
  await hall.clock.run(20_000);
  assert.ok(
    hall.said().includes("13502 choice a yes key"),
    "they do what they wanted to do when they pressed it",
  );
});

test("a caller who pressed the key is seated at their place when Espera says so, and also when it says nothing", async () => {
  for (const says of [true, false]) {
    const hall = queueOf(key);
    await hall.clock.run(10_500);
    if (says) hall.exchange.execute(seat());
    await hall.clock.run(200_000);
    const joins = hall.said().filter((line) => line.endsWith("joined a"));
    assert.deepEqual(joins, ["1002 joined a", `${says ? 10_502 : 18_002} joined a`]);
    assert.equal(hall.observer.services[1]!.call, "a");
  }
});

test("the key takes out also who is being rung for, and their agent is free for the next", async () => {
  const hall = begin({
    options: { agentAnswersAfterMs: { from: 5_000, to: 5_000 } },
    agents: [agent("ana")],
    callers: [
      caller("a", 1_000, { ...key, queueKey: { ...key.queueKey, afterMs: 2_000 } }),
      caller("b", 2_000),
    ],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(11_500);
  const about = hall.said().filter((line) => / a( ana)?$| b ana$/.test(line));
  assert.deepEqual(about.slice(2, 5), ["1002 rung a ana", "3002 ring-missed a ana", "3002 requested a"]);
  assert.deepEqual(
    hall.observer.services.map(({ call }) => call),
    ["b"],
  );
});

test("the key does nothing where the queue has none, where Espera is away, and once they talk", async () => {
  const deaf = queueOf(key, { options: { queueKey: false } });
  await deaf.clock.run(30_000);
  const away = queueOf(key);
  await away.clock.run(5_000);
  away.exchange.disconnect();
  await away.clock.run(30_000);
  for (const hall of [deaf, away]) {
    assert.deepEqual(hall.observer.didOf("a"), ["pressed 1"]);
    assert.deepEqual(hall.observer.heardBy("a"), ["queue-music"]);
    assert.ok(!hall.said().some((line) => line.includes("requested")));
  }
  const talks = begin({ agents: [agent("ana")], callers: [caller("a", 1_000, key)] });
  talks.exchange.connect(passAll(talks));
  await talks.clock.run(15_000);
  assert.deepEqual(talks.observer.didOf("a"), []);
});

test("no matter who is taken out when, by order or key, no first ring goes past them who is back in the queue", () =>
  fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.array(
        fc.record({
          at: fc.integer({ min: 0, max: 60_000 }),
          outAt: fc.option(fc.integer({ min: 0, max: 90_000 })),
          keyAfterMs: fc.option(fc.integer({ min: 0, max: 60_000 })),
          does: fc.constantFrom("no" as const, "silent" as const),
          handleMs: fc.integer({ min: 1_000, max: 30_000 }),
        }),
        { minLength: 2, maxLength: 12 },
      ),
      async (seed, drawn) => {
        const hall = begin({
          seed,
          agents: [agent("ana"), agent("bea")],
          options: { missProbability: 0.1, agentAnswersAfterMs: { from: 0, to: 6_000 } },
          callers: drawn.map(({ at, does, handleMs, keyAfterMs }, i) => {
            const question = { afterMs: 3_000, does };
            const key = keyAfterMs === null ? {} : { queueKey: { afterMs: keyAfterMs, question } };
            return caller(`c${i}`, at, { handleMs, question, ...key });
          }),
        });
        const placeOf = new Map(drawn.map(({ at }, i) => [`c${i}`, at]));
        const waiting = new Set<string>();
        const rung = new Set<string>();
        for (const [i, { outAt }] of drawn.entries())
          if (outAt !== null)
            hall.clock.at(outAt, () => hall.exchange.execute(withdraw(`c${i}`, placeOf.get(`c${i}`)!)));
        hall.exchange.connect((report) => {
          if (!("call" in report)) return;
          const { call } = report;
          const place = placeOf.get(call)!;
          if (
            report.type === "call-arrived" ||
            report.type === "choice-made" ||
            report.type === "offer-requested"
          )
            hall.exchange.execute(seat(call, place));
          if (report.type === "call-joined") waiting.add(call);
          if (
            report.type === "question-began" ||
            report.type === "offer-requested" ||
            report.type === "call-ended"
          )
            waiting.delete(call);
          if (report.type !== "call-rung" || rung.has(call)) return;
          rung.add(call);
          for (const other of waiting)
            assert.ok(rung.has(other) || placeOf.get(other)! >= place, `${call} was rung before ${other}`);
        });
        await hall.clock.run(3_600_000);
        assert.equal(hall.observer.services.length, drawn.length, "everybody is served in the end");
        for (const { call, place } of hall.observer.services) assert.equal(place, placeOf.get(call));
      },
    ),
    { numRuns: 150 },
  ));
