import type { Store } from "../../journal/port.ts";
import type { SkillId } from "../../line/ids.ts";

/** The names of an operation's skills by their numbers, as its newest settings have them. */
export async function skillNames(
  store: Pick<Store, "settings">,
  operation: number,
): Promise<ReadonlyMap<SkillId, string>> {
  const settings = await store.settings(operation);
  return new Map(settings?.skills.map(({ id, name }) => [id, name]));
}
