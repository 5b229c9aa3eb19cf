import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { zonesOfCountry } from "../../../time/zones-of-country.ts";
import {
  checksumOf,
  loadMigration,
  type Migration,
  missingMigrations,
  requireNoneMissing,
} from "../../sql/migration.ts";
import { rebuildRows } from "./rebuild.ts";
import { immediately } from "./transaction.ts";

/** A change of the file's schema. */
interface SqliteMigration extends Migration {
  /** Rows of an older schema lack what the new one holds: they are rebuilt from the steps. */
  readonly rebuildsRows?: true;
}

export const sqliteMigrations: readonly SqliteMigration[] = [
  load(1, "journal"),
  { ...load(2, "whole-life"), rebuildsRows: true },
  load(3, "compatible-api"),
  { ...load(4, "native-api"), rebuildsRows: true },
  load(5, "hold-out"),
  load(6, "talk-ends"),
  load(7, "kept-rows"),
  load(8, "erased-meanwhile"),
  load(9, "caller-classes"),
  load(10, "agent-names"),
  load(11, "token-scopes"),
  load(12, "running-hash"),
  load(13, "day-versions"),
  load(14, "keyed-zones"),
  load(15, "lift"),
  load(16, "seals"),
  load(17, "accounts"),
  load(18, "identities"),
];

/** Brings the schema up to the last of `known`; several processes may do so at once. Faults: as `missingMigrations`. */
export function migrateSqlite(
  database: DatabaseSync,
  file: string,
  now: number,
  known: readonly SqliteMigration[] = sqliteMigrations,
): void {
  if (pending(database, file, known).length === 0) return;
  immediately(database, () => {
    database.exec(
      "CREATE TABLE IF NOT EXISTS migrations (id INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at REAL NOT NULL) STRICT",
    );
    const record = database.prepare("INSERT INTO migrations VALUES (?, ?, ?, ?)");
    const missing = pending(database, file, known);
    database.function("zones_of_country", (country) => JSON.stringify(zonesOf(country)));
    for (const migration of missing) {
      database.exec(migration.sql);
      record.run(migration.id, migration.name, checksumOf(migration), now);
    }
    // After the last of them: rows are written by the newest schema.
    if (missing.some(({ rebuildsRows }) => rebuildsRows)) rebuildRows(database);
  });
}

/** Faults as `migrateSqlite` does, and with `journal-older` when there is something to apply. For those who only read. */
export function requireCurrentFile(database: DatabaseSync, file: string): void {
  requireNoneMissing(file, sqliteMigrations, pending(database, file, sqliteMigrations));
}

function pending(
  database: DatabaseSync,
  file: string,
  known: readonly SqliteMigration[],
): readonly SqliteMigration[] {
  const exists = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").get();
  if (!exists) return known;
  const applied = database.prepare("SELECT checksum FROM migrations ORDER BY id").all();
  return missingMigrations(
    file,
    known,
    applied.map(({ checksum }) => checksum as string),
  );
}

function zonesOf(country: SQLInputValue): readonly string[] | null {
  return typeof country === "string" ? zonesOfCountry(country) : null;
}

function load(id: number, name: string): Migration {
  return loadMigration(import.meta.url, id, name);
}
