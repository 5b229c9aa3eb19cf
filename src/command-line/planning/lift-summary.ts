import { byDefinition, rounded } from "../../api/v1/reports/lift-answer.ts";
import type { LiftEstimate } from "../../lift/estimate.ts";
import { DEFINITIONS, type Definition } from "../../lift/levels.ts";
import { doubtsOf, isEstimated } from "../../lift/verdict.ts";
import {
  conclusionOf,
  definitionSentences,
  definitionWords,
  doubtSentences,
  pointsText,
} from "../../reports/lift/lift-words.ts";
import { tableOf, tableText } from "../../reports/table.ts";
import { counted } from "../../words/counted.ts";
import type { Language } from "../../words/language.ts";
import { redialSentence } from "../../words/redial-sentence.ts";

/** A lift and its interval in percentage points, rounded to thousandths; `null` where it is not known. */
interface LiftFigures {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The estimate as a program reads it. */
export function liftAnswer(estimate: LiftEstimate, language: Language) {
  const doubts = doubtsOf(estimate);
  const { lift, bounds, days, heldOut, validationError, redials } = estimate;
  const figuresOf = (name: Definition): LiftFigures => {
    const { value, low, high } = lift[name];
    if (!isEstimated(doubts)) return { value: null, low: null, high: null };
    return { value: rounded(value), low: rounded(low), high: rounded(high) };
  };
  return {
    serviceLevelUp: byDefinition(figuresOf),
    days,
    heldOut,
    validationErrorPoints: rounded(validationError),
    conclusive: doubts.length === 0,
    why: doubts.length === 0 ? null : doubts.map((doubt) => doubtSentences[doubt][language]).join(" "),
    bounds: Object.fromEntries(
      DEFINITIONS.map((name) => [name, { low: rounded(bounds[name].low), high: rounded(bounds[name].high) }]),
    ),
    redials,
  };
}

/** The same for a person. */
export function liftSummary(estimate: LiftEstimate, language: Language): string {
  const doubts = doubtsOf(estimate);
  const word = words[language];
  const points = (value: number | null) =>
    value === null || !isEstimated(doubts) ? "-" : pointsText(value, language);
  const { lift, bounds, days, heldOut, validationError, redials } = estimate;
  const table = tableOf<Definition>(
    [
      {
        key: "definition",
        title: word.definition,
        left: true,
        value: (name) => definitionWords[name][language],
      },
      { key: "value", title: word.lift, value: (name) => points(lift[name].value) },
      { key: "low", title: word.low, value: (name) => points(lift[name].low) },
      { key: "high", title: word.high, value: (name) => points(lift[name].high) },
      { key: "bounds_low", title: word.least, value: (name) => pointsText(bounds[name].low, language) },
      { key: "bounds_high", title: word.most, value: (name) => pointsText(bounds[name].high, language) },
      {
        key: "means",
        title: word.means,
        left: true,
        value: (name) => definitionSentences[name][language],
      },
    ],
    DEFINITIONS,
  );
  return [
    tableText(table),
    "",
    word.basis(days, heldOut, pointsText(validationError, language)),
    conclusionOf(lift.promise, doubts, language),
    ...(redials.calledAgain > 0 ? [redialSentence(redials)[language]] : []),
  ].join("\n");
}

const words = {
  es: {
    definition: "Nivel",
    lift: "Mejora",
    low: "desde",
    high: "hasta",
    least: "Mínimo",
    most: "Máximo",
    means: "Qué cuenta",
    basis: (days: number, heldOut: number, error: string) =>
      `${counted(days, "día", "días")} con ofertas, ${counted(heldOut, "llamada", "llamadas")} en el grupo de control; el modelo se aparta ${error} puntos de lo que pasó.`,
  },
  en: {
    definition: "Level",
    lift: "Lift",
    low: "from",
    high: "to",
    least: "Least",
    most: "Most",
    means: "What counts",
    basis: (days: number, heldOut: number, error: string) =>
      `${counted(days, "day", "days")} with offers, ${counted(heldOut, "caller", "callers")} held out; the model is ${error} points off what happened.`,
  },
} as const;
