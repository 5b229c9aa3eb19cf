import type { ReadModels } from "../src/journal/port/questions.ts";
import type { OperationRecord } from "../src/journal/port/registry.ts";
import type { Store } from "../src/journal/port/store.ts";
import { openSqliteStore } from "../src/journal/sqlite/store.ts";
import { writeHistory } from "./history.ts";
import { timeZone } from "./large-centre.ts";
import { type Bench, inDirectory, median, rounded, timed } from "./measure.ts";
import { KeptConnection, reportPath, serveApi } from "./served-api.ts";

const DAY_MS = 24 * 3_600_000;
const SKILLS = 50;
const from = Date.parse("2026-10-01T00:00:00-05:00");
const to = from + 31 * DAY_MS;
/** Whole local days, and a range that fits no minute, hour or day. */
const ranges = {
  wholeDays: { from, to },
  oddSeconds: { from: from + 31_357_000, to: to - 31_403_000 },
};

/**
 * What a `diagram_2` of 31 days and 50 skills costs with very many calls in the range, against the same with few: the
 * question to the read models, and the whole answer over HTTP, made afresh each time. Asked in turns.
 */
export const diagram2Range: Bench = async ({ quick, say }) =>
  inDirectory(async (directory) => {
    const store = await openSqliteStore({ directory });
    const readModels = alwaysNew(store.readModels());
    try {
      const sizes = quick ? [500, 2_000] : [10_000, 1_000_000];
      const served = [];
      for (const calls of sizes) {
        say(`writing a history of ${calls} calls`);
        const record = await store.openOperation({ name: `${calls} calls`, timeZone, simulated: true });
        await writeHistory(store, record, { from, to, skills: SKILLS, calls });
        served.push(await serve(store, readModels, record));
      }
      const [few, many] = served as [Served, Served];
      const figures: Record<string, unknown> = { callsInRange: sizes };
      let worst = 0;
      for (const [name, range] of Object.entries(ranges)) {
        say(`asking for ${name}`);
        const questions = await inTurns(quick, (one) =>
          readModels.smartWaitCounts(one.record.id, range.from, range.to),
        );
        const path = reportPath("diagram_2", range.from, range.to - 1_000, timeZone);
        const answers = await inTurns(quick, (one) => one.connection.ask(path, one.token));
        worst = Math.max(worst, answers.ratio);
        figures[name] = { wholeAnswer: shown(answers), questionAlone: shown(questions) };
      }
      await few.close();
      await many.close();
      return {
        what: `the whole uncached answer over 31 days and 50 skills with ${sizes[1]} calls, over that with ${sizes[0]}; the worse of two ranges`,
        ratio: rounded(worst),
        bounds: [{ of: "ratio", is: rounded(worst), atMost: 1.5 }],
        figures,
      };

      async function inTurns(quick: boolean, ask: (one: Served) => Promise<unknown>) {
        const took: { few: number; many: number }[] = [];
        for (let n = 0; n < (quick ? 3 : 400); n++)
          took.push({ few: await timed(() => ask(few)), many: await timed(() => ask(many)) });
        const fewMs = median(took.map((one) => one.few));
        const manyMs = median(took.map((one) => one.many));
        return { fewMs, manyMs, ratio: manyMs / fewMs };
      }
    } finally {
      await readModels.close();
      await store.close();
    }
  });

function shown({ fewMs, manyMs, ratio }: { fewMs: number; manyMs: number; ratio: number }) {
  return { ratio: rounded(ratio), manyMs: rounded(manyMs), fewMs: rounded(fewMs) };
}

interface Served {
  readonly record: OperationRecord;
  readonly connection: KeptConnection;
  readonly token: string;
  close(): Promise<void>;
}

async function serve(store: Store, readModels: ReadModels, record: OperationRecord): Promise<Served> {
  const api = await serveApi(store, readModels, record, 1);
  const connection = new KeptConnection(api.port);
  const close = async () => {
    connection.close();
    await api.close();
  };
  return { record, connection, token: api.tokens[0]!, close };
}

/** The counts seem to have changed at every request, so that no answer is kept. */
function alwaysNew(readModels: ReadModels): ReadModels {
  let version = 0;
  return { ...readModels, countsVersion: () => ++version };
}
