import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { datesFrom, demonstrationIn, liveThrough } from "../../bench/demonstration-days.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { localDays } from "../../src/lift/calls/local-days.ts";
import { recordedCall } from "../../src/lift/calls/recorded-calls.ts";
import { reportedAgents } from "../../src/lift/centre/reported-agents.ts";
import { LiftMeasure } from "../../src/lift/estimate.ts";

const folder = mkdtempSync(join(tmpdir(), "espera-lift-exchange-"));
after(() => rmSync(folder, { recursive: true }));

test("days of an exchange where phones ring before they are answered are lived again as they were, to a point", async () => {
  const store = await openSqliteStore({ directory: folder });
  const record = await demonstrationIn(store);
  for (const date of datesFrom("2026-11-16", 2)) await liveThrough(store, record, date, { nineHours: false });
  const rows = await store.liftCalls(record.id, 0, Date.UTC(2027, 0));
  const agents = await reportedAgents(
    store,
    record,
    rows.filter(({ run }) => run === rows[0]!.run),
  );
  await store.close();
  const calls = rows.map((row) => recordedCall(row, 20_000));
  const days = localDays(calls, record.timeZone);
  const missesBy = (measure: LiftMeasure) => measure.estimate().validationError;
  const fromCalls = missesBy(new LiftMeasure(days, () => 20_000));
  const fromReports = missesBy(
    new LiftMeasure(
      days.slice(0, 1),
      () => 20_000,
      () => agents,
    ),
  );
  assert.ok(calls.length > 2_000);
  assert.equal(agents?.size, 40, "all who were there are known");
  assert.ok(Math.abs(fromCalls) < 1, `${fromCalls} points`);
  assert.ok(Math.abs(fromReports) < 1, `${fromReports} points`);
});
