import { configuredTraffic } from "../src/exchange/simulated/configured-traffic.ts";
import { roster } from "../src/exchange/simulated/roster.ts";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import { RandomSource } from "../src/queueing/random.ts";
import { simulateDay } from "../src/replay/generated-day.ts";
import { agents, settings, timeZone, traffic } from "./large-centre.ts";
import { type Bench, inDirectory, median, rounded, timed } from "./measure.ts";

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;
const firstDay = Date.parse("2026-11-16T00:00:00-05:00");

/**
 * Weekdays of the demonstration lived through on a virtual clock: callers, exchange, core, journal and read models.
 * No baseline, no target.
 */
export const generatedDay: Bench = async ({ quick, say }) =>
  inDirectory(async (directory) => {
    const store = await openSqliteStore({ directory });
    try {
      const record = await store.openOperation({ name: "demonstration", timeZone, simulated: true });
      const took: number[] = [];
      for (let day = 0; day < (quick ? 1 : 5); day++) {
        say(`day ${day + 1}`);
        const from = firstDay + day * DAY_MS;
        const to = from + (quick ? 9 * HOUR_MS : DAY_MS);
        took.push(
          await timed(() =>
            simulateDay({
              store,
              record,
              settings,
              name: `day ${day}`,
              from,
              to,
              traffic: configuredTraffic({ seed: "bench", timeZone, skills: traffic, from, to }),
              agents: roster({ timeZone, groups: agents, from, to: to + 26 * HOUR_MS }),
              random: new RandomSource(`bench ${day}`),
              newPersonId: () => crypto.randomUUID(),
            }),
          ),
        );
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
