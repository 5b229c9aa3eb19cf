import { settingsEqual } from "../../configuration/configuration.ts";
import { Fault } from "../../faults/faults.ts";
import type { OperationRecord, Registry } from "../../journal/port/registry.ts";
import type { Settings } from "../../line/settings.ts";

/** What is wanted, and who rules the skills that are known already. */
export interface WantedOfOperation {
  readonly settings: Omit<Settings, "version">;
  readonly rules: "file" | "page";
}

/**
 * The operation's settings as they are wanted now: the newest version kept, or a new one when something was changed
 * since then. Skills that only the journal knows (imports add them, or they were taken out of the configuration) keep
 * their name for the reports and are switched off. Where the page rules, known skills stay as they were saved. Faults: `skill-renumbered`, `settings-conflict`.
 */
export async function currentSettings(
  store: Registry,
  record: OperationRecord,
  { settings: wanted, rules }: WantedOfOperation,
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
  const skills =
    rules === "file"
      ? wanted.skills
      : wanted.skills.map((skill) => newest?.skills.find(({ id }) => id === skill.id) ?? skill);
  const settings: Settings = {
    ...wanted,
    skills: [...skills, ...recorded],
    version: (newest?.version ?? 0) + 1,
  };
  if (newest && settingsEqual(newest, settings)) return newest;
  await store.addSettings(record.id, settings, now);
  return settings;
}
