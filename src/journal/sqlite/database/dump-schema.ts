import { writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { checksumOf } from "../../sql/migration.ts";
import { migrateSqlite, sqliteMigrations } from "./migrations.ts";

/** Where the dump is kept, so that a change of the schema is seen in review, and that a migration was edited. */
export const SCHEMA_FILE = new URL("../../../../docs/schema.sql", import.meta.url);

/** The schema that the migrations make, with their checksums. */
export function dumpSchema(): string {
  const database = new DatabaseSync(":memory:");
  migrateSqlite(database, ":memory:", 0);
  const objects = database
    .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name")
    .all();
  database.close();
  return [
    "-- The schema of espera.db. Written by `node src/journal/sqlite/database/dump-schema.ts`; do not edit.",
    "-- Migrations, with the SHA-256 of their text:",
    ...sqliteMigrations.map((migration) => `--   ${migration.id} ${migration.name} ${checksumOf(migration)}`),
    "",
    ...objects.map(({ sql }) => `${sql as string};\n`),
  ].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writeFileSync(SCHEMA_FILE, dumpSchema());
