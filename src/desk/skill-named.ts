import { Fault } from "../faults/faults.ts";
import type { SkillId } from "../line/ids.ts";

/** A skill by its name or its number. Fault: `skill-unknown`. */
export function skillNamed(
  skills: readonly { readonly id: SkillId; readonly name: string }[],
  wanted: string,
): SkillId {
  const found = skills.find(({ name }) => name === wanted) ?? skills.find(({ id }) => String(id) === wanted);
  if (found) return found.id;
  throw new Fault("skill-unknown", {
    name: wanted,
    known: skills.map(({ name }) => name).join(", ") || "none",
  });
}
