import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { demonstrationOperations } from "../../src/configuration/configuration.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { currentSettings } from "../../src/server/operations/current-settings.ts";
import { operationRecord } from "../../src/server/operations/operation-record.ts";
import { simulatePastDay } from "../../src/server/simulated/simulation.ts";

const MINUTE_MS = 60_000;
/** From a Friday to a Tuesday. */
const DATES = ["2026-11-06", "2026-11-07", "2026-11-08", "2026-11-09", "2026-11-10"];

/** From when until when a callback was open, epoch ms. */
interface Span {
  readonly from: number;
  to: number;
}

describe("the demonstration", () => {
  const spansOf = new Map<string, readonly Span[]>();
  let timeZone = "";
  before(async () => {
    const [operation] = demonstrationOperations();
    const store = await openSqliteStore({ file: IN_MEMORY });
    try {
      // Who is held out follows from the key and the ids, which are random elsewhere: the same callers here each time.
      let people = 0;
      const record = { ...(await operationRecord(store, operation!)), personKey: new Uint8Array(32) };
      const settings = await currentSettings(store, record, operation!, 0);
      timeZone = settings.timeZone;
      for (const date of DATES) {
        await simulatePastDay(store, { simulation: operation!.exchange, record, settings }, date, {
          newPersonId: () => `person ${++people}`,
        });
        const run = (await store.runs(record.id)).find(({ name }) => name === date)!;
        const spans = new Map<string, Span>();
        for await (const steps of store.steps(run, 0))
          for (const { fact, events } of steps)
            for (const event of events) {
              if (event.type === "callback-registered")
                spans.set(event.callback, { from: fact.at, to: Number.POSITIVE_INFINITY });
              if (event.type === "callback-ended") spans.get(event.callback)!.to = fact.at;
            }
        spansOf.set(date, [...spans.values()]);
      }
    } finally {
      await store.close();
    }
  });
  after(() => spansOf.clear());

  /** The looks of a day, one in five minutes, between two hours: how many callbacks are open in each. */
  function looks(date: string, [begin, end]: [number, number], spans: readonly Span[]): number[] {
    const midnight = Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds;
    return Array.from({ length: (end - begin) * 12 }, (_, index) => {
      const at = midnight + (begin * 60 + index * 5) * MINUTE_MS;
      return spans.filter(({ from, to }) => from <= at && at < to).length;
    });
  }

  it("has somebody waiting to be called back on the day itself in nearly every look from 10 on, but on Sundays", () => {
    for (const date of DATES.filter((one) => Temporal.PlainDate.from(one).dayOfWeek !== 7)) {
      const seen = looks(date, [10, 24], spansOf.get(date)!);
      const waited = seen.filter((open) => open > 0).length;
      assert.ok(waited >= 0.9 * seen.length, `${date}: somebody waits in ${waited} looks of ${seen.length}`);
    }
  });

  it("has two at least in every look of a day before which it lived through another, at night and on Mondays too", () => {
    for (const [index, date] of DATES.entries()) {
      if (index === 0) continue;
      const spans = [...spansOf.get(DATES[index - 1]!)!, ...spansOf.get(date)!];
      const fewest = Math.min(...looks(date, [0, 24], spans));
      assert.ok(fewest >= 2, `${date}: once ${fewest}`);
    }
  });
});
