import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import pino from "pino";
import type { ReadModels } from "../../src/journal/port/questions.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { LiveOperation } from "../../src/server/operations/live-operation.ts";
import { monday, settings } from "../line/generated-facts.ts";
import { ScriptedExchange } from "../operation/scripted-exchange.ts";

test("an operation that is stopped lets go of its exchange at once, also while its store does not answer", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const store = await openSqliteStore({ file: IN_MEMORY });
  t.after(() => store.close());
  const record = await store.openOperation({ name: "clinic", timeZone: settings.timeZone, simulated: true });
  const own = { ...settings, retention: { ...settings.retention, forgetNumbersAfterDays: 30 } };
  await store.addSettings(record.id, own, monday);
  const silence = Promise.withResolvers<never>();
  const exchange = new ScriptedExchange();
  const live = new LiveOperation({
    store: { ...store, unusedPeople: () => silence.promise },
    readModels: { serviceLevelCounts: async () => [] } as unknown as ReadModels,
    record,
    settings: own,
    exchange,
    clock: new VirtualClock(monday),
    log: pino({ level: "silent" }),
  });
  await live.start();
  while (live.settled()) await live.settled();
  let disconnected = false;
  exchange.disconnect = () => {
    disconnected = true;
  };
  t.mock.timers.tick(60_000);
  const stopped = live.stop();
  await turn();
  assert.ok(disconnected);
  silence.reject(new Error("the connection is gone"));
  await stopped;
});
