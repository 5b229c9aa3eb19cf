import assert from "node:assert/strict";
import { it } from "node:test";
import { RecordingObserver } from "../../src/exchange/simulated/observer.ts";
import { SimulatedExchange } from "../../src/exchange/simulated/simulated-exchange.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { verifyRun } from "../../src/journal/verify.ts";
import { defaultSettings, defaultSkill } from "../../src/operation/default-settings.ts";
import { Operation } from "../../src/operation/operation.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { runUntilQuiet } from "../../src/replay/generated-day.ts";
import { readRecordedDay, recordedPlay } from "../../src/replay/recorded-day.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { bankMonth, BANK_ZONE as timeZone, withoutBankData } from "../history/bank-data.ts";

const title = "an overloaded recorded day is played to its end, and everything in it is explained";
it(title, { skip: withoutBankData }, async () => {
  const day = await readRecordedDay(bankMonth("1999-03"), "1999-03-11", timeZone);
  const store = await openSqliteStore({ file: ":memory:" });
  const record = await store.openOperation({ name: "1999-03-11", timeZone, simulated: true });
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
  assert.equal(callbacks.size, promised.length, "whoever heard the promise has a callback");
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
