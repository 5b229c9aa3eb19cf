import type { Language } from "./language.ts";
import type { GroupBy, SmartWaitGroup } from "./smart-wait-groups.ts";
import { textTable } from "./text-table.ts";

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

/**
 * The report, grouped by what it was asked for by, as a table to read in a terminal, without a line break at its end.
 * `nameOf` gives a skill's name, or "".
 */
export function smartWaitTable(
  groups: readonly SmartWaitGroup[],
  by: GroupBy | undefined,
  nameOf: (skill: number) => string,
  language: Language,
): string {
  const word = words[language];
  if (groups.length === 0) return word.none;
  const count = new Intl.NumberFormat(word.locale);
  const wait = (ms: number | null) => (ms === null ? "-" : `${count.format(Math.round(ms / 1000))} s`);
  const rows = groups.map((group) => {
    const { confirmed, hungUp, medianMs, p90Ms } = group.secondWaits.told;
    const { byStatus } = group;
    return [
      `${group.skill} ${nameOf(group.skill)}`.trimEnd(),
      ...(by ? [groupName(group.group ?? "", by, language)] : []),
      count.format(group.treatments),
      count.format(group.registered),
      count.format(byStatus["OK"] ?? 0),
      count.format((byStatus["FAIL"] ?? 0) + (byStatus["NO USER"] ?? 0)),
      `${count.format(group.promisesKept)}/${count.format(group.promisesLate)}`,
      count.format(group.calledEarly),
      count.format(confirmed),
      wait(medianMs),
      wait(p90Ms),
      count.format(hungUp),
    ];
  });
  const header = [
    word.skill,
    ...(by ? [word.by[by]] : []),
    word.asked,
    word.yes,
    word.joined,
    word.notReached,
    word.promises,
    word.early,
    word.confirmed,
    word.median,
    word.p90,
    word.hungUp,
  ];
  return `${textTable([header, ...rows])}\n\n${word.legend}`;
}

function groupName(group: string, by: GroupBy, language: Language): string {
  const { locale, noClass } = words[language];
  if (by === "class") return group || noClass;
  if (by !== "weekday") return group.replace("T", " ");
  // The first of January 2024 was a Monday.
  const day = Date.UTC(2024, 0, Number(group));
  return new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(day);
}
