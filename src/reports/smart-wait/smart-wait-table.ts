import { type EndCount, statusesOf } from "../../journal/definitions.ts";
import type { Language } from "../../words/language.ts";
import { weekdayName } from "../../words/weekday-name.ts";
import { type Column, type Table, tableOf, tableText } from "../table.ts";
import type { GroupBy, SmartWaitGroup } from "./smart-wait-groups.ts";

const words = {
  es: {
    locale: "es-CO",
    skill: "Skill",
    by: { hour: "Hora", day: "Día", weekday: "Día de la semana", class: "Clase" },
    asked: "Preguntadas",
    yes: "Sí",
    joined: "Unidas",
    notReached: "Sin contacto",
    promises: "Cumplidas/tarde",
    early: "Antes de hora",
    confirmed: "Pulsaron 1",
    median: "2.ª espera",
    p90: "p90",
    hungUp: "Colgaron",
    noClass: "sin clase",
    none: "La espera inteligente no hizo nada en esas fechas.",
    legend:
      "Antes de hora: de las promesas cumplidas, las llamadas antes del comienzo del plazo. 2.ª espera: desde que el cliente pulsó 1 hasta el agente, o hasta que colgó (mediana; p90: nueve de cada diez esperaron eso o menos).",
  },
  en: {
    locale: "en-US",
    skill: "Skill",
    by: { hour: "Hour", day: "Day", weekday: "Weekday", class: "Class" },
    asked: "Asked",
    yes: "Yes",
    joined: "Joined",
    notReached: "Not reached",
    promises: "Kept/late",
    early: "Early",
    confirmed: "Pressed 1",
    median: "2nd wait",
    p90: "p90",
    hungUp: "Hung up",
    noClass: "no class",
    none: "Smart wait did nothing on those dates.",
    legend:
      "Early: of the promises kept, those called before the promised span began. 2nd wait: from the customer's key 1 to the agent, or to hanging up (median; p90: nine in ten waited no longer).",
  },
} as const satisfies Record<Language, unknown>;

/** The report, grouped by what it was asked for by, as a table. `nameOf` gives a skill's name, or "". */
export function smartWaitTable(
  groups: readonly SmartWaitGroup[],
  by: GroupBy | undefined,
  nameOf: (skill: number) => string,
  language: Language,
): Table {
  const word = words[language];
  const number = new Intl.NumberFormat(word.locale);
  const count = (
    key: string,
    title: string,
    value: (group: SmartWaitGroup) => number,
  ): Column<SmartWaitGroup> => ({
    key,
    title,
    value,
    text: (group) => number.format(value(group)),
  });
  const wait = (
    key: string,
    title: string,
    value: (group: SmartWaitGroup) => number | null,
  ): Column<SmartWaitGroup> => ({
    key,
    title,
    value,
    text: (group) => {
      const ms = value(group);
      return ms === null ? "-" : `${number.format(Math.round(ms / 1000))} s`;
    },
  });
  const grouped: Column<SmartWaitGroup>[] = by
    ? [
        {
          key: by,
          title: word.by[by],
          left: true,
          value: ({ group }) => group,
          text: ({ group }) => groupName(group ?? "", by, language),
        },
      ]
    : [];
  return tableOf<SmartWaitGroup>(
    [
      { key: "skill_id", title: "", csvOnly: true, value: ({ skill }) => skill },
      {
        key: "skill",
        title: word.skill,
        left: true,
        value: ({ skill }) => nameOf(skill),
        text: ({ skill }) => `${skill} ${nameOf(skill)}`.trimEnd(),
      },
      ...grouped,
      count("treatments", word.asked, ({ treatments }) => treatments),
      count("registered", word.yes, ({ registered }) => registered),
      count("joined", word.joined, (group) => endedAs(group, "recallOk")),
      count("not_reached", word.notReached, (group) => endedAs(group, "recallFail")),
      {
        key: "promises_kept",
        title: word.promises,
        value: ({ promisesKept }) => promisesKept,
        text: (group) => `${number.format(group.promisesKept)}/${number.format(group.promisesLate)}`,
      },
      { key: "promises_late", title: "", csvOnly: true, value: ({ promisesLate }) => promisesLate },
      count("called_early", word.early, ({ calledEarly }) => calledEarly),
      count("confirmed", word.confirmed, ({ secondWaits }) => secondWaits.figures.confirmed),
      wait("second_wait_median_ms", word.median, ({ secondWaits }) => secondWaits.figures.medianMs),
      wait("second_wait_p90_ms", word.p90, ({ secondWaits }) => secondWaits.figures.p90Ms),
      count("hung_up", word.hungUp, ({ secondWaits }) => secondWaits.figures.hungUp),
    ],
    groups,
  );
}

/** The table with what its columns mean, to read in a terminal. */
export function smartWaitText(table: Table, language: Language): string {
  const word = words[language];
  return table.rows.length === 0 ? word.none : `${tableText(table)}\n\n${word.legend}`;
}

function endedAs({ byStatus }: SmartWaitGroup, count: EndCount): number {
  return statusesOf(count).reduce((sum, status) => sum + (byStatus[status] ?? 0), 0);
}

function groupName(group: string, by: GroupBy, language: Language): string {
  const { locale, noClass } = words[language];
  if (by === "class") return group || noClass;
  if (by !== "weekday") return group.replace("T", " ");
  return weekdayName(Number(group), locale);
}
