import type { PersonId, SkillId } from "../ids.ts";

/**
 * In which skills callers were held out, by the local day (`YYYY-MM-DD`) for which it was drawn: the newest two, since
 * a caller who phones before midnight may be decided on after it.
 */
export type HeldOutDays = Map<string, Map<PersonId, readonly SkillId[]>>;

/** The skills in which they were held out on a day. */
export function heldOutOn(days: HeldOutDays, date: string, person: PersonId): readonly SkillId[] {
  return days.get(date)?.get(person) ?? [];
}

/** Remembers that they were held out on a day in a skill; `false` where that was known. */
export function noteHeldOut(days: HeldOutDays, date: string, person: PersonId, skill: SkillId): boolean {
  const skills = heldOutOn(days, date, person);
  if (skills.includes(skill)) return false;
  const people = days.get(date) ?? new Map<PersonId, readonly SkillId[]>();
  days.set(date, people.set(person, [...skills, skill]));
  for (const older of [...days.keys()].toSorted().slice(0, -2)) days.delete(older);
  return true;
}
