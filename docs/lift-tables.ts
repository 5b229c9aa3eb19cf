import type { Language } from "../src/words/language.ts";
import { type Effect, readLiftFigures } from "./lift-figures.ts";
import { fineText, monthName, pointsText } from "./lift-words.ts";

const { made, bank } = readLiftFigures();

/** How closely the lift of made months is found, by kind of month. */
export function madeTable(language: Language): string {
  const points = (value: number) => fineText(value, language);
  return table(
    {
      en: [
        "made months",
        "how many",
        "true lift",
        "off by, on the mean",
        "usual error (RMSE)",
        "truth inside the interval",
      ],
      es: [
        "meses creados",
        "cuántos",
        "mejora verdadera",
        "se aparta en promedio",
        "error usual (RMSE)",
        "verdad dentro del intervalo",
      ],
    }[language],
    made.map((of) => [
      kindWords[of.kind]?.[language] ?? `\`${of.kind}\``,
      String(of.months),
      points(of.trueLift),
      points(of.bias),
      points(of.rmse),
      `${pointsText(of.intervalHoldsPercent, language)} %`,
    ]),
  );
}

/** A bank's months as they were recorded, and by how much the model without smart wait misses them. */
export function bankModelTable(language: Language): string {
  const percent = (value: number) => `${pointsText(value, language)} %`;
  const missed = (model: number, recorded: number) => signed(model - recorded, language);
  return table(
    {
      en: [
        "month",
        "days",
        "level recorded",
        "the model’s, off by",
        "gave up, recorded",
        "off by",
        "mean wait recorded",
        "off by",
        "single days off by (RMS)",
      ],
      es: [
        "mes",
        "días",
        "nivel registrado",
        "el del modelo se aparta",
        "abandono registrado",
        "se aparta",
        "espera media registrada",
        "se aparta",
        "los días se apartan (RMS)",
      ],
    }[language],
    bank.map(({ month, days, recorded, model, dailyRmsPoints }) => [
      monthName(month, language),
      String(days),
      percent(recorded.level),
      missed(model.level, recorded.level),
      percent(recorded.abandoned),
      missed(model.abandoned, recorded.abandoned),
      `${Math.round(recorded.meanWaitS)} s`,
      `${signed(model.meanWaitS - recorded.meanWaitS, language)} s`,
      pointsText(dailyRmsPoints, language),
    ]),
  );
}

/** What each discipline changes in a bank's months, each with its interval, in points. */
export function bankEffectTable(language: Language): string {
  const between = { en: "to", es: "a" }[language];
  const effect = ([value, low, high]: Effect) =>
    `${signed(value, language)} (${signed(low, language)} ${between} ${signed(high, language)})`;
  return table(
    {
      en: ["month", "discipline", "promises kept", "strict level", "callers who give up"],
      es: ["mes", "disciplina", "promesas cumplidas", "nivel estricto", "quienes abandonan"],
    }[language],
    bank.flatMap(({ month, effects }) =>
      effects.map(({ discipline, promiseLevelPoints, strictLevelPoints, abandonmentPoints }) => [
        monthName(month, language),
        `\`${discipline}\``,
        ...[promiseLevelPoints, strictLevelPoints, abandonmentPoints].map(effect),
      ]),
    ),
  );
}

function signed(value: number, language: Language): string {
  const written = pointsText(value, language);
  return value > 0 && /[1-9]/.test(written) ? `+${written}` : written;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const kindWords: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  all: { en: "all", es: "todos" },
  "acceptors like all": { en: "acceptors like all others", es: "quienes aceptan son como todos" },
  "the impatient accept": { en: "the impatient accept more often", es: "los impacientes aceptan más" },
};
