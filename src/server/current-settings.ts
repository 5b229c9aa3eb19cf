import type { OperationRecord, Store } from "../journal/port.ts";
import type { Settings } from "../line/settings.ts";
import { settingsEqual } from "./configuration.ts";

/**
 * The operation's settings as they are wanted now: the newest version kept, or a new one when something was changed
 * since then. Skills that only the journal knows (imports add them) stay.
 */
export async function currentSettings(
  store: Store,
  record: OperationRecord,
  wanted: Omit<Settings, "version">,
  now: number,
): Promise<Settings> {
  const newest = await store.settings(record.id);
  const named = new Set(wanted.skills.map(({ id }) => id));
  const recorded = newest?.skills.filter(({ id }) => !named.has(id)) ?? [];
  const settings: Settings = {
    ...wanted,
    skills: [...wanted.skills, ...recorded],
    version: (newest?.version ?? 0) + 1,
  };
  if (newest && settingsEqual(newest, settings)) return newest;
  await store.addSettings(record.id, settings, now);
  return settings;
}
