import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Order, Report } from "../../src/exchange/port.ts";
import type { DetailsBehaviour } from "../../src/exchange/simulated/traffic/traffic.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { SeenSoFar } from "./seen-so-far.ts";
import { agent, bareReturn, begin, caller, returnCall, wholeQuestion } from "./under-test.ts";

const behaviours = [
  "confirm",
  "silent",
  "declined",
  "no-answer",
  "busy",
  "machine",
  "failed",
  "invalid",
  "hang-up",
] as const;

const details: fc.Arbitrary<DetailsBehaviour> = fc.record({
  answersAfterMs: fc.integer({ min: 0, max: 14_000 }),
  keysAfterMs: fc.integer({ min: 0, max: 22_000 }),
  later: fc.option(fc.nat(3)),
  keys: fc.array(fc.constantFrom("3101234567", "12345"), { maxLength: 3 }),
  saysName: fc.boolean(),
  stops: fc.option(
    fc.record({
      at: fc.constantFrom("later", "number", "keying", "name"),
      how: fc.constantFrom("silent", "hang-up"),
    }),
  ),
});

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
      does: fc.constantFrom("yes", "yes", "no", "silent", "hang-up"),
      details,
      keyAfterMs: fc.option(fc.integer({ min: 0, max: 60_000 })),
      unannounced: fc.boolean(),
      transferAfterMs: fc.option(fc.integer({ min: 0, max: 20_000 })),
      customer: fc.constantFrom(...behaviours),
      later: fc.option(fc.constantFrom(0, 5, "silent" as const, "hang-up" as const)),
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
      agent(`agent-${i}`, {
        skills: i === 0 ? [1] : [1, 2],
        wrapUpMs: 4_000,
        pauses: { share: 0.3, meanMs: 10_000 },
        shifts: [{ from: 10_000 * i, to: 400_000 + i }],
      }),
    ),
    callers: callers.map((drawn, i) => {
      const { at, does, details, customer, later, keyAfterMs, unannounced, transferAfterMs, ...more } = drawn;
      const question = { afterMs: 4_000, does, details };
      return caller(`c${i}`, at, {
        ...more,
        question,
        ...(keyAfterMs === null ? {} : { queueKey: { afterMs: keyAfterMs, question } }),
        ...(unannounced ? { unannounced } : {}),
        ...(transferAfterMs === null
          ? {}
          : { transfer: { to: 2, afterMs: transferAfterMs, patienceMs: 30_000 } }),
        returnCall: () =>
          returnCall({ does: customer, patienceMs: 30_000, ...(later === null ? {} : { later }) }),
      });
    }),
  });
}

/**
 * An Espera that makes sense: it passes, offers, judges numbers, thanks, seats, takes out of the queue, dials, hangs
 * up, or says nothing, by chance.
 */
function sensible(seed: number, give: (order: Order) => void): (report: Report) => void {
  const chance = new RandomSource(seed).stream("espera");
  const oneOf = (...choices: (() => void)[]) => choices[Math.floor(chance.uniform() * choices.length)]!();
  const silence = () => undefined;
  const withdrawn = new Set<string>();
  const withdraw = (call: string) => {
    if (withdrawn.has(call)) return;
    withdrawn.add(call);
    give({ type: "withdraw", call, skill: 1, place: 40, dialogue: wholeQuestion });
  };
  const offer = (call: string) => () =>
    give({ type: "offer", call, skill: 1, place: 100, dialogue: wholeQuestion });
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
      dialogue: { name: "first", laterMs: [600_000] },
    });
  return (report) => {
    if (report.type === "call-arrived") {
      const { call, skill } = report;
      oneOf(() => give({ type: "pass", call, skill, place: 100 }), offer(call), offer(call), silence);
    } else if (report.type === "offer-requested") {
      const { call } = report;
      oneOf(offer(call), offer(call), () => give({ type: "seat", call, skill: 1, place: 70 }), silence);
    } else if (report.type === "number-keyed") {
      const judge = (accepted: boolean) => () => give({ type: "judge-number", call: report.call, accepted });
      oneOf(judge(true), judge(true), judge(false), silence);
    } else if (report.type === "call-joined" || report.type === "ring-missed") {
      if (!report.call.includes("~")) oneOf(() => withdraw(report.call), silence);
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

/**
 * Which turn of its dialogue a call is in: a server that starts again repeats nothing of a turn that is over. To be
 * taken out of the queue is repeated where it was obeyed: what came too early, while an agent was rung, is not.
 */
class Turns {
  readonly #turns = new Map<string, number>();
  readonly #toTakeOut = new Set<string>();

  hear(report: Report): void {
    if (report.type === "question-began") this.#toTakeOut.delete(report.call);
    if (report.type === "offer-requested" || report.type === "number-keyed") this.#next(report.call);
  }

  give(order: Order): void {
    if (order.type !== "withdraw") return;
    this.#next(order.call);
    this.#toTakeOut.add(order.call);
  }

  mayRepeat(order: Order, turn: number): boolean {
    return this.of(order) === turn && !(order.type === "withdraw" && this.#toTakeOut.has(order.call));
  }

  of(order: Order): number {
    return "call" in order ? (this.#turns.get(order.call) ?? 0) : 0;
  }

  #next(call: string): void {
    this.#turns.set(call, (this.#turns.get(call) ?? 0) + 1);
  }
}

test("an order given again, at once or later in the same turn of the dialogue, changes nothing", () =>
  fc.assert(
    fc.asyncProperty(
      scenario,
      fc.array(fc.nat(30_000), { minLength: 1, maxLength: 5 }),
      async (given, later) => {
        const run = async (repeated: boolean) => {
          const hall = hallOf(given);
          const turns = new Turns();
          let ordered = 0;
          const espera = sensible(given.seed, (order) => {
            turns.give(order);
            const turn = turns.of(order);
            hall.exchange.execute(order);
            if (!repeated) return;
            const again = later[ordered++ % later.length]!;
            hall.exchange.execute(order);
            hall.clock.at(hall.clock.now() + again, () => {
              if (turns.mayRepeat(order, turn)) hall.exchange.execute(order);
            });
          });
          hall.exchange.connect((report) => {
            hall.receive(report);
            turns.hear(report);
            espera(report);
          });
          await hall.clock.run(Number.MAX_SAFE_INTEGER);
          const { rings, hearings, acts } = hall.observer;
          return { reported: hall.reported, rings, hearings, acts };
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
    type: fc.constantFrom(
      ...([
        "pass",
        "offer",
        "withdraw",
        "judge-number",
        "seat",
        "thank",
        "turn-away",
        "reserve",
        "release",
        "hang-up",
        "dial",
      ] as const),
    ),
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
    case "turn-away":
      return { type, call: attempt, againAt: place };
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
      return { type, call, skill: 1, place, dialogue: wholeQuestion };
    case "judge-number":
      return { type, call, accepted: leg };
    case "reserve":
      return { type, callback: `c${n}`, skill: 1, place, forMs: 15_000 };
    case "release":
      return { type, callback: `c${n}`, skill: 1 };
  }
}

test("whatever is ordered, whenever Espera or the phone system comes and goes, every call ends and no agent is left in one", () =>
  fc.assert(
    fc.asyncProperty(
      scenario,
      fc.array(fc.record({ at: fc.nat(200_000), order: anyOrder }), { maxLength: 60 }),
      fc.array(fc.record({ at: fc.nat(200_000), connect: fc.boolean() }), { maxLength: 6 }),
      fc.array(fc.record({ at: fc.nat(200_000), downMs: fc.nat(30_000) }), { maxLength: 2 }),
      async (given, orders, connections, restarts) => {
        const hall = hallOf(given);
        hall.exchange.connect(hall.receive);
        for (const { at, order } of orders) hall.clock.at(at, () => hall.exchange.execute(order));
        for (const { at, connect } of connections)
          hall.clock.at(at, () => {
            if (connect) hall.exchange.connect(hall.receive);
            else hall.exchange.disconnect();
          });
        for (const { at, downMs } of restarts) hall.clock.at(at, () => hall.exchange.restart(downMs));
        await hall.clock.run(399_000);
        // Callers that nobody answers have lost patience by then, and a conversation lasts a minute at most.
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
