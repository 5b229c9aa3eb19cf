import assert from "node:assert/strict";
import { after, it } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { pino } from "pino";
import { parseConfiguration } from "../../src/configuration/configuration.ts";
import { Fault } from "../../src/faults/faults.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { startOperation } from "../../src/server/operations/start-operation.ts";
import { BUSY_CLINIC } from "./busy-clinic.ts";

// People who phone on would keep the process for ever.
after(() => void setTimeout(() => process.exit(1), 5_000).unref());

/** Timers that keep the process alive. */
const timers = () => process.getActiveResourcesInfo().filter((one) => one === "Timeout").length;

it("nobody phones a simulated operation any more that was stopped, also where its journal could not be written", async () => {
  const opened = await openSqliteStore({ file: ":memory:" });
  const before = timers();
  let isAway = false;
  const store = {
    ...opened,
    append: (...asked: Parameters<typeof opened.append>) =>
      isAway
        ? Promise.reject(new Fault("database-unreachable", { problem: "away" }))
        : opened.append(...asked),
  };
  const [clinic] = parseConfiguration(BUSY_CLINIC, "espera.yaml");
  const readModels = store.readModels();
  const operation = await startOperation(
    { store, readModels, log: pino({ level: "silent" }), directory: "", print: () => {}, language: "en" },
    clinic!,
  );
  assert.ok(timers() > before);
  await operation.running!.settled();
  isAway = true;
  await assert.rejects(operation.stop(), { code: "database-unreachable" });
  await turn();
  assert.equal(timers(), before);
  await readModels.close();
  await opened.close();
});
