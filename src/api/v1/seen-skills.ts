import { skillNamed } from "../../desk/skill-named.ts";
import { Fault } from "../../faults/faults.ts";
import type { Settings } from "../../line/settings.ts";
import { type Rights, seesSkill } from "../sign-in/rights.ts";
import type { Asker } from "./schema/endpoint.ts";
import type { Sources } from "./sources.ts";

/** Of these skills, those that the caller of the API may see. */
export function skillsSeen<Skill extends { readonly id: number }>(
  skills: readonly Skill[],
  rights: Pick<Rights, "skills">,
): readonly Skill[] {
  return skills.filter(({ id }) => seesSkill(rights, id));
}

/** A skill by its name or its number, if the caller of the API may see it. Fault: `skill-unknown`. */
export function skillAsked(
  { skills }: Pick<Settings, "skills">,
  rights: Pick<Rights, "skills">,
  wanted: string,
): number {
  return skillNamed(skillsSeen(skills, rights), wanted);
}

/** All that is known about a callback, if the caller of the API may see it. Fault: `callback-unknown`. */
export async function storySeen(
  { callbacks }: Pick<Sources, "callbacks">,
  { operation, rights }: Asker,
  id: string,
  numbers = rights.seesNumbers,
): Promise<Awaited<ReturnType<Sources["callbacks"]["story"]>>> {
  const story = await callbacks.story(operation, id, numbers);
  if (seesSkill(rights, story.callback.skill.id)) return story;
  throw new Fault("callback-unknown", { id, operation: operation.name });
}
