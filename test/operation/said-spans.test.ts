import assert from "node:assert/strict";
import { test } from "node:test";
import { roster } from "../../src/exchange/simulated/roster.ts";
import { SimulatedExchange } from "../../src/exchange/simulated/simulated-exchange.ts";
import { configuredTraffic } from "../../src/exchange/simulated/traffic/configured-traffic.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { partsOfAttempt } from "../../src/line/ids.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";
import { Operation } from "../../src/operation/operation.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { faultyReports } from "../exchange/faulty-exchange.ts";
import { RecordingObserver } from "../exchange/recording-observer.ts";

const timeZone = "America/Bogota";
/** A Monday. */
const from = Date.parse("2026-11-16T00:00:00-05:00");
/** In shadow at first, as a new skill is: 200 waits of a length make the spread of such waits known. */
const SHADOW_DAYS = 3;
const DAYS = 4;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const workday = { fromMinute: 8 * 60, toMinute: 20 * 60 };
const everyDay = <T>(hours: T): T[] => Array.from({ length: 7 }, () => hours);

/** What callers heard and which phones rang in a short-handed centre whose reports come late, twice or not at all now and then. */
async function heardInCentre(): Promise<RecordingObserver> {
  const to = from + DAYS * DAY_MS;
  const clock = new VirtualClock(from);
  const random = new RandomSource("said spans");
  const observer = new RecordingObserver();
  const demand = { skill: 1, callsPerDay: 1_100, meanHandleMs: 200_000, meanPatienceMs: 600_000 };
  const exchange = new SimulatedExchange({
    clock,
    random,
    traffic: configuredTraffic({ seed: "said spans", timeZone, skills: [demand], from, to }),
    agents: roster({
      timeZone,
      groups: [{ count: 5, skills: [1], shift: workday, wrapUpMs: 0 }],
      from,
      to: to + DAY_MS,
    }),
    observer,
  });
  const faults = random.stream("faults");
  const store = await openSqliteStore({ file: IN_MEMORY });
  const record = await store.openOperation({ name: "centre", timeZone, simulated: true });
  const run = await store.openRun(record.id, { kind: "live", name: "live" });
  const usual = defaultSettings(timeZone);
  const settings = {
    ...usual,
    callingHours: everyDay({ fromMinute: 0, toMinute: 1_440 }),
    limits: { ...usual.limits, perDay: null },
    skills: [
      {
        ...defaultSkill,
        id: 1,
        name: "centre",
        smartWait: "shadow" as const,
        holdOut: false,
        openingHours: everyDay(workday),
      },
    ],
  };
  const operation = await Operation.open({
    store,
    record,
    run,
    clock,
    exchange: faultyReports(exchange, {
      clock,
      random: faults,
      lose: 0.002,
      repeat: 0.01,
      delay: 0.01,
      drop: 0,
      delayMs: 1_500,
      dropMs: MINUTE_MS,
    }),
    settings,
    newPersonId: () => crypto.randomUUID(),
    onFault: (fault) => assert.fail(String(fault)),
  });
  operation.start();
  await clock.run(from + SHADOW_DAYS * DAY_MS, () => operation.settled());
  const skills = settings.skills.map((skill) => ({ ...skill, smartWait: "on" as const }));
  operation.adoptSettings({ ...settings, version: settings.version + 1, skills });
  await clock.run(to + DAY_MS / 2, () => operation.settled());
  await operation.stop();
  exchange.close();
  await store.close();
  return observer;
}

test("the span that a caller hears in the question is the one that they are promised, and nine in ten are called within it", async () => {
  const { hearings, rings } = await heardInCentre();
  const firstRang = new Map<string, number>();
  for (const { attempt, at } of rings) {
    const callback = partsOfAttempt(attempt)!.callback;
    firstRang.set(callback, Math.min(at, firstRang.get(callback) ?? at));
  }
  const asked = new Map<string, { at: number; fromMs: number; untilMs: number }>();
  let [promised, kept] = [0, 0];
  for (const { call, what, at } of hearings) {
    if (what.what === "question" && what.waitSpan) asked.set(call, { at, ...what.waitSpan });
    const said = asked.get(call);
    if (what.what !== "promise" || !said) continue;
    promised++;
    const { fromMs, untilMs } = said;
    for (const ms of [fromMs, untilMs]) assert.equal(ms % (5 * MINUTE_MS), 0, "there are words for it");
    const decidedAt = what.untilAt - untilMs;
    assert.ok(
      decidedAt <= said.at && said.at - decidedAt < 10_000,
      `${call} heard it ${said.at - decidedAt} ms after it was true`,
    );
    // Nobody is promised a call for a time that is over when they hear of it.
    assert.ok(
      what.fromAt === decidedAt + fromMs || (decidedAt + fromMs < what.fromAt && what.fromAt <= at),
      `${call} heard another beginning`,
    );
    const rangAt = firstRang.get(call);
    if (rangAt !== undefined && rangAt <= what.untilAt) kept++;
  }
  assert.ok(promised >= 50, `only ${promised} heard a span that was learned`);
  assert.ok(kept >= 0.85 * promised, `${kept} of ${promised} were called by then`);
});
