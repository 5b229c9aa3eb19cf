import type { DatabaseSync } from "node:sqlite";
import { Fault } from "../../../faults/faults.ts";
import { completeSettings } from "../../../line/complete-settings.ts";
import type { Settings } from "../../../line/settings.ts";
import { immediately } from "../database/transaction.ts";

/** The newest settings of the operation, or `null`; what an older Espera did not write is filled in. */
export function newestSettings(database: DatabaseSync, operation: number): Settings | null {
  const row = database
    .prepare("SELECT settings FROM settings_versions WHERE operation = ? ORDER BY version DESC LIMIT 1")
    .get(operation);
  return row ? completeSettings(JSON.parse(row["settings"] as string) as Settings) : null;
}

/** Every version with when it was kept, the newest first; what an older Espera did not write is filled in. */
export function settingsVersions(
  database: DatabaseSync,
  operation: number,
): { readonly at: number; readonly settings: Settings }[] {
  return database
    .prepare("SELECT at, settings FROM settings_versions WHERE operation = ? ORDER BY version DESC")
    .all(operation)
    .map(({ at, settings }) => ({
      at: at as number,
      settings: completeSettings(JSON.parse(settings as string) as Settings),
    }));
}

/** Faults: `settings-conflict` unless `settings.version` follows the newest (1 when there is none). */
export function addSettings(database: DatabaseSync, operation: number, settings: Settings, at: number): void {
  immediately(database, () => {
    const newest = newestSettings(database, operation)?.version ?? 0;
    if (settings.version !== newest + 1)
      throw new Fault("settings-conflict", { version: settings.version, newest });
    database
      .prepare("INSERT INTO settings_versions (operation, version, at, settings) VALUES (?, ?, ?, ?)")
      .run(operation, settings.version, at, JSON.stringify(settings));
  });
}
