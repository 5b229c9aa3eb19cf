import type pg from "pg";
import { Fault } from "../../faults/faults.ts";
import { COPY_MARK } from "../sql/copy-mark.ts";
import {
  checksumOf,
  loadMigration,
  type Migration,
  missingMigrations,
  requireNoneMissing,
} from "../sql/migration.ts";
import { MAY_TAKE_LONG } from "./connection/pool.ts";

export const postgresMigrations: readonly Migration[] = [
  loadMigration(import.meta.url, 1, "journal"),
  loadMigration(import.meta.url, 2, "append"),
  loadMigration(import.meta.url, 3, "ownership"),
  loadMigration(import.meta.url, 4, "identities"),
];

/** Brings the schema up to the last of `known`; several nodes may do so at once. Faults: as `missingMigrations`. */
export async function migratePostgres(
  client: pg.ClientBase,
  place: string,
  now: number,
  known: readonly Migration[] = postgresMigrations,
): Promise<void> {
  await client.query("BEGIN");
  try {
    // Without it two who make a table at once fail, whatever they say of its being there.
    await client.query({ text: "SELECT pg_advisory_xact_lock($1)", values: [LOCK], ...MAY_TAKE_LONG });
    await client.query(
      "CREATE TABLE IF NOT EXISTS migrations (id integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at double precision NOT NULL)",
    );
    for (const migration of await pending(client, place, known)) {
      await client.query({ text: migration.sql, ...MAY_TAKE_LONG });
      await client.query("INSERT INTO migrations VALUES ($1, $2, $3, $4)", [
        migration.id,
        migration.name,
        checksumOf(migration),
        now,
      ]);
    }
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

/** Fault: `copy-unfinished` where a journal is being copied into the database, or was and the copy broke off. */
export async function requireNoCopy(client: pg.ClientBase, place: string): Promise<void> {
  const { rows } = await client.query("SELECT to_regclass($1) AS found", [COPY_MARK]);
  if (rows[0]["found"] !== null) throw new Fault("copy-unfinished", { place });
}

/** Faults as `migratePostgres` does, and with `journal-older` when there is something to apply. For those who only read. */
export async function requireCurrentDatabase(client: pg.ClientBase, place: string): Promise<void> {
  const { rows } = await client.query("SELECT to_regclass('migrations') AS found");
  if (rows[0]["found"] === null) throw new Fault("journal-not-found", { file: place });
  requireNoneMissing(place, postgresMigrations, await pending(client, place, postgresMigrations));
}

async function pending(
  client: pg.ClientBase,
  place: string,
  known: readonly Migration[],
): Promise<readonly Migration[]> {
  const { rows } = await client.query<{ checksum: string }>("SELECT checksum FROM migrations ORDER BY id");
  return missingMigrations(
    place,
    known,
    rows.map(({ checksum }) => checksum),
  );
}

/** The number of the lock under which the schema changes: "espera" in ASCII. */
const LOCK = 0x657370657261;
