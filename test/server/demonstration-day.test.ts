import assert from "node:assert/strict";
import { test } from "node:test";
import { IN_MEMORY } from "../../src/journal/sqlite/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { demonstrationOperations } from "../../src/server/configuration.ts";
import { currentSettings } from "../../src/server/current-settings.ts";
import { operationRecord } from "../../src/server/operation-record.ts";
import { simulatePastDay } from "../../src/server/simulation.ts";

const MINUTE_MS = 60_000;
/** A Tuesday, a Wednesday and a Saturday. */
const DATES = ["2026-11-03", "2026-11-04", "2026-11-07"];

test("the demonstration has somebody waiting to be called back at nearly every hour in which people may be called", async () => {
  const [operation] = demonstrationOperations();
  const store = await openSqliteStore({ file: IN_MEMORY });
  try {
    const record = await operationRecord(store, operation!);
    const settings = await currentSettings(store, record, operation!.settings, 0);
    for (const date of DATES) {
      await simulatePastDay(store, { simulation: operation!.exchange, record, settings }, date);
      const open = await callbacksOf(date, settings.timeZone);
      const hours = open.hours.filter((looks) => looks > 0).length;
      assert.ok(hours >= 13, `${date}: somebody waits in ${hours} hours of ${open.hours.length}`);
      const looks = open.hours.reduce((sum, seen) => sum + seen, 0);
      assert.ok(looks >= 0.6 * open.looks, `${date}: somebody waits in ${looks} looks of ${open.looks}`);
    }

    /** In how many looks of each hour from 7 to 21, one in five minutes, somebody has a callback open. */
    async function callbacksOf(date: string, timeZone: string): Promise<{ hours: number[]; looks: number }> {
      const run = (await store.runs(record.id)).find(({ name }) => name === date)!;
      const spans = new Map<string, { from: number; to: number }>();
      for await (const steps of store.steps(run, 0))
        for (const { fact, events } of steps)
          for (const event of events) {
            if (event.type === "callback-registered")
              spans.set(event.callback, { from: fact.at, to: Number.POSITIVE_INFINITY });
            if (event.type === "callback-ended") spans.get(event.callback)!.to = fact.at;
          }
      const begin = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: "07:00" });
      const hours = Array.from({ length: 14 }, (_, hour) => {
        let seen = 0;
        for (let minute = 0; minute < 60; minute += 5) {
          const at = begin.epochMilliseconds + (hour * 60 + minute) * MINUTE_MS;
          if ([...spans.values()].some(({ from, to }) => from <= at && at < to)) seen++;
        }
        return seen;
      });
      return { hours, looks: 14 * 12 };
    }
  } finally {
    await store.close();
  }
});
