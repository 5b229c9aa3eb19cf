import { skillOfTexts } from "../../configuration/skill-texts.ts";
import type { SettingTexts } from "../../desk/settings-desk.ts";
import { skillNamed } from "../../desk/skill-named.ts";
import type { SkillId } from "../../line/ids.ts";
import type { Settings } from "../../line/settings.ts";

/** Settings in which a skill has other values. Faults: `skill-unknown`, `settings-refused`. */
export function proposedSettings(
  settings: Settings,
  { skill: name, values }: { readonly skill: string; readonly values: SettingTexts },
): { readonly skill: SkillId; readonly settings: Settings } {
  const id = skillNamed(settings.skills, name);
  const changed = skillOfTexts(id, values, settings);
  const skills = settings.skills.map((skill) => (skill.id === id ? changed : skill));
  return { skill: id, settings: { ...settings, skills } };
}
