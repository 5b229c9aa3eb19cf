import { ownClock } from "../hours/local-date.ts";
import { observeLook } from "../learning/risk/learned-risk.ts";
import { lineOf, type State } from "../state.ts";
import { localInterval } from "./local-interval.ts";
import type { SkillOutlook } from "./skill-outlook.ts";

/** Writes an outlook into state. `at`: epoch ms. */
export function noteOutlook(
  state: State,
  { asOf, skills }: { readonly asOf: number; readonly skills: readonly SkillOutlook[] },
  at: number,
): void {
  const interval = localInterval(ownClock(state), at);
  for (const { skill, risk, level, offered, features } of skills) {
    lineOf(state, skill).outlook = { asOf, risk, level, offered };
    const target = state.skillSettings.get(skill)?.target;
    // A look at the half hour before says nothing of this one.
    const seen = features && asOf >= interval.start ? features : null;
    if (target) observeLook(state.learnedRisk, skill, { at, interval }, seen, target);
  }
}
