import type { Talk } from "./agent-day.ts";
import type { WaitsOfSkill } from "./waits-of-skill.ts";

/** So many times an agent passes over a skill before it is no chance. */
const LEAST_PASSED_OVER = 3;
/** Whoever stands before another by less may be served after them: where callers stand is known that closely. */
const CLOSE_MS = 15_000;

/** Where callers stand, and who waited. */
interface DayLine<Call> {
  readonly turnOf: (call: Call) => number;
  /** By skill. */
  readonly waits: ReadonlyMap<string, WaitsOfSkill>;
}

/**
 * The skills that the agent of these talks served on their day: all that they serve as a rule, but for those of which they took no call
 * while they took others whose turn came later. On another day, or for a week, an agent may be lent to one skill.
 */
export function skillsOfDay<Call extends { readonly skill: string }>(
  usual: readonly string[],
  talks: readonly Talk<Call>[],
  { turnOf, waits }: DayLine<Call>,
): readonly string[] {
  const taken = new Set(talks.map(({ call }) => call.skill));
  const isPassedOver = (skill: string) => {
    const ofSkill = waits.get(skill);
    if (taken.has(skill) || !ofSkill) return false;
    let times = 0;
    for (const { call, from } of talks)
      if (ofSkill.anyBefore(turnOf(call) - CLOSE_MS, from) && ++times === LEAST_PASSED_OVER) return true;
    return false;
  };
  const served = usual.filter((skill) => !isPassedOver(skill));
  return served.length > 0 ? served : [...taken];
}
