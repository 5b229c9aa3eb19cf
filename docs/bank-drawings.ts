import type { Language, Sentence } from "../src/words/language.ts";
import { BOTTOM, baseLine, drawing, keyOf, LEFT, level, RIGHT, TOP, text, WIDTH } from "./drawing.ts";
import { type BankMonth, type Effect, type EffectName, readLiftFigures } from "./lift-figures.ts";
import { monthName, pointsText } from "./lift-words.ts";

const { bank } = readLiftFigures();

/** The level of each month as it was recorded, and as the model has it. */
export function bankModelDrawing(language: Language): string {
  const most = Math.max(...bank.flatMap(({ recorded, model }) => [recorded.level, model.level])) * 1.1;
  const y = (percent: number) => BOTTOM - ((BOTTOM - TOP) * percent) / most;
  const bar = (percent: number, x: number, look: string) => [
    `<rect class="${look}" x="${x.toFixed(1)}" y="${y(percent).toFixed(1)}" width="${BAR - 4}" height="${(BOTTOM - y(percent)).toFixed(1)}"/>`,
    text("number", x + BAR / 2 - 2, y(percent) - 5, pointsText(percent, language)),
  ];
  const groups = byMonth(language, ({ recorded, model }, middle) => [
    ...bar(recorded.level, middle - BAR, "middle"),
    ...bar(model.level, middle, "accent"),
  ]);
  const keys = [
    keyOf(0, "middle", { es: "lo registrado", en: "the record" }[language]),
    keyOf(1, "accent", { es: "el modelo", en: "the model" }[language]),
  ];
  return drawing(modelTitle[language], [...keys, ...groups, baseLine()]);
}

/** What each discipline changes in each month: a dot, and a stroke over its interval. */
export function bankEffectDrawing(name: keyof typeof effectTitles, language: Language): string {
  const ends = bank.flatMap(({ effects }) => effects.flatMap((of) => of[name]));
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const y = (points: number) => BOTTOM - ((BOTTOM - TOP - 16) * (points - least)) / (most - least);
  const whisker = ([value, low, high]: Effect, x: number, look: string) => [
    `<rect class="${look}" x="${(x - 2).toFixed(1)}" y="${y(high).toFixed(1)}" width="4" height="${(y(low) - y(high)).toFixed(1)}"/>`,
    `<circle class="${look}" cx="${x.toFixed(1)}" cy="${y(value).toFixed(1)}" r="6"/>`,
    text("number", x, y(high) - 6, pointsText(value, language)),
  ];
  const groups = byMonth(language, ({ effects }, middle) =>
    effects.flatMap((effect, place) =>
      whisker(effect[name], middle + (place - (effects.length - 1) / 2) * APART, LOOKS[place]!),
    ),
  );
  const keys = bank[0]!.effects.map(({ discipline }, place) => keyOf(place, LOOKS[place]!, discipline));
  return drawing(effectTitles[name][language], [...keys, level(y(0)), ...groups]);
}

/** A group of marks around the middle of each month, over its name. */
function byMonth(language: Language, marks: (of: BankMonth, middle: number) => string[]): string[] {
  const room = (WIDTH - LEFT - RIGHT) / bank.length;
  return bank.flatMap((of, index) => {
    const middle = LEFT + room * index + room / 2;
    return [...marks(of, middle), text("tick", middle, BOTTOM + 22, monthName(of.month, language))];
  });
}

const BAR = 48;
const APART = 40;
const LOOKS = ["accent", "middle", "other"];

const modelTitle: Sentence = {
  es: "Nivel de servicio de un banco, en por ciento",
  en: "Service level of a bank, percent",
};
const effectTitles = {
  promiseLevelPoints: {
    es: "Cuánto cambia el nivel con promesas cumplidas, en puntos",
    en: "By how much the level with promises kept changes, in points",
  },
  abandonmentPoints: {
    es: "Cuánto cambia la parte de quienes abandonan, en puntos",
    en: "By how much the share of callers who give up changes, in points",
  },
} as const satisfies Partial<Record<EffectName, Sentence>>;
