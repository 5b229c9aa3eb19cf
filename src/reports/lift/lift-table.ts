import type { LiftOfSkill } from "../../journal/lift.ts";
import { DEFINITIONS, type Definition } from "../../lift/levels.ts";
import type { Language } from "../../words/language.ts";
import { type Column, tableOf, tableText } from "../table.ts";
import { estimatedLift, liftConclusion } from "./lift-of-range.ts";
import { definitionWords, pointsText } from "./lift-words.ts";

/** The lift of each skill to read in a terminal, and below it what may be concluded; nothing where there is no skill. */
export function liftText(
  lifts: readonly LiftOfSkill[],
  nameOf: (skill: number) => string,
  language: Language,
): string[] {
  if (lifts.length === 0) return [];
  const word = words[language];
  const level = (name: Definition): Column<LiftOfSkill> => ({
    key: name,
    title: definitionWords[name][language],
    value: (lift) => estimatedLift(lift)[name],
    text: (lift) => {
      const points = estimatedLift(lift)[name];
      return points === null ? "-" : pointsText(points, language);
    },
  });
  const named = ({ skill }: LiftOfSkill) => nameOf(skill) || String(skill);
  const columns: Column<LiftOfSkill>[] = [
    { key: "skill", title: word.lift, left: true, value: named },
    ...DEFINITIONS.map(level),
  ];
  const conclusions = lifts.map((lift) => `${named(lift)}: ${liftConclusion(lift, language)}`);
  return [tableText(tableOf(columns, lifts)), conclusions.join("\n")];
}

const words = {
  es: { lift: "Mejora, en puntos" },
  en: { lift: "Lift, in points" },
} as const;
