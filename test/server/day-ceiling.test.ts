import assert from "node:assert/strict";
import { test } from "node:test";
import pino from "pino";
import type { ReadModels } from "../../src/journal/port/questions.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { LiveOperation } from "../../src/server/operations/live-operation.ts";
import { monday, settings } from "../line/generated-facts.ts";
import { ScriptedExchange } from "../operation/scripted-exchange.ts";

const DAY_MS = 86_400_000;

test("a ceiling of callbacks that is reached is said once a day in the log and at /readyz, until the day is over", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const warned: { msg: string; operation: string; ceiling: number }[] = [];
  const log = pino(
    { level: "warn" },
    {
      write: (line) => {
        const said = JSON.parse(line) as (typeof warned)[number];
        if ("ceiling" in said) warned.push(said);
      },
    },
  );
  const store = await openSqliteStore({ file: IN_MEMORY });
  const exchange = new ScriptedExchange();
  const clock = new VirtualClock(monday);
  const own = { ...settings, limits: { ...settings.limits, perDay: 1 } };
  const record = await store.openOperation({
    name: "clinic",
    timeZone: settings.timeZone,
    simulated: true,
  });
  await store.addSettings(record.id, own, monday);
  const readModels = { serviceLevelCounts: async () => [] } as unknown as ReadModels;
  const live = new LiveOperation({
    store,
    readModels,
    record,
    settings: own,
    exchange,
    clock,
    log,
  });
  t.after(async () => {
    await live.stop();
    await store.close();
  });
  const settled = async () => {
    for (let pending = live.settled(); pending; pending = live.settled()) await pending;
  };
  const report = async (...reports: Parameters<typeof exchange.report>[0][]) => {
    for (const one of reports) {
      exchange.report(one);
      await settled();
    }
  };

  await live.start();
  await settled();
  await report({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
  for (let n = 0; n < 10; n++) {
    const call = `earlier${n}`;
    await report(
      { type: "call-joined", call, skill: 1, number: `+57300555010${n}` },
      { type: "call-answered", call, agent: "a1" },
    );
    clock.jump(30_000);
    await report({ type: "call-ended", call });
  }
  await report({ type: "agent-changed", agent: "a1", skills: [1], status: "busy" });
  for (const n of [1, 2])
    await report({ type: "call-joined", call: `before${n}`, skill: 1, number: `+57300555020${n}` });
  t.mock.timers.tick(5_000);
  assert.equal(live.ceilingReached, null);
  await report(
    { type: "call-arrived", call: "ana", skill: 1, number: "+573005550301" },
    { type: "question-began", call: "ana" },
    { type: "choice-made", call: "ana", choice: "yes", source: "key" },
  );
  assert.match(live.ceilingReached ?? "", /^operation clinic: its ceiling of callbacks a day, 1, is reached/);
  t.mock.timers.tick(20_000);
  assert.deepEqual(
    warned.map(({ operation, ceiling }) => [operation, ceiling]),
    [["clinic", 1]],
  );
  clock.jump(DAY_MS);
  t.mock.timers.tick(5_000);
  assert.equal(live.ceilingReached, null);
  assert.equal(warned.length, 1);
});
