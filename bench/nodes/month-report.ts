import { openPostgresStore } from "../../src/journal/postgres/store.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { writeHistory } from "../history.ts";
import { timeZone } from "../large-centre.ts";
import { median, rounded, timed } from "../measure.ts";

const SKILLS = 50;
const from = Date.parse("2026-10-01T00:00:00-05:00");
const to = from + 31 * 24 * 3_600_000;

/** What a month's counts of `diagram_2` take on PostgreSQL, over SQLite; asked in turns. */
export async function monthReport(
  where: { readonly directory: string; readonly url: string },
  quick: boolean,
) {
  const stores = [
    await openSqliteStore({ directory: where.directory }),
    await openPostgresStore({ url: where.url }),
  ];
  const asked = [];
  for (const store of stores) {
    const record = await store.openOperation({ name: "asked", timeZone, simulated: true });
    await writeHistory(store, record, { from, to, skills: SKILLS, calls: quick ? 600 : 20_000 });
    const readModels = store.readModels();
    asked.push({ store, readModels, operation: record.id, tookMs: [] as number[] });
  }
  for (let n = 0; n < (quick ? 3 : 200); n++)
    for (const { readModels, operation, tookMs } of asked)
      tookMs.push(await timed(() => readModels.smartWaitCounts(operation, from, to)));
  for (const { store, readModels } of asked) {
    await readModels.close();
    await store.close();
  }
  const [sqliteMs, postgresMs] = asked.map(({ tookMs }) => rounded(median(tookMs))) as [number, number];
  return { ratio: rounded(postgresMs / sqliteMs), sqliteMs, postgresMs };
}
