import assert from "node:assert/strict";
import { it } from "node:test";
import { fileURLToPath } from "node:url";
import type { Report } from "../../src/exchange/port.ts";
import { SimulatedExchange } from "../../src/exchange/simulated/simulated-exchange.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { verifyRun } from "../../src/journal/verify/verify.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";
import { Operation } from "../../src/operation/operation.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { runUntilQuiet } from "../../src/replay/generated-day.ts";
import { type RecordedDay, readRecordedDay, recordedPlay } from "../../src/replay/recorded-day.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { recordedBesidePlayed, recordedLevel, tooFast } from "../../src/reports/recorded-beside-played.ts";
import { serviceLevel } from "../../src/reports/service-level.ts";
import { DecisionDelay } from "../../src/server/operations/decision-delay.ts";
import { RecordingObserver } from "../exchange/recording-observer.ts";
import { bankMonth, BANK_ZONE as timeZone, withoutBankData } from "../history/bank-data.ts";

/** A recorded day, lived through by an operation of its own on a virtual clock. */
async function play(day: RecordedDay, timeZone: string) {
  const store = await openSqliteStore({ file: ":memory:" });
  const record = await store.openOperation({ name: day.date, timeZone, simulated: true });
  const run = await store.openRun(record.id, { kind: "live", name: "live" });
  const defaults = defaultSettings(timeZone);
  const settings = {
    ...defaults,
    callingHours: defaults.callingHours.map(() => ({ fromMinute: 0, toMinute: 1440 })),
    skills: day.skillNames.map((name, index) => ({
      ...defaultSkill,
      id: index + 1,
      name,
      smartWait: "on" as const,
      offerAfterMs: 60_000,
    })),
  };
  const clock = new VirtualClock(day.from);
  const observer = new RecordingObserver();
  const exchange = new SimulatedExchange({
    clock,
    observer,
    random: new RandomSource("exchange"),
    ...recordedPlay(day, {
      skillIds: new Map(settings.skills.map(({ name, id }) => [name, id])),
      random: new RandomSource("people"),
      country: "CO",
    }),
  });
  let persons = 0;
  const operation = await Operation.open({
    store,
    record,
    run,
    exchange,
    clock,
    settings,
    newPersonId: () => `p${++persons}`,
    onFault: (fault) => assert.fail(String(fault)),
  });
  operation.start();
  await runUntilQuiet(clock, operation, day.to);
  await operation.stop();
  return { store, record, run, observer };
}

it("the columns of a played day add up, beside those of the same day as it was recorded", async () => {
  const file = fileURLToPath(new URL("../../docs/examples/calls.csv", import.meta.url));
  const day = await readRecordedDay(file, "2026-03-02", "America/Bogota");
  const { store, record } = await play(day, "America/Bogota");
  const { skills, total } = await serviceLevel(store.readModels(), record.id, day, 20_000);
  await store.close();
  for (const row of [...skills, total])
    assert.equal(row.answered + row.answeredByReturnCall + row.abandoned + row.open, row.offered);
  const recorded = recordedLevel(day.calls, 20_000);
  assert.deepEqual([recorded.offered, total.offered, total.open], [day.calls.length, day.calls.length, 0]);
  assert.equal(recorded.answered + recorded.abandoned, recorded.offered);
  assert.ok(total.answeredByReturnCall > 0, "somebody was called back");
  const lines = recordedBesidePlayed(recorded, total, 20_000, "es").split("\n");
  const rowOf = (name: string) =>
    lines
      .find((line) => line.startsWith(name))!
      .split(/ {3,}/)
      .slice(1);
  assert.deepEqual(lines[0]!.trim().split(/ {3,}/), ["Grabado", "Con Espera"]);
  assert.deepEqual(rowOf("Ofrecidas"), [String(recorded.offered), String(total.offered)]);
  assert.deepEqual(rowOf("Por devolución"), ["0", String(total.answeredByReturnCall)]);
  assert.deepEqual(rowOf("Media hasta el agente")[0], "-");
  const english = recordedBesidePlayed(recorded, total, 20_000, "en");
  for (const name of [
    "Recorded   With Espera",
    "Level: strict",
    "Level: live",
    "Level: promise",
    "Promise: answered",
  ])
    assert.ok(english.includes(name), name);
});

it("a day that was played faster than the machine could follow says so", () => {
  assert.equal(tooFast(60, 900, "es"), null);
  assert.match(tooFast(3_600, 41_234, "es")!, /a × 3\.600 este equipo tardó en promedio 41,2 s del día/);
  assert.match(tooFast(3_600, 41_234, "en")!, /at × 3,600 this machine took 41\.2 s of the day/);
});

it("what it takes to decide is measured from a call's arrival to its first order, by the exchange's clock", async () => {
  const clock = new VirtualClock(0);
  let report: (report: Report) => void = () => assert.fail("not connected");
  const executed: string[] = [];
  const delay = new DecisionDelay(
    {
      capabilities: { dial: true, reserve: false, withdraw: false, reprioritise: false },
      connect: (receive) => {
        report = receive;
      },
      disconnect: () => {},
      execute: ({ type }) => void executed.push(type),
    },
    clock,
  );
  const received: string[] = [];
  delay.exchange.connect(({ type }) => void received.push(type));
  assert.equal(delay.meanMs, null);
  for (const [call, afterMs] of [
    ["a", 500],
    ["b", 1_500],
  ] as const) {
    report({ type: "call-arrived", call, skill: 1, number: null });
    clock.jump(afterMs);
    const order = { call, skill: 1, place: 0 };
    delay.exchange.execute({ type: "pass", ...order });
    clock.jump(60_000);
    delay.exchange.execute({ type: "pass", ...order });
  }
  assert.equal(delay.meanMs, 1_000);
  assert.deepEqual([received.length, executed.length], [2, 4]);
});

const title = "an overloaded recorded day is played to its end, and everything in it is explained";
it(title, { skip: withoutBankData }, async () => {
  const day = await readRecordedDay(bankMonth("1999-03"), "1999-03-11", timeZone);
  const { store, record, run, observer } = await play(day, timeZone);
  const { from, to } = day;
  const readModels = store.readModels();
  const counts = await readModels.smartWaitCounts(record.id, from, to);
  const levels = await readModels.serviceLevelCounts(record.id, from, to, 20_000);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  assert.equal(sum(levels.map(({ offered }) => offered)), 2_112);
  assert.ok(
    sum(counts.map(({ treatment }) => treatment)) > 300,
    "a day with 40 % abandoned is full of offers",
  );

  const promised = observer.hearings.filter(({ what }) => what.what === "promise").map(({ call }) => call);
  const audit = await store.audit(run);
  const callbacks = await audit.rows("callbacks", promised);
  await audit.close();
  assert.equal(callbacks.size, promised.length, "anyone who heard the promise has a callback");
  for (const row of callbacks.values()) {
    assert.ok(["OK", "FAIL", "NO USER", "STOP NEW"].includes(String(row["status"])));
    assert.ok(row["reason"] !== null && row["ended_at"] !== null);
  }
  assert.equal(sum(counts.map(({ yes }) => yes)), promised.length);
  const rings = observer.rings.map(({ attempt }) => attempt);
  assert.equal(new Set(rings).size, rings.length, "no attempt rang twice");

  const verified = await verifyRun(store, await store.openRun(record.id, { kind: "live", name: "live" }), {
    all: true,
  });
  assert.deepEqual(verified.problems, []);
  assert.ok(verified.steps > 10_000);
  await readModels.close();
  await store.close();
});
