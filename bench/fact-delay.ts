import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import { LIST } from "../test/api/hostile-bodies.ts";
import type { Asking } from "./asking-client.ts";
import { writeHistory } from "./history.ts";
import { morning, recordMorning, settings, timeZone } from "./large-centre.ts";
import { byToken, listen } from "./live-streams.ts";
import { type Bench, inDirectory, quantile, rounded } from "./measure.ts";
import { reportPath, serveFront } from "./served-api.ts";
import { openOperation, SteadyFacts, shownDelays } from "./steady-facts.ts";
import { recordsOf, send } from "./upload.ts";

const DAY_MS = 24 * 3_600_000;
const PAGES = 100;
const CONNECTIONS = 16;

/**
 * How long a fact takes until it is durable and answered while others want something of the same server, over how long it takes
 * while nobody does: reports asked as fast as answers come, 60,000 rows streaming, uploads, a hundred pages that join. Taken in
 * turns. The clients are on the same machine: with two cores they take from the server what it would have alone.
 */
export const factDelay: Bench = async ({ quick, say, rounds = quick ? 1 : 5 }) =>
  inDirectory(async (directory) => {
    const store = await openSqliteStore({ directory, serves: true });
    const record = await store.openOperation({ name: "asked", timeZone, simulated: true });
    await store.addSettings(record.id, settings, morning);
    const to = morning - 8 * 3_600_000;
    const from = to - 31 * DAY_MS;
    say("writing a history, recording a morning");
    await writeHistory(store, record, { from, to, skills: 50, calls: quick ? 600 : 60_000, inDetail: true });
    const opened = await openOperation(store, record);
    const facts = new SteadyFacts(opened, await recordMorning(quick ? 0.1 : 2));
    const api = await serveFront({ directory, store, record }, opened, PAGES);
    const seconds = quick ? 0.2 : 3;
    const pause = () => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    const ask = (report: string, connections: number) =>
      askAll({
        port: api.port,
        path: reportPath(report, from, to - 1_000, timeZone),
        tokens: api.tokens.slice(0, connections),
        seconds,
      });
    const wanted = {
      reports: () => ask("diagram_2", CONNECTIONS),
      rows: () => ask("diagram_3", 1),
      uploads: (round: number) =>
        send(api.port, api.tokens[0]!, recordsOf(round, quick ? 200 : 10_000), LIST, 200),
      pages: async () => {
        const pages = await listen(api.port, api.tokens.map(byToken));
        await pages.leave();
      },
    };
    const delays: Record<keyof typeof wanted | "nobody", number[]> = {
      nobody: [],
      reports: [],
      rows: [],
      uploads: [],
      pages: [],
    };
    try {
      facts.begin();
      for (let round = 0; round < rounds; round++)
        for (const [what, want] of Object.entries(wanted)) {
          say(`round ${round + 1}, ${what}`);
          await pause();
          delays.nobody.push(...facts.takeDelays());
          await want(round);
          delays[what as keyof typeof wanted].push(...facts.takeDelays());
        }
      await facts.end();
      const quiet = quantile(delays.nobody, 0.99);
      const ratios = Object.fromEntries(
        Object.keys(wanted).map((what) => [
          what,
          rounded(quantile(delays[what as keyof typeof wanted], 0.99) / quiet),
        ]),
      );
      const worst = Math.max(...Object.values(ratios));
      return {
        what: "p99 of the delay of facts while others ask, over while nobody does; the worst of reports, rows, uploads and pages",
        ratio: worst,
        bounds: Object.entries(ratios).map(([what, is]) => ({ of: `ratio with ${what}`, is, atMost: 2 })),
        figures: {
          factsPerS: facts.perS,
          ratios,
          delayOfFactsMs: Object.fromEntries(
            Object.entries(delays).map(([what, taken]) => [what, shownDelays(taken)]),
          ),
        },
      };
    } finally {
      await api.close();
      await store.close();
    }
  });

async function askAll(asking: Asking): Promise<void> {
  const client = fileURLToPath(new URL("./asking-client.ts", import.meta.url));
  await promisify(execFile)(process.execPath, [client, JSON.stringify(asking)]);
}
