import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Order, Report } from "../../src/exchange/port.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { SeenSoFar } from "./seen-so-far.ts";
import { agent, bareQuestion, bareReturn, begin, caller, returnCall } from "./under-test.ts";

const behaviours = [
  "confirm",
  "declined",
  "no-answer",
  "busy",
  "machine",
  "failed",
  "invalid",
  "hang-up",
] as const;

/** Callers and customers of all kinds, and a seed for chance. */
const scenario = fc.record({
  seed: fc.nat(),
  agents: fc.integer({ min: 0, max: 3 }),
  maxLength: fc.constantFrom(null, 2),
  callers: fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 120_000 }),
      patienceMs: fc.integer({ min: 1_000, max: 300_000 }),
      handleMs: fc.integer({ min: 1_000, max: 60_000 }),
      does: fc.constantFrom("yes", "no", "silent", "hang-up"),
      customer: fc.constantFrom(...behaviours),
    }),
    { minLength: 1, maxLength: 12 },
  ),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

function hallOf({ seed, agents, maxLength, callers }: Scenario) {
  return begin({
    seed,
    options: { maxLength, missProbability: 0.2, agentAnswersAfterMs: { from: 0, to: 6_000 } },
    agents: Array.from({ length: agents }, (_, i) =>
      agent(`agent-${i}`, { wrapUpMs: 4_000, shifts: [{ from: 10_000 * i, to: 400_000 + i }] }),
    ),
    callers: callers.map(({ at, does, customer, ...more }, i) =>
      caller(`c${i}`, at, {
        ...more,
        question: { afterMs: 4_000, does },
        returnCall: () => returnCall({ does: customer, patienceMs: 30_000 }),
      }),
    ),
  });
}

/** An Espera that makes sense: it passes, offers, thanks, seats, dials, hangs up, or says nothing, by chance. */
function sensible(seed: number, give: (order: Order) => void): (report: Report) => void {
  const chance = new RandomSource(seed).stream("espera");
  const oneOf = (...choices: (() => void)[]) => choices[Math.floor(chance.uniform() * choices.length)]!();
  const silence = () => undefined;
  const dial = (callback: string) =>
    give({
      type: "dial",
      attempt: `${callback}~1`,
      callback,
      person: "p",
      skill: 1,
      place: 7,
      ringForMs: 20_000,
      number: "+573001234567",
      dialogue: bareReturn,
    });
  return (report) => {
    if (report.type === "call-arrived") {
      const { call, skill } = report;
      oneOf(
        () => give({ type: "pass", call, skill, place: 100 }),
        () => give({ type: "offer", call, skill, place: 100, dialogue: bareQuestion }),
        () => give({ type: "offer", call, skill, place: 100, dialogue: bareQuestion }),
        silence,
      );
    } else if (report.type === "choice-made") {
      const { call } = report;
      if (report.choice !== "yes") oneOf(() => give({ type: "seat", call, skill: 1, place: 50 }), silence);
      else
        oneOf(
          () => give({ type: "thank", call, fromAt: 1, untilAt: 2 }),
          () => give({ type: "thank", call, fromAt: 1, untilAt: 2 }),
          () => give({ type: "seat", call, skill: 1, place: 50 }),
          silence,
        );
    } else if (report.type === "call-ended" && !report.call.includes("~")) dial(report.call);
    else if (report.type === "attempt-progressed") {
      const { attempt } = report;
      const hangUp = () => give({ type: "hang-up", attempt });
      if (report.progress === "ringing") oneOf(hangUp, silence, silence, silence);
      if (report.progress === "confirmed")
        oneOf(() => give({ type: "seat", call: attempt, skill: 1, place: 60 }), hangUp, silence);
    }
  };
}

test("an order given again, at once or later, changes nothing", () =>
  fc.assert(
    fc.asyncProperty(
      scenario,
      fc.array(fc.nat(30_000), { minLength: 1, maxLength: 5 }),
      async (given, later) => {
        const run = async (repeated: boolean) => {
          const hall = hallOf(given);
          let ordered = 0;
          const espera = sensible(given.seed, (order) => {
            hall.exchange.execute(order);
            if (!repeated) return;
            const again = later[ordered++ % later.length]!;
            hall.exchange.execute(order);
            hall.clock.at(hall.clock.now() + again, () => hall.exchange.execute(order));
          });
          hall.exchange.connect((report) => {
            hall.receive(report);
            espera(report);
          });
          await hall.clock.run(Number.MAX_SAFE_INTEGER);
          return { reported: hall.reported, rings: hall.observer.rings, hearings: hall.observer.hearings };
        };
        assert.deepEqual(await run(true), await run(false));
      },
    ),
    { numRuns: 100 },
  ));

test("the same seed and the same orders give the same reports", () =>
  fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const run = async () => {
        const hall = hallOf(given);
        const espera = sensible(given.seed, (order) => hall.exchange.execute(order));
        hall.exchange.connect((report) => {
          hall.receive(report);
          espera(report);
        });
        await hall.clock.run(Number.MAX_SAFE_INTEGER);
        return hall.reported;
      };
      assert.deepEqual(await run(), await run());
    }),
    { numRuns: 20 },
  ));

const anyOrder = fc
  .record({
    type: fc.constantFrom("pass", "offer", "seat", "thank", "hang-up", "dial"),
    caller: fc.nat(12),
    leg: fc.boolean(),
    place: fc.nat(200_000),
  })
  .map(orderOf);

function orderOf(drawn: { type: Order["type"]; caller: number; leg: boolean; place: number }): Order {
  const { type, caller: n, leg, place } = drawn;
  const call = leg ? `c${n}~1` : `c${n}`;
  const attempt = leg ? call : `c${n}~${place % 3}`;
  switch (type) {
    case "thank":
      return { type, call, fromAt: place, untilAt: place + 1 };
    case "hang-up":
      return { type, attempt };
    case "dial":
      return {
        type,
        attempt,
        callback: `c${n}`,
        person: "p",
        skill: 1,
        place,
        ringForMs: 9_000,
        number: "1",
        dialogue: bareReturn,
      };
    case "pass":
    case "seat":
      return { type, call, skill: 1, place };
    case "offer":
    case "withdraw":
      return { type, call, skill: 1, place, dialogue: bareQuestion };
    case "judge-number":
      return { type, call, accepted: leg };
  }
}

test("whatever is ordered and whenever Espera comes and goes, every phone call ends and every agent is left free", () =>
  fc.assert(
    fc.asyncProperty(
      scenario,
      fc.array(fc.record({ at: fc.nat(200_000), order: anyOrder }), { maxLength: 60 }),
      fc.array(fc.record({ at: fc.nat(200_000), connect: fc.boolean() }), { maxLength: 6 }),
      async (given, orders, connections) => {
        const hall = hallOf(given);
        hall.exchange.connect(hall.receive);
        for (const { at, order } of orders) hall.clock.at(at, () => hall.exchange.execute(order));
        for (const { at, connect } of connections)
          hall.clock.at(at, () => {
            if (connect) hall.exchange.connect(hall.receive);
            else hall.exchange.disconnect();
          });
        await hall.clock.run(399_000);
        // Callers whom nobody answers have lost patience by then, and a conversation lasts a minute at most.
        await hall.clock.run(Number.MAX_SAFE_INTEGER);
        hall.exchange.connect(hall.receive);
        const { report } = hall.reported.at(-1)!;
        assert.ok(report.type === "snapshot");
        assert.deepEqual(report.calls, []);
        assert.deepEqual(report.attempts, []);
        assert.ok(report.agents.every(({ status }) => status === "away"));
        for (const { call } of hall.observer.hearings)
          assert.ok(hall.observer.ends.has(call), `${call} never ended`);
        for (let i = 0; i < given.callers.length; i++) assert.ok(hall.observer.ends.has(`c${i}`));
      },
    ),
    { numRuns: 150 },
  ));

test("a snapshot holds just what somebody believes who heard every report before it", () =>
  fc.assert(
    fc.asyncProperty(scenario, fc.integer({ min: 1, max: 300_000 }), async (given, at) => {
      const hall = hallOf(given);
      const seen = new SeenSoFar();
      const espera = sensible(given.seed, (order) => {
        hall.exchange.execute(order);
        if (order.type === "dial")
          hall.clock.at(hall.clock.now() + 2, () => seen.attempts.set(order.attempt, "dialling"));
      });
      hall.exchange.connect((report) => {
        seen.hear(report);
        espera(report);
      });
      await hall.clock.run(at);
      hall.exchange.connect(hall.receive);
      const { report } = hall.reported.at(-1)!;
      assert.ok(report.type === "snapshot");
      const calls = report.calls.map(({ call, sighting, agent: by }) => [
        call,
        by ? { sighting, agent: by } : { sighting },
      ]);
      assert.deepEqual(new Map(calls as never), seen.calls);
      assert.deepEqual(
        new Map(report.attempts.map(({ attempt, progress }) => [attempt, progress])),
        seen.attempts,
      );
      assert.deepEqual(new Map(report.agents.map(({ agent: id, status }) => [id, status])), seen.agents);
    }),
    { numRuns: 200 },
  ));

test("orders about calls that the exchange does not know, and orders while it is disconnected, do nothing", async () => {
  const hall = begin({ agents: [agent("ana")], callers: [caller("c0", 1_000)] });
  const dial = {
    type: "dial",
    attempt: "c0~1",
    callback: "c0",
    person: "p",
    skill: 1,
    place: 0,
    ringForMs: 9_000,
    number: "1",
    dialogue: bareReturn,
  } as const;
  hall.exchange.execute(dial);
  hall.exchange.connect(hall.receive);
  hall.exchange.execute({ type: "pass", call: "nobody", skill: 1, place: 0 });
  hall.exchange.execute({ type: "hang-up", attempt: "nobody~1" });
  await hall.clock.run(5_000);
  assert.deepEqual(hall.said(), ["0 snapshot", "1000 arrived c0"]);
  assert.equal(hall.observer.rings.length, 0);
});
