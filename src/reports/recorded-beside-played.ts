import type { LoggedCall } from "../history/call-log.ts";
import type { Language } from "../words/language.ts";
import { levelWords } from "../words/service-level-words.ts";
import { levelOf, type ServiceLevel } from "./service-level.ts";
import { type Column, tableOf, tableText } from "./table.ts";

/** The service level of a day as it was recorded: nobody was called back then. */
export function recordedLevel(
  calls: readonly Pick<LoggedCall, "outcome" | "waitMs">[],
  thresholdMs: number,
): ServiceLevel {
  const answered = calls.filter(({ outcome }) => outcome === "answered");
  const within = answered.filter(({ waitMs }) => waitMs <= thresholdMs).length;
  return levelOf([
    {
      offered: calls.length,
      answered: answered.length,
      answeredByReturnCall: 0,
      abandoned: calls.length - answered.length,
      open: 0,
      notReached: 0,
      accepted: 0,
      answeredWithinThreshold: within,
      liveWithinThreshold: within,
      promisesMet: within,
      answerMs: answered.reduce((sum, { waitMs }) => sum + waitMs, 0),
      returnMs: 0,
    },
  ]);
}

const words = {
  es: {
    recorded: "Grabado",
    played: "Con Espera",
    level: (name: string) => `Nivel: ${name.toLowerCase()}`,
    meanWait: "Espera media de las contestadas",
    meanReturn: "Media hasta el agente, por devolución",
    notReached: "  de ellas, devoluciones sin agente",
    tooFast: (speed: string, delay: string) =>
      `Ojo: a × ${speed} este equipo tardó en promedio ${delay} s del día en decidir cada llamada, y los clientes esperaron eso de más. Las cifras de «Con Espera» no sirven: repita el día con un --speed menor.`,
  },
  en: {
    recorded: "Recorded",
    played: "With Espera",
    level: (name: string) => `Level: ${name.toLowerCase()}`,
    meanWait: "Mean wait of those answered",
    meanReturn: "Mean time to the agent, by return call",
    notReached: "  of them, return calls without an agent",
    tooFast: (speed: string, delay: string) =>
      `Note: at × ${speed} this machine took ${delay} s of the day on average to decide each call, and callers waited that much longer. The figures “With Espera” are of no use: play the day again with a lower --speed.`,
  },
} as const satisfies Record<Language, unknown>;

/**
 * A day as it was recorded beside the same day as it was played, as a table to read in a terminal with what its rows
 * mean, without a line break at its end.
 */
export function recordedBesidePlayed(
  recorded: ServiceLevel,
  played: ServiceLevel,
  thresholdMs: number,
  language: Language,
): string {
  const [word, level] = [words[language], levelWords[language]];
  const number = new Intl.NumberFormat(level.locale);
  const percent = new Intl.NumberFormat(level.locale, { style: "percent", minimumFractionDigits: 1 });
  const count = (value: number | null) => number.format(value ?? 0);
  const share = (value: number | null) => (value === null ? "-" : percent.format(value));
  const seconds = (value: number | null) =>
    value === null ? "-" : `${number.format(Math.round(value / 1000))} s`;
  const row = (
    name: string,
    member: keyof ServiceLevel,
    written: (value: number | null) => string,
  ): readonly [string, string, string] => [name, written(recorded[member]), written(played[member])];
  const rows = [
    row(level.offered, "offered", count),
    row(level.answered, "answered", count),
    row(level.byReturnCall, "answeredByReturnCall", count),
    row(level.abandoned, "abandoned", count),
    row(word.notReached, "notReached", count),
    row(level.open, "open", count),
    row(word.level(level.strict), "serviceLevel", share),
    row(word.level(level.live), "serviceLevelLive", share),
    row(word.level(level.promise), "serviceLevelPromise", share),
    row(word.meanWait, "meanWaitMs", seconds),
    row(word.meanReturn, "meanReturnMs", seconds),
  ];
  const column = (at: 0 | 1 | 2, key: string, title: string): Column<(typeof rows)[number]> => ({
    key,
    title,
    left: at === 0,
    value: (cells) => cells[at],
  });
  const table = tableOf(
    [column(0, "figure", ""), column(1, "recorded", word.recorded), column(2, "played", word.played)],
    rows,
  );
  return `${tableText(table)}\n\n${level.legend(number.format(thresholdMs / 1000))}`;
}

/**
 * What is to be said of a day that was played faster than the machine could follow, by the mean time that a decision took
 * (ms of the day); `null` where that took no more than a second.
 */
export function tooFast(speed: number, meanDelayMs: number, language: Language): string | null {
  if (meanDelayMs <= 1_000) return null;
  const number = new Intl.NumberFormat(levelWords[language].locale, { maximumFractionDigits: 1 });
  return words[language].tooFast(number.format(speed), number.format(meanDelayMs / 1000));
}
