import { Fault } from "../../../faults/faults.ts";
import { completeSettings } from "../../../line/complete-settings.ts";
import type { Settings } from "../../../line/settings.ts";
import { all, first, type Script } from "../script.ts";
import { raiseCountsVersion } from "./operations.ts";

/** The newest settings of the operation, or `null`; what an older Espera did not write is filled in. */
export function* newestSettings(operation: number): Script<Settings | null> {
  const row = yield* first(
    "SELECT settings FROM settings_versions WHERE operation = ? ORDER BY version DESC LIMIT 1",
    [operation],
  );
  return row ? completeSettings(JSON.parse(row["settings"] as string) as Settings) : null;
}

/** Every version with when it was kept, the newest first; what an older Espera did not write is filled in. */
export function* settingsVersions(
  operation: number,
): Script<{ readonly at: number; readonly settings: Settings }[]> {
  const rows = yield* all(
    "SELECT at, settings FROM settings_versions WHERE operation = ? ORDER BY version DESC",
    [operation],
  );
  return rows.map(({ at, settings }) => ({
    at: at as number,
    settings: completeSettings(JSON.parse(settings as string) as Settings),
  }));
}

/**
 * Reports read settings too: they count as changed. Faults: `settings-conflict` unless `settings.version` follows the newest (1 when there is none).
 */
export function* addSettings(operation: number, settings: Settings, at: number): Script<void> {
  const newest = (yield* newestSettings(operation))?.version ?? 0;
  if (settings.version !== newest + 1)
    throw new Fault("settings-conflict", { version: settings.version, newest });
  yield* all("INSERT INTO settings_versions (operation, version, at, settings) VALUES (?, ?, ?, ?)", [
    operation,
    settings.version,
    at,
    JSON.stringify(settings),
  ]);
  yield* raiseCountsVersion(operation);
}
