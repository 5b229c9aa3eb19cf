import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { Fault } from "../../../faults/faults.ts";
import { zonesOfCountry } from "../../../line/hours/number-zones.ts";
import { rebuildRows } from "./rebuild.ts";
import { immediately } from "./transaction.ts";

/** A change of the schema. Once released it is never edited: its checksum is kept in every file it was applied to. */
export interface Migration {
  /** From 1, without gaps. */
  readonly id: number;
  readonly name: string;
  readonly sql: string;
  /** Rows of an older schema lack what the new one holds: they are written anew from the steps. */
  readonly rebuildsRows?: true;
}

export const migrations: readonly Migration[] = [
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
];

/** Hex of SHA-256 of a migration's text. */
export function checksumOf(migration: Migration): string {
  return createHash("sha256").update(migration.sql).digest("hex");
}

/**
 * Brings the schema up to the last of `known`; several processes may do so at once.
 * Faults: `journal-newer` when the file knows more migrations than `known`, `journal-migration-changed` when one that
 * was applied differs from the one known by its number.
 */
export function migrate(
  database: DatabaseSync,
  file: string,
  now: number,
  known: readonly Migration[] = migrations,
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

/** Faults as `migrate` does, and with `journal-older` when there is something to apply. For those who only read. */
export function requireCurrent(database: DatabaseSync, file: string): void {
  const missing = pending(database, file, migrations);
  if (missing.length > 0)
    throw new Fault("journal-older", {
      file,
      found: migrations.length - missing.length,
      known: migrations.length,
    });
}

function pending(database: DatabaseSync, file: string, known: readonly Migration[]): readonly Migration[] {
  const exists = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").get();
  if (!exists) return known;
  const applied = database.prepare("SELECT id, checksum FROM migrations ORDER BY id").all();
  if (applied.length > known.length)
    throw new Fault("journal-newer", { file, found: applied.length, known: known.length });
  for (const [index, { checksum }] of applied.entries()) {
    const migration = known[index]!;
    if (checksum !== checksumOf(migration))
      throw new Fault("journal-migration-changed", { file, migration: `${migration.id} ${migration.name}` });
  }
  return known.slice(applied.length);
}

function zonesOf(country: SQLInputValue): readonly string[] | null {
  return typeof country === "string" ? zonesOfCountry(country) : null;
}

function load(id: number, name: string): Migration {
  const file = new URL(`migrations/${String(id).padStart(4, "0")}-${name}.sql`, import.meta.url);
  return { id, name, sql: readFileSync(file, "utf8") };
}
