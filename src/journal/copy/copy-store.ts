import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Fault } from "../../faults/faults.ts";
import { placeIn } from "../postgres/connection/addresses.ts";
import { type DatabaseAddress, openPool } from "../postgres/connection/pool.ts";
import { postgresRunner, withClient } from "../postgres/connection/run-script.ts";
import { migratePostgres as migrateDatabase, requireCurrentDatabase } from "../postgres/migrations.ts";
import { all } from "../sql/script.ts";
import { openWriter } from "../sqlite/database/connection.ts";
import { migrateSqlite as migrateFile } from "../sqlite/database/migrations.ts";
import { sqliteRunner } from "../sqlite/database/run-script.ts";
import type { CopiedTable } from "./copied-tables.ts";
import { copyJournal } from "./copy-journal.ts";

/** Copies the journal of a data folder between the file in it and a database. */
interface StoreCopy {
  readonly directory: string;
  readonly database: DatabaseAddress;
  readonly to: "database" | "file";
  readonly onProgress?: (rows: number) => void;
}

/**
 * Copies a journal, or goes on with a copy that broke off; a file bears its name once it is whole. Gives how many rows were copied.
 * The caller has the claim on the folder. Faults: those of `copyJournal` and of opening both.
 */
export async function copyStore(wanted: StoreCopy): Promise<number> {
  const file = join(wanted.directory, "espera.db");
  if (wanted.to === "database") return copyBetween(wanted, file);
  const partial = `${file}.copy`;
  if (existsSync(file)) throw new Fault("copy-target-used", { place: file });
  const copied = await copyBetween(wanted, partial);
  renameSync(partial, file);
  return copied;
}

async function copyBetween({ database, to, onProgress }: StoreCopy, file: string): Promise<number> {
  if (to === "database" && !existsSync(file)) throw new Fault("journal-not-found", { file });
  const place = placeIn(database.url);
  const pool = openPool(database, { readOnly: to === "file" });
  const opened = openWriter(file);
  try {
    migrateFile(opened, file, Date.now());
    await withClient(pool, (client) =>
      to === "file" ? requireCurrentDatabase(client, place) : migrateDatabase(client, place, Date.now()),
    );
    const inFile = { place: file, runner: sqliteRunner(opened, opened) };
    const inDatabase = { place, runner: postgresRunner(pool) };
    const sides = to === "file" ? { from: inDatabase, to: inFile } : { from: inFile, to: inDatabase };
    const columnsOf = async (table: CopiedTable) => columnsIn(opened, table);
    const copied = await copyJournal({ ...sides, columnsOf, ...(onProgress ? { onProgress } : {}) });
    // What is made next gets the next number.
    if (to === "database")
      for (const table of ["operations", "users", "audit"])
        await inDatabase.runner.write(() =>
          all(
            `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}))
             WHERE EXISTS (SELECT FROM ${table})`,
          ),
        );
    return copied;
  } finally {
    opened.close();
    await pool.close();
  }
}

function columnsIn(database: DatabaseSync, table: CopiedTable): string[] {
  return database
    .prepare(`SELECT name FROM pragma_table_info('${table}') ORDER BY cid`)
    .all()
    .map(({ name }) => name as string);
}
