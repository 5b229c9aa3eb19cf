import type { Language } from "../words/language.ts";
import { levelWords } from "../words/service-level-words.ts";
import { weekdayName } from "../words/weekday-name.ts";
import type { StaffingRow } from "./staffing.ts";
import { type Column, type Table, tableOf, tableText } from "./table.ts";

/** What the columns of loads and of staffing are called. */
export const staffingWords = {
  es: {
    weekday: "Día",
    hour: "Hora",
    hours: "Horas",
    callsPerHour: "Llamadas/h",
    aht: "AHT",
    patience: "Paciencia",
    legend: [
      "Horas: las de ese grupo, en los días con llamadas. Llamadas/h: ofrecidas ÷ horas. AHT: desde que contesta el agente hasta que termina la",
      "conversación; el trabajo posterior no está, súmelo. Paciencia: toda la espera al teléfono ÷ quienes colgaron. Para los agentes: guárdelo con --csv y",
      "npx espera erlang --from-report ARCHIVO --target 0.8 --threshold-s 20",
    ].join("\n"),
  },
  en: {
    weekday: "Day",
    hour: "Hour",
    hours: "Hours",
    callsPerHour: "Calls/h",
    aht: "AHT",
    patience: "Patience",
    legend: [
      "Hours: those of the group, on days with calls. Calls/h: offered ÷ hours. AHT: from the agent's answer to the end of the conversation; wrap-up is not",
      "in it, add yours. Patience: the waits on the phone of all ÷ those who hung up. For the agents: keep it with --csv, and",
      "npx espera erlang --from-report FILE --target 0.8 --threshold-s 20",
    ].join("\n"),
  },
} as const satisfies Record<Language, unknown>;

/** A weekday and an hour as they stand in a table; "": of all. */
export function groupText(
  { weekday, hour }: Pick<StaffingRow, "weekday" | "hour">,
  language: Language,
): { readonly weekday: string; readonly hour: string } {
  return {
    weekday: weekday === null ? "" : weekdayName(weekday, levelWords[language].locale),
    hour: hour === null ? "" : `${String(hour).padStart(2, "0")}:00`,
  };
}

/** The report as a table. `nameOf` gives a skill's name, or "". */
export function staffingTable(
  rows: readonly StaffingRow[],
  nameOf: (skill: number) => string,
  language: Language,
): Table {
  const [word, level] = [staffingWords[language], levelWords[language]];
  const number = new Intl.NumberFormat(level.locale, { maximumFractionDigits: 1 });
  const seconds = (value: number | null) => (value === null ? "-" : `${number.format(Math.round(value))} s`);
  const count = (key: string, title: string, member: CountMember): Column<StaffingRow> => ({
    key,
    title,
    value: (row) => row[member],
    text: (row) => number.format(row[member]),
  });
  const hasWeekday = rows.some(({ weekday }) => weekday !== null);
  const hasHour = rows.some(({ hour }) => hour !== null);
  return tableOf<StaffingRow>(
    [
      { key: "skill_id", title: "", csvOnly: true, value: ({ skill }) => skill },
      { key: "skill", title: level.skill, left: true, value: ({ skill }) => nameOf(skill) || String(skill) },
      {
        key: "weekday",
        title: word.weekday,
        left: true,
        csvOnly: !hasWeekday,
        value: ({ weekday }) => weekday,
        text: (row) => groupText(row, language).weekday,
      },
      {
        key: "hour",
        title: word.hour,
        csvOnly: !hasHour,
        value: ({ hour }) => hour,
        text: (row) => groupText(row, language).hour,
      },
      count("hours", word.hours, "hours"),
      count("offered", level.offered, "offered"),
      count("answered", level.answered, "answered"),
      count("answered_by_return_call", level.byReturnCall, "answeredByReturnCall"),
      count("abandoned", level.abandoned, "abandoned"),
      count("open", level.open, "open"),
      count("calls_per_hour", word.callsPerHour, "callsPerHour"),
      { key: "aht_s", title: word.aht, value: ({ ahtS }) => ahtS, text: ({ ahtS }) => seconds(ahtS) },
      {
        key: "patience_s",
        title: word.patience,
        value: ({ patienceS }) => patienceS,
        text: ({ patienceS }) => seconds(patienceS),
      },
    ],
    rows,
  );
}

type CountMember =
  | "hours"
  | "offered"
  | "answered"
  | "answeredByReturnCall"
  | "abandoned"
  | "open"
  | "callsPerHour";

/** The table with what its columns mean, to read in a terminal. */
export function staffingText(table: Table, language: Language): string {
  return table.rows.length === 0
    ? levelWords[language].none
    : `${tableText(table)}\n\n${staffingWords[language].legend}`;
}
