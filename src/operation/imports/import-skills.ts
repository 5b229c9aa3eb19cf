import { Fault } from "../../faults/faults.ts";
import type { OperationRecord, Registry } from "../../journal/port/registry.ts";
import type { Settings, SkillSettings } from "../../line/settings.ts";
import { defaultSettings, defaultSkill } from "../default-settings.ts";

/** How often settings are read again when another process changes them at the same time. */
const TRIES = 5;

/**
 * The newest settings of the operation, after the skills of these names that it did not know were added as a new
 * version: without smart wait, with the usual target, and with the next free ids in the order of their names.
 */
export async function settingsWithSkills(
  store: Registry,
  operation: OperationRecord,
  names: ReadonlySet<string>,
  at: number,
): Promise<Settings> {
  for (let tries = 1; ; tries++) {
    const newest = await store.settings(operation.id);
    const base = newest ?? defaultSettings(operation.timeZone);
    const known = new Set(base.skills.map((skill) => skill.name));
    const missing = [...names].filter((name) => !known.has(name)).sort();
    if (newest && missing.length === 0) return newest;
    const nextId = Math.max(0, ...base.skills.map((skill) => skill.id)) + 1;
    const settings: Settings = {
      ...base,
      version: newest ? newest.version + 1 : base.version,
      skills: [...base.skills, ...missing.map((name, index) => recordedSkill(nextId + index, name))],
    };
    try {
      await store.addSettings(operation.id, settings, at);
      return settings;
    } catch (error) {
      if (!(error instanceof Fault && error.code === "settings-conflict") || tries === TRIES) throw error;
    }
  }
}

function recordedSkill(id: number, name: string): SkillSettings {
  return { ...defaultSkill, id, name, smartWait: "off" };
}
