import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pino } from "pino";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { LiftJob } from "../../src/server/lift/lift-job.ts";

function newDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "espera-lift-job-"));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

test("the lift is measured in a thread of its own, not before the past is there, and not again at once", async (t) => {
  const directory = newDirectory(t);
  const store = await openSqliteStore({ directory });
  const record = await store.openOperation({ name: "Operation", timeZone: "UTC", simulated: true });
  let ready = false;
  const { promise: measured, resolve } = Promise.withResolvers<void>();
  let times = 0;
  const job = new LiftJob({
    directory,
    record,
    now: () => Date.now(),
    isReady: () => ready,
    log: pino({ enabled: false }),
    onMeasured: () => {
      times++;
      resolve();
    },
  });
  await job.look();
  assert.equal(times, 0);
  ready = true;
  await Promise.all([job.look(), measured]);
  await job.look();
  assert.equal(times, 1);
  await job.stop();
  await store.close();
});

test("a measure that fails is logged, and the server goes on", async (t) => {
  const directory = newDirectory(t);
  const store = await openSqliteStore({ directory });
  const record = await store.openOperation({ name: "Operation", timeZone: "UTC", simulated: true });
  const lines: string[] = [];
  const job = new LiftJob({
    directory: join(directory, "espera.db"),
    record,
    now: () => Date.now(),
    isReady: () => true,
    log: pino({}, { write: (line: string) => void lines.push(line) }),
    onMeasured: () => {},
  });
  await job.look();
  await job.stop();
  await store.close();
  assert.match(lines.join(""), /the lift could not be measured/);
});
