import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { SimulatedExchange } from "../../src/exchange/simulated/simulated-exchange.ts";
import type { SimulatedCaller } from "../../src/exchange/simulated/traffic/traffic.ts";
import { Fault } from "../../src/faults/faults.ts";
import type { LoggedCall } from "../../src/history/call-log.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { type RecordedDay, readRecordedDay, recordedPlay } from "../../src/replay/recorded-day.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { RecordingObserver } from "../exchange/recording-observer.ts";
import { BANK_ZONE, bankMonth, withoutBankData } from "../history/bank-data.ts";

const MINUTE = 60_000;
const DATE = "2024-05-02";
const FROM = Date.parse(`${DATE}T00:00:00-05:00`);
const SKILLS = new Map([
  ["NW", 2],
  ["PS", 1],
]);

/** Calls of a morning: whole seconds, few agents, so that ties, overlaps and idle hours come up. */
const calls = fc
  .array(
    fc.record({
      arrivedAt: fc.nat(4 * 3600).map((second) => FROM + (8 * 3600 + second) * 1000),
      customer: fc.option(fc.constantFrom("k1", "k2", "k3", "k4")),
      skill: fc.constantFrom(...SKILLS.keys()),
      waitMs: fc.oneof(
        fc.constant(0),
        fc.nat(300).map((second) => second * 1000),
      ),
      answered: fc.boolean(),
      talkMs: fc.integer({ min: 1, max: 1200 }).map((second) => second * 1000),
      agent: fc.option(fc.constantFrom("A1", "A2", "A3")),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((rows) =>
    rows
      .sort((a, b) => a.arrivedAt - b.arrivedAt)
      .map(
        ({ answered, talkMs, agent, ...row }, index): LoggedCall => ({
          ...row,
          line: index + 2,
          logId: `c${index}`,
          callId: `c${index}`,
          outcome: answered ? "answered" : "abandoned",
          handleMs: answered ? talkMs : null,
          agent: answered ? agent : null,
        }),
      ),
  );

function dayOf(recorded: readonly LoggedCall[]): RecordedDay {
  return {
    date: DATE,
    from: FROM,
    to: FROM + 24 * 60 * MINUTE,
    calls: recorded,
    skillNames: [...SKILLS.keys()],
    badRows: 0,
    notes: [],
  };
}

function played(recorded: readonly LoggedCall[], seed = 1) {
  const play = recordedPlay(dayOf(recorded), {
    skillIds: SKILLS,
    random: new RandomSource(seed),
    country: "CO",
  });
  const callers: SimulatedCaller[] = [];
  for (let caller = play.traffic.next(); caller; caller = play.traffic.next()) callers.push(caller);
  return { ...play, callers };
}

const talkOf = (call: LoggedCall) => ({
  from: call.arrivedAt + call.waitMs,
  to: call.arrivedAt + call.waitMs + call.handleMs!,
});

/** Whether an agent is kept for a talk and what they do after it, at most two minutes. */
const isThat = (handleMs: number, talkMs: number) => handleMs >= talkMs && handleMs <= talkMs + 2 * MINUTE;

describe("a recorded day", () => {
  test("has every call once, in its order and at its time, with what was recorded of it", () => {
    fc.assert(
      fc.property(calls, fc.nat(), (recorded, seed) => {
        const { callers } = played(recorded, seed);
        assert.deepEqual(
          callers.map(({ call, at, skill }) => [call, at, skill]),
          recorded.map(({ callId, arrivedAt, skill }) => [`${DATE}/${callId}`, arrivedAt, SKILLS.get(skill)]),
        );
        const talks = (skill: string) =>
          recorded.filter((call) => call.skill === skill).flatMap((call) => call.handleMs ?? []);
        recorded.forEach((call, index) => {
          const caller = callers[index]!;
          if (call.outcome === "abandoned") {
            assert.equal(caller.patienceMs, call.waitMs, "who gave up gives up when they did");
            const pool =
              talks(call.skill).length > 0 ? talks(call.skill) : recorded.flatMap((c) => c.handleMs ?? []);
            assert.ok(
              pool.length === 0 || pool.some((talkMs) => isThat(caller.handleMs, talkMs)),
              "and would have talked as others did",
            );
          } else {
            assert.ok(caller.patienceMs >= call.waitMs, "who was answered would have waited as long");
            assert.ok(Number.isSafeInteger(caller.patienceMs));
            assert.ok(isThat(caller.handleMs, call.handleMs!));
          }
        });
      }),
    );
  });

  test("is the same for the same seed, and asks the same of a callback after a restart", () => {
    fc.assert(
      fc.property(calls, fc.nat(), (recorded, seed) => {
        const first = played(recorded, seed);
        const second = played(recorded, seed);
        const plain = (callers: SimulatedCaller[]) =>
          callers.map((caller) => ({ ...caller, returnCall: [1, 2, 3].map((n) => caller.returnCall(n)) }));
        assert.deepEqual(plain(first.callers), plain(second.callers));
        for (const caller of first.callers) {
          const again = second.traffic.customer(caller.call, caller.skill);
          assert.equal(again.handleMs, caller.handleMs);
          assert.deepEqual(again.returnCall(2), caller.returnCall(2));
        }
      }),
      { numRuns: 30 },
    );
  });

  test("gives a customer one valid mobile number of the country, and nobody else that number", () => {
    fc.assert(
      fc.property(calls, (recorded) => {
        const { callers } = played(recorded);
        const numbers = new Map<string, string>();
        recorded.forEach((call, index) => {
          const who = call.customer ?? call.callId;
          const number = callers[index]!.number!;
          assert.equal(numbers.get(who) ?? number, number);
          numbers.set(who, number);
          const parsed = parsePhoneNumberFromString(number);
          assert.ok(parsed?.isValid() && parsed.country === "CO" && parsed.number === number);
        });
        assert.equal(new Set(numbers.values()).size, numbers.size);
      }),
      { numRuns: 30 },
    );
  });

  test("gives a customer the same number on any day", () => {
    const [call] = fc.sample(calls, 1)[0]!;
    const numberOf = (customers: string[]) =>
      new Map(
        played(customers.map((customer, index) => ({ ...call!, callId: `c${index}`, customer }))).callers.map(
          (caller, index) => [customers[index]!, caller.number],
        ),
      );
    assert.equal(numberOf(["k1", "k2", "k3"]).get("k3"), numberOf(["k3"]).get("k3"));
  });

  test("leaves out calls of a skill that the operation does not have", () => {
    const [call] = fc.sample(calls, 1)[0]!;
    assert.equal(played([{ ...call!, skill: "XX" }]).callers.length, 0);
  });

  test("draws what people do when they are asked and dialled in the shares that it states", () => {
    const [call] = fc.sample(calls, 1)[0]!;
    const many = Array.from({ length: 4000 }, (_, index) => ({
      ...call!,
      callId: `c${index}`,
      customer: "k",
    }));
    const { callers } = played(many, 20_240_502);
    const share = (counted: number) => counted / many.length;
    const within = (observed: number, expected: number) =>
      Math.abs(observed - expected) < 4.5 * Math.sqrt((expected * (1 - expected)) / many.length);
    assert.ok(within(share(callers.filter((caller) => caller.question.does === "yes").length), 0.37));
    for (const n of [1, 2]) {
      assert.ok(
        within(share(callers.filter((caller) => caller.returnCall(n).does === "confirm").length), 0.93),
      );
    }
    const both = callers.filter(
      (c) => c.returnCall(1).does === "confirm" && c.returnCall(2).does === "confirm",
    );
    assert.ok(within(share(both.length), 0.93 ** 2), "attempts are independent");
  });
});

describe("the agents of a recorded day", () => {
  test("are there, with the skill, whenever they were recorded talking", () => {
    fc.assert(
      fc.property(calls, (recorded) => {
        const { agents } = played(recorded);
        for (const call of recorded) {
          if (call.outcome !== "answered" || call.agent === null) continue;
          const agent = agents.find((one) => one.id === call.agent)!;
          const talk = talkOf(call);
          assert.ok(agent.skills.includes(SKILLS.get(call.skill)!));
          assert.ok([...agent.shifts].some((shift) => shift.from <= talk.from && talk.to <= shift.to));
        }
      }),
    );
  });

  test("that are not known are as few as talked at the same time", () => {
    fc.assert(
      fc.property(calls, (recorded) => {
        const unknown = recorded
          .filter((call) => call.outcome === "answered" && call.agent === null)
          .map(talkOf);
        const most = Math.max(
          0,
          ...unknown.map(({ from }) => unknown.filter((talk) => talk.from <= from && from < talk.to).length),
        );
        const { agents } = played(recorded);
        assert.equal(agents.filter((agent) => agent.id.startsWith("anonymous")).length, most);
      }),
    );
  });

  test("that are not known may take one call after the other", () => {
    const talk = (index: number, at: number): LoggedCall => ({
      line: index,
      logId: `c${index}`,
      callId: `c${index}`,
      arrivedAt: FROM + at,
      customer: null,
      skill: "PS",
      waitMs: 0,
      outcome: "answered",
      handleMs: 60_000,
      agent: null,
    });
    const one = played([talk(1, 0), talk(2, 60_000), talk(3, 120_000)]).agents;
    assert.deepEqual(
      one.map((agent) => [agent.id, [...agent.shifts]]),
      [["anonymous-1", [{ from: FROM, to: FROM + 180_000 }]]],
    );
    assert.equal(played([talk(1, 0), talk(2, 59_000)]).agents.length, 2);
  });
});

describe("reading a recorded day", () => {
  const folder = mkdtempSync(join(tmpdir(), "espera-recorded-day-"));
  after(() => rmSync(folder, { recursive: true }));
  const HEADER = "offered_at,call_id,customer,skill,wait_s,outcome,service_s,agent";
  const file = join(folder, "calls.csv");

  test("takes the calls of the local date, sorted by arrival, and counts the rows it cannot use", async () => {
    writeFileSync(
      file,
      `${HEADER}
2024-05-01T23:59:59,before,,PS,0,answered,1,A
2024-05-02T12:00:00,noon,,PS,0,answered,1,A
2024-05-02T00:00:00,first,,NW,0,answered,1,A
2024-05-02T12:00:00,noon too,,PS,0,answered,1,A
2024-05-02T23:59:59,last,,PS,0,lost,1,A
2024-05-03T00:00:00,after,,IN,0,answered,1,A
`,
    );
    const day = await readRecordedDay(file, DATE, "America/Bogota");
    assert.deepEqual(
      day.calls.map((call) => call.callId),
      ["first", "noon", "noon too"],
    );
    assert.deepEqual([day.from, day.to, day.badRows], [FROM, FROM + 24 * 60 * MINUTE, 1]);
    assert.deepEqual(day.skillNames, ["NW", "PS"]);
  });

  test("says which dates there are when the one asked for has no calls, and what a date looks like", async () => {
    writeFileSync(file, `${HEADER}\n2024-05-02T12:00:00,noon,,PS,0,answered,1,A\n`);
    const refused = (date: string, zone: string) =>
      readRecordedDay(file, date, zone).then(
        () => "taken",
        (error: unknown) => (error instanceof Fault ? `${error.code}: ${error.message}` : String(error)),
      );
    assert.match(
      await refused("2024-05-01", "America/Bogota"),
      /^recording-day-empty: .* no calls on 2024-05-01.* 2024-05-02 to 2024-05-02/,
    );
    assert.match(await refused("2024-02-30", "America/Bogota"), /^date-invalid/);
    writeFileSync(file, `${HEADER}\n`);
    assert.match(await refused("2024-05-01", "America/Bogota"), /^recording-invalid: .* no calls/);
  });
});

describe("a day of a bank", { skip: withoutBankData }, () => {
  const date = "1999-03-11";

  test("has the calls and agents that its source states", async () => {
    const day = await readRecordedDay(bankMonth("1999-03"), date, BANK_ZONE);
    assert.equal(day.calls.length, 2112);
    const abandoned = day.calls.filter((call) => call.outcome === "abandoned").length;
    assert.equal(((100 * abandoned) / day.calls.length).toFixed(1), "40.4");
    const skillIds = new Map(day.skillNames.map((name, index) => [name, index + 1]));
    const { agents } = recordedPlay(day, { skillIds, random: new RandomSource(1), country: "IL" });
    assert.equal(agents.filter((agent) => !agent.id.startsWith("anonymous")).length, 13);
  });

  test("goes without Espera about as it went", async () => {
    const day = await readRecordedDay(bankMonth("1999-03"), date, BANK_ZONE);
    const skillIds = new Map(day.skillNames.map((name, index) => [name, index + 1]));
    for (const seed of [1, 2, 3]) {
      const random = new RandomSource(seed);
      const clock = new VirtualClock(day.from);
      const observer = new RecordingObserver();
      const play = recordedPlay(day, { skillIds, random, country: "IL" });
      new SimulatedExchange({ clock, random, observer, ...play });
      await clock.run(day.to + 12 * 60 * MINUTE);
      const served = new Set(observer.services.map((service) => service.call));
      assert.equal(served.size, observer.services.length, "nobody is served twice");
      const refused = observer.hearings.filter((hearing) => hearing.what.what === "sorry");
      assert.equal(refused.length, 0, "nobody is turned away before the first agent is there");
      const abandonedPercent = 100 - (100 * served.size) / day.calls.length;
      assert.ok(Math.abs(abandonedPercent - 40.4) < 3, `${abandonedPercent.toFixed(1)} % abandon`);
    }
  });
});
