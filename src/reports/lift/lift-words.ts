import type { Interval } from "../../lift/interval.ts";
import type { Definition } from "../../lift/levels.ts";
import type { Doubt } from "../../lift/verdict.ts";
import type { Language, Sentence } from "../../words/language.ts";
import { fixedNumberText } from "../../words/number-text.ts";

/** Why nothing may be concluded from a lift. */
export const doubtSentences: Readonly<Record<Doubt, Sentence>> = {
  "held-out-few": {
    es: "Hay menos de 100 llamadas en el grupo de control: solo se conocen los límites.",
    en: "Fewer than 100 callers were held out: only the bounds are known.",
  },
  "model-misses": {
    es: "El modelo se aparta más de un punto de lo que pasó.",
    en: "The model is more than a point off what happened.",
  },
  "days-few": {
    es: "Hay menos de 20 días con ofertas: son muy pocos.",
    en: "There are fewer than 20 days with offers: too few.",
  },
};

export const definitionWords: Readonly<Record<Definition, Sentence>> = {
  promise: { es: "Promesa", en: "Promise" },
  strict: { es: "Estricto", en: "Strict" },
  live: { es: "En vivo", en: "Live" },
};

/** What the levels mean, for a reader of the three side by side. */
export const definitionSentences: Readonly<Record<Definition, Sentence>> = {
  promise: {
    es: "Quien aceptó cuenta como atendido a tiempo si se cumplió lo prometido.",
    en: "Callers who accepted count as served in time when the promise was kept.",
  },
  strict: {
    es: "Solo cuenta un agente dentro de la meta, desde que entró la llamada.",
    en: "Only an agent within the target's time counts, from arrival.",
  },
  live: {
    es: "Quienes aceptaron no cuentan en ningún lado.",
    en: "Callers who accepted are left out.",
  },
};

/** What may be concluded, in a sentence or several. */
export function conclusionOf(lift: Interval, doubts: readonly Doubt[], language: Language): string {
  if (doubts.length > 0) return doubts.map((doubt) => doubtSentences[doubt][language]).join(" ");
  const [low, high] = [lift.low!, lift.high!].map((points) => pointsText(Math.abs(points), language));
  const between = { low: low!, high: high! };
  if (lift.low! > 0) return rose[language](between);
  if (lift.high! < 0) return fell[language]({ low: between.high, high: between.low });
  return unclear[language];
}

/** Percentage points with two decimals, in the reader's form. */
export function pointsText(points: number, language: Language): string {
  return fixedNumberText(points, language, 2);
}

type Between = Readonly<Record<"low" | "high", string>>;

const rose: Readonly<Record<Language, (between: Between) => string>> = {
  es: ({ low, high }) => `El nivel de servicio subió entre ${low} y ${high} puntos, con 95 % de confianza.`,
  en: ({ low, high }) => `The service level rose by between ${low} and ${high} points, with 95 % confidence.`,
};
const fell: Readonly<Record<Language, (between: Between) => string>> = {
  es: ({ low, high }) => `El nivel de servicio bajó entre ${low} y ${high} puntos, con 95 % de confianza.`,
  en: ({ low, high }) => `The service level fell by between ${low} and ${high} points, with 95 % confidence.`,
};
const unclear: Sentence = {
  es: "Todavía no se sabe si subió o bajó: el rango incluye el cero.",
  en: "It is not known yet whether it rose or fell: the range includes zero.",
};
