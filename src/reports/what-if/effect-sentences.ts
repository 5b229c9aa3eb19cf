import type { Compared } from "../../replay/what-if/comparison.ts";
import type { Difference } from "../../replay/what-if/difference.ts";
import type { Language } from "../../words/language.ts";
import { fixedNumberText } from "../../words/number-text.ts";
import { measureText } from "./what-if-tables.ts";

/** What changes, in words that somebody who never saw an interval understands. */
export function effectSentences(compared: Compared, language: Language): string[] {
  const { difference, with: having } = compared;
  const word = words[language];
  const seconds = (value: number | null) => measureText(value, "seconds", language);
  const count = (value: number) => measureText(value, "count", language);
  return [
    `${word.promise} ${changeOf(difference.serviceLevelPromise, language)}`,
    `${word.strict} ${changeOf(difference.serviceLevelStrict, language)}`,
    `${word.abandonment} ${changeOf(difference.abandonedShare, language)}`,
    ...(having.yes > 0
      ? [
          word.callbacks(
            count(having.treatment),
            count(having.yes),
            count(having.recallOk),
            seconds(having.meanTimeToCallbackS),
          ),
        ]
      : [word.nobody]),
  ];
}

/** Whether a share rises, falls, or may do either; in points. */
function changeOf({ value, low, high }: Difference, language: Language): string {
  const word = words[language];
  if (value === null) return word.unknown;
  const points = (share: number) => fixedNumberText(100 * Math.abs(share), language, 1);
  const said = value >= 0 ? word.rises(points(value)) : word.falls(points(value));
  if (low === null || high === null) return `${said}.`;
  if (low > 0) return `${said}; ${word.atLeastUp(points(low), points(high))}`;
  if (high < 0) return `${said}; ${word.atLeastDown(points(high), points(low))}`;
  return `${said}; ${word.eitherWay(points(low), points(high))}`;
}

const words = {
  es: {
    promise: "El nivel con promesas cumplidas",
    strict: "El nivel estricto",
    abandonment: "El abandono",
    unknown: "no se puede calcular.",
    rises: (points: string) => `sube ${points} puntos`,
    falls: (points: string) => `baja ${points} puntos`,
    atLeastUp: (from: string, to: string) => `en días como estos subiría entre ${from} y ${to}.`,
    atLeastDown: (from: string, to: string) => `en días como estos bajaría entre ${from} y ${to}.`,
    eitherWay: (low: string, high: string) =>
      `pero estos días no bastan para saberlo: podría bajar ${low} o subir ${high}.`,
    callbacks: (offers: string, yes: string, reached: string, after: string) =>
      `A ${offers} se ${offers === "1" ? "le" : "les"} ofrece la devolución, ${yes} ${yes === "1" ? "acepta" : "aceptan"}, a ${reached} se ${reached === "1" ? "le" : "les"} devuelve; la devolución llega en promedio ${after} después de llamar.`,
    nobody: "A nadie se le devuelve una llamada.",
  },
  en: {
    promise: "The level with promises kept",
    strict: "The strict level",
    abandonment: "Abandonment",
    unknown: "cannot be calculated.",
    rises: (points: string) => `rises by ${points} points`,
    falls: (points: string) => `falls by ${points} points`,
    atLeastUp: (from: string, to: string) => `on days like these it would rise by ${from} to ${to}.`,
    atLeastDown: (from: string, to: string) => `on days like these it would fall by ${from} to ${to}.`,
    eitherWay: (low: string, high: string) =>
      `but these days are not enough to know: it could fall by ${low} or rise by ${high}.`,
    callbacks: (offers: string, yes: string, reached: string, after: string) =>
      `${offers} ${offers === "1" ? "caller is" : "callers are"} offered a return call, ${yes} ${yes === "1" ? "accepts" : "accept"}, ${reached} ${reached === "1" ? "is" : "are"} called back; the return call comes ${after} after calling, on average.`,
    nobody: "Nobody is called back.",
  },
} as const satisfies Record<Language, unknown>;
