import type { Registry } from "../../journal/port/registry.ts";
import type { SkillId } from "../../line/ids.ts";
import type { SkillSettings } from "../../line/settings.ts";

/** An operation's skills by their numbers, as its newest settings have them. */
export async function skillsOf(
  store: Pick<Registry, "settings">,
  operation: number,
): Promise<ReadonlyMap<SkillId, SkillSettings>> {
  const settings = await store.settings(operation);
  return new Map(settings?.skills.map((skill) => [skill.id, skill]));
}
