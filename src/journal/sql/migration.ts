import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Fault } from "../../faults/faults.ts";

/** A change of the schema. Once released it is never edited: its checksum is kept in every store it was applied to. */
export interface Migration {
  /** From 1, without gaps. */
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

/** The migration of that number and name in the folder `migrations/` beside a module, by the module's address. */
export function loadMigration(module: string, id: number, name: string): Migration {
  const file = new URL(`migrations/${String(id).padStart(4, "0")}-${name}.sql`, module);
  return { id, name, sql: readFileSync(file, "utf8") };
}

/** Hex of SHA-256 of a migration's text. */
export function checksumOf(migration: Migration): string {
  return createHash("sha256").update(migration.sql).digest("hex");
}

/**
 * Those of `known` that a store lacks, by the checksums of what was applied to it, in their order; `place` names it in faults.
 * Faults: `journal-newer` when it knows more migrations than `known`, `journal-migration-changed` when one that was applied
 * differs from the one known by its number.
 */
export function missingMigrations<M extends Migration>(
  place: string,
  known: readonly M[],
  applied: readonly string[],
): readonly M[] {
  if (applied.length > known.length)
    throw new Fault("journal-newer", { file: place, found: applied.length, known: known.length });
  for (const [index, checksum] of applied.entries()) {
    const migration = known[index]!;
    if (checksum !== checksumOf(migration))
      throw new Fault("journal-migration-changed", {
        file: place,
        migration: `${migration.id} ${migration.name}`,
      });
  }
  return known.slice(applied.length);
}

/** Fault: `journal-older` when a store lacks any of `known`. */
export function requireNoneMissing(
  place: string,
  known: readonly Migration[],
  missing: readonly Migration[],
): void {
  if (missing.length > 0)
    throw new Fault("journal-older", {
      file: place,
      found: known.length - missing.length,
      known: known.length,
    });
}
