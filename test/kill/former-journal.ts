import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { roster } from "../../src/exchange/simulated/roster.ts";
import { SimulatedExchange } from "../../src/exchange/simulated/simulated-exchange.ts";
import { IN_MEMORY } from "../../src/journal/sqlite/database/connection.ts";
import { migrateSqlite, sqliteMigrations } from "../../src/journal/sqlite/database/migrations.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { Operation } from "../../src/operation/operation.ts";
import { RandomSource } from "../../src/queueing/random.ts";
import { VirtualClock } from "../../src/replay/virtual-clock.ts";
import { WitnessedTraffic } from "./outside/witnessed-traffic.ts";
import { STORY_BEGINS, settingsOfStory, TIME_ZONE } from "./story-settings.ts";

/** Of a schema so old that all rows are written again from the steps. */
export const FORMER_SCHEMA = 3;
const LASTS_MS = 90_000;

/**
 * Puts a journal into the directory as an Espera of an earlier schema left it: another operation's, which nobody runs
 * any more.
 */
export async function writeFormerJournal(directory: string, seed: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "espera-former-"));
  try {
    const today = join(scratch, "today.db");
    await recordDay(today, seed);
    const file = join(directory, "espera.db");
    const database = new DatabaseSync(file);
    // There are no rows to write again yet, and what writes them knows the newest schema only.
    const former = sqliteMigrations.slice(0, FORMER_SCHEMA).map(({ id, name, sql }) => ({ id, name, sql }));
    migrateSqlite(database, file, STORY_BEGINS, former);
    database.prepare("ATTACH ? AS today").run(today);
    // Neither the rows, nor what the schema did not have yet.
    for (const table of [
      "operations",
      "settings_versions",
      "people",
      "runs",
      "steps",
      "checkpoints",
      "counts",
    ]) {
      const columns = columnsOf(database, table);
      database.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM today.${table}`);
    }
    database.close();
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** A minute and a half of an operation that is as the story's, and ended in the middle of its work. */
async function recordDay(file: string, seed: string): Promise<void> {
  const store = await openSqliteStore({ file: IN_MEMORY });
  const record = await store.openOperation({ name: "Former", timeZone: TIME_ZONE, simulated: true });
  await store.addSettings(record.id, settingsOfStory, STORY_BEGINS);
  const clock = new VirtualClock(STORY_BEGINS);
  const exchange = new SimulatedExchange({
    clock,
    traffic: new WitnessedTraffic(seed),
    agents: roster({
      timeZone: TIME_ZONE,
      groups: [{ count: 8, skills: [1, 2], shift: { fromMinute: 0, toMinute: 1440 }, wrapUpMs: 5_000 }],
      from: STORY_BEGINS,
      to: null,
    }),
    random: new RandomSource(seed),
  });
  const operation = await Operation.open({
    store,
    record,
    run: await store.openRun(record.id, { kind: "live", name: "live" }),
    exchange,
    clock,
    settings: settingsOfStory,
    newPersonId: randomUUID,
    onFault: (fault) => {
      throw fault;
    },
  });
  operation.start();
  await clock.run(STORY_BEGINS + LASTS_MS, () => operation.settled());
  await operation.stop();
  await store.backup(file);
  await store.close();
}

function columnsOf(database: DatabaseSync, table: string): string {
  return database
    .prepare("SELECT name FROM pragma_table_info(?)")
    .all(table)
    .map((column) => column["name"])
    .join(", ");
}
