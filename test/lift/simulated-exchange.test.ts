import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { datesFrom, demonstrationIn, liveThrough } from "../../bench/demonstration-days.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { localDays } from "../../src/lift/calls/local-days.ts";
import { recordedCall } from "../../src/lift/calls/recorded-calls.ts";
import { LiftMeasure } from "../../src/lift/estimate.ts";

const folder = mkdtempSync(join(tmpdir(), "espera-lift-exchange-"));
after(() => rmSync(folder, { recursive: true }));

test("days of an exchange where phones ring before they are answered are lived again as they were, to a point", async () => {
  const store = await openSqliteStore({ directory: folder });
  const record = await demonstrationIn(store);
  for (const date of datesFrom("2026-11-16", 2)) await liveThrough(store, record, date, { nineHours: false });
  const rows = await store.liftCalls(record.id, 0, Date.UTC(2027, 0));
  await store.close();
  const calls = rows.map((row) => recordedCall(row, 20_000));
  const { validationError } = new LiftMeasure(localDays(calls, record.timeZone), () => 20_000).estimate();
  assert.ok(calls.length > 2_000);
  assert.ok(Math.abs(validationError) < 1, `${validationError} points`);
});
