import type { Registry } from "../../journal/port/registry.ts";
import type { SkillId } from "../../line/ids.ts";

/** Names skills by the operation's newest settings; one that they do not know has an empty name. */
export async function skillNames(
  store: Pick<Registry, "settings">,
  operation: { readonly id: number },
): Promise<(id: SkillId) => { id: SkillId; name: string }> {
  const names = new Map((await store.settings(operation.id))?.skills.map(({ id, name }) => [id, name]));
  return (id) => ({ id, name: names.get(id) ?? "" });
}
