import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { agent, begin, caller, passAll, promptAgents } from "./under-test.ts";

const M = 60_000;

test("a caller who finds a free agent is rung for at once; one who waits, only at the queue's next poll", async () => {
  const hall = begin({
    agents: [agent("ana")],
    callers: [caller("first", 100, { handleMs: 30_100 }), caller("second", 5_000)],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(10 * M);
  const [first, second] = hall.observer.services;
  assert.equal(first!.at, 102);
  assert.equal(hall.observer.ends.get("first"), 30_202);
  const late = second!.at - 30_202;
  assert.ok(late > 0 && late <= 1_000, `rung ${late} ms after the agent became free`);
});

test("the delay between a free agent and the ring is spread over the poll", async () => {
  const delays: number[] = [];
  for (let seed = 0; seed < 200; seed++) {
    const hall = begin({
      seed,
      agents: [agent("ana")],
      callers: [caller("first", 0, { handleMs: 30_000 }), caller("second", 1)],
    });
    await hall.clock.run(10 * M);
    delays.push(hall.observer.services[1]!.at - 30_000);
  }
  const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
  assert.ok(Math.abs(mean - 500) < (4 * 289) / Math.sqrt(200), `mean delay ${mean}`);
});

test("a caller who joins behind others does not make the queue look before its poll", async () => {
  for (let seed = 0; seed < 10; seed++) {
    const begun = (more: ReturnType<typeof caller>[]) =>
      begin({
        seed,
        agents: [agent("ana")],
        callers: [caller("first", 0, { handleMs: 30_000 }), caller("second", 1), ...more],
      });
    const rungAt = async (hall: ReturnType<typeof begin>) => {
      await hall.clock.run(M);
      return hall.observer.services[1];
    };
    assert.deepEqual(await rungAt(begun([caller("third", 30_001)])), await rungAt(begun([])));
  }
});

test("two heads ring two agents at once, and the one behind may be answered first", async () => {
  const overtaken = { yes: 0, no: 0 };
  for (let seed = 0; seed < 60; seed++) {
    const hall = begin({
      seed,
      options: { missProbability: 0, agentAnswersAfterMs: { from: 1_000, to: 6_000 } },
      agents: [agent("ana"), agent("bea")],
      callers: [caller("a", 0), caller("b", 0), caller("head", 30_000), caller("behind", 31_000)],
    });
    hall.exchange.connect(hall.receive);
    await hall.clock.run(5 * M);
    const rungAt = (call: string) =>
      hall.reported.find(({ report }) => report.type === "call-rung" && report.call === call)!.at;
    const answeredAt = (call: string) => hall.observer.services.find((one) => one.call === call)!.at;
    assert.ok(rungAt("head") <= rungAt("behind"));
    overtaken[answeredAt("behind") < answeredAt("head") ? "yes" : "no"]++;
  }
  assert.ok(overtaken.yes > 0 && overtaken.no > overtaken.yes, JSON.stringify(overtaken));
});

test("an agent who does not answer is rung for the whole time, and the caller rests before the next ring", async () => {
  const hall = begin({
    options: { ...promptAgents, missProbability: 1 },
    agents: [agent("ana")],
    callers: [caller("a", 0, { patienceMs: 40_000 })],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(5 * M);
  const times = (type: string) =>
    hall.reported.filter(({ report }) => report.type === type).map(({ at }) => at);
  const [firstRing, secondRing] = times("call-rung");
  assert.deepEqual(times("ring-missed")[0], firstRing! + 15_000);
  assert.equal(hall.observer.stays[0]!.firstRungAt, firstRing);
  const rest = secondRing! - firstRing! - 15_000;
  assert.ok(rest >= 2_000 && rest <= 3_000, `rested ${rest}`);
  assert.equal(hall.observer.ends.get("a"), 40_000);
});

test("while the head rests after a missed ring, one free agent is kept for them and a second is not", async () => {
  const begun = (agents: number) =>
    begin({
      options: { ...promptAgents, ringForMs: 5_000, missProbability: 1, retryMs: 4_000 },
      agents: Array.from({ length: agents }, (_, i) => agent(`agent-${i}`)),
      callers: [caller("head", 0), caller("behind", 5_500)],
    });
  const rungs = async (hall: ReturnType<typeof begin>) => {
    hall.exchange.connect(passAll(hall));
    await hall.clock.run(8_500);
    return hall.reported
      .filter(({ report }) => report.type === "call-rung")
      .map(({ report }) => "call" in report && report.call);
  };
  assert.deepEqual(await rungs(begun(1)), ["head"]);
  const two = await rungs(begun(2));
  assert.deepEqual(two, ["head", "behind"]);
});

test("an agent who was rung in vain, because the caller hung up, is free for the next and nobody reports a missed ring", async () => {
  const hall = begin({
    options: { agentAnswersAfterMs: { from: 5_000, to: 5_000 } },
    agents: [agent("ana")],
    callers: [caller("leaves", 0, { patienceMs: 3_000 }), caller("next", 1_000)],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(M);
  assert.deepEqual(
    hall.observer.services.map(({ call }) => call),
    ["next"],
  );
  assert.ok(!hall.said().some((line) => line.includes("ring-missed")));
});

test("an agent wraps up after each call before the next rings them", async () => {
  const hall = begin({
    agents: [agent("ana", { wrapUpMs: 20_000 })],
    callers: [caller("a", 0, { handleMs: 10_000 }), caller("b", 1)],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(M);
  assert.deepEqual(
    hall.said().filter((line) => line.includes("agent")),
    ["10002 agent ana wrap-up", "30002 agent ana free"],
  );
  const gap = hall.observer.services[1]!.at - 30_002;
  assert.ok(gap > 0 && gap <= 1_000);
});

test("a full queue refuses, and says so; the caller hears that nobody can attend and their call ends", async () => {
  const hall = begin({
    options: { maxLength: 2 },
    agents: [agent("ana")],
    callers: ["talks", "waits", "waits too", "refused"].map((call, i) => caller(call, i * 10)),
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(40_000);
  assert.ok(hall.said().includes("32 left refused full"));
  assert.deepEqual(hall.observer.heardBy("refused"), ["sorry"]);
  assert.equal(hall.observer.ends.get("refused"), 32 + 4_000);
  assert.deepEqual(hall.observer.heardBy("waits too"), ["queue-music"]);
});

test("a queue without agents refuses, unless it is configured to take callers all the same", async () => {
  for (const joinEmpty of [false, true]) {
    const hall = begin({
      options: { joinEmpty },
      agents: [agent("ana", { shifts: [{ from: M, to: 2 * M }] })],
      callers: [caller("early", 1_000)],
    });
    hall.exchange.connect(passAll(hall));
    await hall.clock.run(3 * M);
    assert.equal(hall.said().includes("1002 left early empty"), !joinEmpty);
    assert.equal(hall.observer.services.length, joinEmpty ? 1 : 0);
  }
});

test("an agent logs in and out by their shift, and ends the call they are in first", async () => {
  const hall = begin({
    agents: [
      agent("ana", {
        wrapUpMs: 5_000,
        shifts: [
          { from: 10_000, to: 60_000 },
          { from: 200_000, to: 300_000 },
        ],
      }),
    ],
    callers: [caller("long", 30_000, { handleMs: 90_000 }), caller("next day", 210_000)],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(250_000);
  assert.deepEqual(
    hall.said().filter((line) => line.includes("agent")),
    ["10000 agent ana free", "120002 agent ana away", "200000 agent ana free"],
  );
  assert.equal(hall.observer.services.length, 2);
});

test("an agent whose shift ends while they wrap up is away, and stays so", async () => {
  const hall = begin({
    agents: [agent("ana", { wrapUpMs: 20_000, shifts: [{ from: 0, to: 15_000 }] })],
    callers: [caller("a", 0, { handleMs: 10_000 })],
  });
  hall.exchange.connect(passAll(hall));
  await hall.clock.run(M);
  assert.deepEqual(
    hall.said().filter((line) => line.includes("agent")),
    ["10002 agent ana wrap-up", "15000 agent ana away"],
  );
});

test("a shared agent goes to the skill that comes first for them when both need them", async () => {
  for (const skills of [
    [1, 2],
    [2, 1],
  ]) {
    const hall = begin({
      agents: [agent("ana", { skills })],
      callers: [
        caller("talks", 0, { handleMs: 30_000 }),
        caller("one", 10, { skill: 1, patienceMs: 50_000 }),
        caller("two", 20, { skill: 2, patienceMs: 50_000 }),
      ],
    });
    await hall.clock.run(40_000);
    assert.equal(hall.observer.services[1]!.call, skills[0] === 1 ? "one" : "two");
  }
});

test("of two free agents the one who serves the skill first is rung, then the one longest without a call", async () => {
  const hall = begin({
    agents: [agent("shared", { skills: [2, 1] }), agent("own"), agent("own too")],
    callers: [0, 1, 2].map((i) => caller(`c${i}`, i * 1_000, { handleMs: 500 })),
  });
  await hall.clock.run(M);
  assert.deepEqual(
    hall.observer.services.map((one) => one.agent),
    ["own", "own too", "own"],
  );
});

test("a caller who joins with an earlier place stands before the others but does not disturb a ring", async () => {
  const hall = begin({
    options: { agentAnswersAfterMs: { from: 4_000, to: 4_000 } },
    agents: [agent("ana")],
    callers: [caller("rung", 1_000), caller("second", 2_000), caller("returned", 3_000)],
  });
  hall.exchange.connect((report) => {
    hall.receive(report);
    if (report.type !== "call-arrived") return;
    const place = report.call === "returned" ? 0 : hall.clock.now();
    hall.exchange.execute({ type: "pass", call: report.call, skill: 1, place });
  });
  await hall.clock.run(10 * M);
  assert.deepEqual(
    hall.observer.services.map(({ call }) => call),
    ["rung", "returned", "second"],
  );
});

test("whatever the places and the agents do, first rings of those in a queue follow their places", () => {
  const scenario = fc.record({
    seed: fc.nat(),
    agents: fc.integer({ min: 1, max: 4 }),
    missed: fc.constantFrom(0, 0.3),
    callers: fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 120_000 }),
        place: fc.integer({ min: 0, max: 20 }),
        patienceMs: fc.integer({ min: 1_000, max: 200_000 }),
        handleMs: fc.integer({ min: 1_000, max: 40_000 }),
      }),
      { minLength: 2, maxLength: 25 },
    ),
  });
  return fc.assert(
    fc.asyncProperty(scenario, async ({ seed, agents, missed, callers }) => {
      const hall = begin({
        seed,
        options: { missProbability: missed, agentAnswersAfterMs: { from: 0, to: 6_000 } },
        agents: Array.from({ length: agents }, (_, i) => agent(`agent-${i}`, { wrapUpMs: 3_000 })),
        callers: callers.map(({ at, patienceMs, handleMs }, i) =>
          caller(`c${i}`, at, { patienceMs, handleMs }),
        ),
      });
      const placeOf = new Map(callers.map(({ place }, i) => [`c${i}`, place]));
      const neverRung = new Map<string, number>();
      let joins = 0;
      hall.exchange.connect((report) => {
        if (report.type === "call-arrived") {
          const place = placeOf.get(report.call)!;
          hall.exchange.execute({ type: "pass", call: report.call, skill: 1, place });
        } else if (report.type === "call-joined") neverRung.set(report.call, joins++);
        else if (report.type === "call-ended") neverRung.delete(report.call);
        else if (report.type === "call-rung" && neverRung.has(report.call)) {
          const rank = (call: string) => placeOf.get(call)! * 1_000 + neverRung.get(call)!;
          for (const waiting of neverRung.keys()) assert.ok(rank(report.call) <= rank(waiting));
          neverRung.delete(report.call);
        }
      });
      await hall.clock.run(Number.MAX_SAFE_INTEGER);
    }),
    { numRuns: 150 },
  );
});
