import { settingsEqual } from "../../configuration/configuration.ts";
import { Fault } from "../../faults/faults.ts";
import type { OperationRecord, Store } from "../../journal/port.ts";
import type { Settings } from "../../line/settings.ts";

/**
 * The operation's settings as they are wanted now: the newest version kept, or a new one when something was changed
 * since then. Skills that only the journal knows (imports add them, or they were taken out of the configuration) keep
 * their name for the reports and are switched off. Faults: `skill-renumbered`, `settings-conflict`.
 */
export async function currentSettings(
  store: Store,
  record: OperationRecord,
  wanted: Omit<Settings, "version">,
  now: number,
): Promise<Settings> {
  const newest = await store.settings(record.id);
  for (const { id, name } of wanted.skills) {
    const kept = newest?.skills.find((skill) => skill.name === name);
    if (kept && kept.id !== id) throw new Fault("skill-renumbered", { name, kept: kept.id, wanted: id });
  }
  const named = new Set(wanted.skills.map(({ id }) => id));
  const recorded = (newest?.skills ?? [])
    .filter(({ id }) => !named.has(id))
    .map((skill) => ({ ...skill, smartWait: "off" as const }));
  const settings: Settings = {
    ...wanted,
    skills: [...wanted.skills, ...recorded],
    version: (newest?.version ?? 0) + 1,
  };
  if (newest && settingsEqual(newest, settings)) return newest;
  await store.addSettings(record.id, settings, now);
  return settings;
}
