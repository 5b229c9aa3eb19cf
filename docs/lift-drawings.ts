import { disciplineNames } from "../src/configuration/configuration-settings.ts";
import type { Language, Sentence } from "../src/words/language.ts";
import { BOTTOM, drawing, keyOf, LEFT, level, RIGHT, TOP, text, WIDTH } from "./drawing.ts";
import { readLiftFigures } from "./lift-figures.ts";
import { pointsText } from "./lift-words.ts";

type Way = "trueLift" | "found" | "pooledPatience" | "savedCalls";

/** Of each discipline; what acceptors are like stands in the table. */
const made = readLiftFigures().made.filter(({ kind }) => disciplineNames.some((name) => name === kind));

/** The true lift of made months, and what three ways say of it: a group of bars for each discipline. */
export function waysDrawing(language: Language): string {
  const y = heights(made.flatMap((of) => ways.map(([way]) => of[way])));
  const room = (WIDTH - LEFT - RIGHT) / made.length;
  const groups = made.flatMap((of, index) => {
    const middle = LEFT + room * index + room / 2;
    const bars = ways.map(([way, look], place) => {
      const x = middle + (place - ways.length / 2) * BAR;
      const [top, bottom] = [Math.min(y(0), y(of[way])), Math.max(y(0), y(of[way]))];
      const number = text("number", x + BAR / 2 - 2, top - 5, pointsText(of[way], language));
      return `<rect class="${look}" x="${x}" y="${top.toFixed(1)}" width="${BAR - 4}" height="${(bottom - top).toFixed(1)}"/>${number}`;
    });
    return [...bars, text("tick", middle, BOTTOM + 22, of.kind)];
  });
  const keys = ways.map(([, look, words], index) => keyOf(index, look, words[language]));
  return drawing(waysTitle[language], [...keys, ...groups, level(y(0))]);
}

/** Where a value stands: the zero and all values lie between top and bottom. */
function heights(values: readonly number[]): (value: number) => number {
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  return (value) => BOTTOM - ((BOTTOM - TOP - 12) * (value - least)) / (most - least);
}

const ways = [
  ["trueLift", "middle", { es: "la verdad", en: "the truth" }],
  ["found", "accent", { es: "lo que halla Espera", en: "what Espera finds" }],
  ["pooledPatience", "faint", { es: "sin grupo de control", en: "without a hold-out" }],
  ["savedCalls", "other", { es: "«llamadas salvadas»", en: "“saved calls”" }],
] as const satisfies readonly (readonly [Way, string, Sentence])[];

const waysTitle: Sentence = {
  es: "Cuánto subió el nivel de servicio, en puntos",
  en: "By how much the service level rose, in points",
};

const BAR = 40;
