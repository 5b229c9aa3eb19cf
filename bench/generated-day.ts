import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import { datesFrom, demonstrationIn, liveThrough } from "./demonstration-days.ts";
import { type Bench, inDirectory, median, rounded, timed } from "./measure.ts";

/**
 * Weekdays of the demonstration lived through on a virtual clock: callers, exchange, core, journal and read models.
 * No baseline, no target.
 */
export const generatedDay: Bench = async ({ quick, say }) =>
  inDirectory(async (directory) => {
    const store = await openSqliteStore({ directory });
    try {
      const record = await demonstrationIn(store);
      const took: number[] = [];
      for (const date of datesFrom("2026-11-16", quick ? 1 : 5)) {
        say(date);
        took.push(await timed(() => liveThrough(store, record, date, { nineHours: quick })));
      }
      const steps = (await store.runs(record.id)).map(({ lastSeq }) => lastSeq);
      return {
        what: "a day of 3,000 calls and 40 agents lived through in virtual time",
        ratio: null,
        bounds: [],
        figures: {
          msEachDay: rounded(median(took)),
          msFirstDay: rounded(took[0]!),
          stepsEachDay: Math.round(median(steps)),
          stepsPerS: Math.round(median(steps.map((count, day) => (count / took[day]!) * 1_000))),
        },
      };
    } finally {
      await store.close();
    }
  });
