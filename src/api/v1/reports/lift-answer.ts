import type { LiftOfSkill } from "../../../journal/lift.ts";
import { DEFINITIONS, type Definition } from "../../../lift/levels.ts";
import { isEstimated } from "../../../lift/verdict.ts";
import { doubtsOfSkill, estimatedLift, liftConclusion } from "../../../reports/lift/lift-of-range.ts";
import type { LiftRow } from "../schema/answers.ts";
import { momentText } from "../schema/moments.ts";

/** The lift of a skill as the native API gives it; `nameOf` gives a skill's name, or "". */
export function liftAnswerOf(
  lift: LiftOfSkill,
  nameOf: (skill: number) => string,
  timeZone: string,
): LiftRow {
  const { skill, measured } = lift;
  const doubts = doubtsOfSkill(lift);
  const range = estimatedLift(lift);
  return {
    skill: { id: skill, name: nameOf(skill) },
    serviceLevelUp: byDefinition((name) => rounded(range[name])),
    conclusive: doubts?.length === 0,
    doubts: doubts ?? [],
    conclusion: { es: liftConclusion(lift, "es"), en: liftConclusion(lift, "en") },
    measured: measured && {
      from: momentText(measured.from, timeZone),
      to: momentText(measured.to, timeZone),
      method: measured.method,
      days: measured.days,
      heldOut: measured.heldOut,
      validationErrorPoints: rounded(measured.validationError),
      redials: measured.redials ?? null,
      lift: byDefinition((name) => {
        const { value, low, high } = measured.lift[name];
        if (!isEstimated(doubts ?? [])) return { value: null, low: null, high: null };
        return { value: rounded(value), low: rounded(low), high: rounded(high) };
      }),
      bounds: byDefinition((name) => {
        const { low, high } = measured.bounds[name];
        return { low: rounded(low), high: rounded(high) };
      }),
    },
  };
}

/** One value for each definition. */
export function byDefinition<T>(of: (name: Definition) => T): Record<Definition, T> {
  return Object.fromEntries(DEFINITIONS.map((name) => [name, of(name)])) as Record<Definition, T>;
}

/** To thousandths of a point: finer is chance. */
export function rounded(points: number): number;
export function rounded(points: number | null): number | null;
export function rounded(points: number | null): number | null {
  return points === null ? null : Math.round(points * 1_000) / 1_000;
}
