import type { QueueMeasures } from "../../queueing/erlang/erlang-a.ts";
import type { TransientMeasures } from "../../queueing/transient.ts";
import { groupText, staffingWords } from "../../reports/staffing-table.ts";
import { type Column, type Table, tableOf, tableText } from "../../reports/table.ts";
import type { Language } from "../../words/language.ts";
import { levelWords } from "../../words/service-level-words.ts";
import type { Load } from "./load-file.ts";

/** The line that somebody asks about. */
export interface AskedLine {
  readonly callsPerHour: number;
  readonly ahtS: number;
  readonly thresholdS: number;
  /** `null`: nobody gives up. */
  readonly patienceS: number | null;
}

/** The moment that somebody asks about, some time after one at which the line is known. */
export interface AskedMoment {
  readonly agents: number;
  /** Callers being served or waiting when the line is known. */
  readonly inSystem: number;
  /** How much later it is, s. */
  readonly atS: number;
}

const words = {
  es: {
    locale: "es-CO",
    agents: (number: string, one: boolean) => `${number} ${one ? "agente" : "agentes"}`,
    calls: (calls: string, one: boolean, aht: string) =>
      `${calls} ${one ? "llamada" : "llamadas"} por hora de ${aht} s`,
    patience: (patience: string) => `paciencia de ${patience} s`,
    forEver: "nadie abandona (Erlang C)",
    begin: (inSystem: string, at: string) =>
      `${inSystem} en el sistema al comienzo; una llamada ${at} s después`,
    level: (threshold: string) => `Contestadas en ≤ ${threshold} s, de todas`,
    levelOfServed: (threshold: string) => `Contestadas en ≤ ${threshold} s, de las contestadas`,
    answeredInTime: (threshold: string) => `Probabilidad de que la contesten en ≤ ${threshold} s`,
    waits: "Tienen que esperar",
    waitsOne: "Probabilidad de que espere",
    abandons: "Abandonan",
    abandonsOne: "Probabilidad de que abandone",
    meanWait: "Espera media de todas",
    meanWaitOfServed: "Espera media de las contestadas",
    queue: "En espera, en promedio",
    occupancy: "Ocupación de los agentes",
    agentsTitle: "Agentes",
    levelTitle: (threshold: string) => `En ≤ ${threshold} s`,
    meanWaitTitle: "Espera media",
    occupancyTitle: "Ocupación",
  },
  en: {
    locale: "en-US",
    agents: (number: string, one: boolean) => `${number} ${one ? "agent" : "agents"}`,
    calls: (calls: string, one: boolean, aht: string) =>
      `${calls} ${one ? "call" : "calls"} per hour of ${aht} s`,
    patience: (patience: string) => `patience of ${patience} s`,
    forEver: "nobody gives up (Erlang C)",
    begin: (inSystem: string, at: string) => `${inSystem} in the system at first; a call ${at} s later`,
    level: (threshold: string) => `Answered in ≤ ${threshold} s, of all`,
    levelOfServed: (threshold: string) => `Answered in ≤ ${threshold} s, of those answered`,
    answeredInTime: (threshold: string) => `Probability of an answer in ≤ ${threshold} s`,
    waits: "Have to wait",
    waitsOne: "Probability of waiting",
    abandons: "Give up",
    abandonsOne: "Probability of giving up",
    meanWait: "Mean wait of all",
    meanWaitOfServed: "Mean wait of those answered",
    queue: "Waiting, on average",
    occupancy: "Occupancy of the agents",
    agentsTitle: "Agents",
    levelTitle: (threshold: string) => `In ≤ ${threshold} s`,
    meanWaitTitle: "Mean wait",
    occupancyTitle: "Occupancy",
  },
} as const;

/** The steady state of a line, to read in a terminal, without a line break at its end. */
export function steadyTable(
  line: AskedLine,
  agents: number,
  measures: QueueMeasures,
  language: Language,
): string {
  const word = words[language];
  const { number, seconds, percent } = formats(word.locale);
  const threshold = number(line.thresholdS);
  return lines(
    [headline(line, agents, language)],
    [
      [word.level(threshold), percent(measures.serviceLevel)],
      [word.levelOfServed(threshold), percent(measures.serviceLevelOfServed)],
      [word.waits, percent(measures.probabilityOfWaiting)],
      [word.abandons, percent(measures.probabilityOfAbandonment)],
      [word.meanWait, seconds(measures.meanWait)],
      [word.meanWaitOfServed, seconds(measures.meanWaitOfServed)],
      [word.queue, number(measures.meanQueue)],
      [word.occupancy, percent(measures.occupancy)],
    ],
  );
}

/** What meets one caller, to read in a terminal, without a line break at its end. */
export function transientTable(
  line: AskedLine,
  moment: AskedMoment,
  measures: TransientMeasures,
  language: Language,
): string {
  const word = words[language];
  const { number, percent } = formats(word.locale);
  return lines(
    [headline(line, moment.agents, language), word.begin(number(moment.inSystem), number(moment.atS))],
    [
      [word.answeredInTime(number(line.thresholdS)), percent(measures.serviceLevel)],
      [word.waitsOne, percent(measures.probabilityOfWaiting)],
      [word.abandonsOne, percent(measures.probabilityOfAbandonment)],
      [word.queue, number(measures.meanQueue)],
    ],
  );
}

function headline(line: AskedLine, agents: number, language: Language): string {
  const word = words[language];
  const count = word.agents(formats(word.locale).number(agents), agents === 1);
  return [count, ...lineWords(line, language)].join(", ");
}

function lineWords({ callsPerHour, ahtS, patienceS }: AskedLine, language: Language): string[] {
  const word = words[language];
  const { number } = formats(word.locale);
  return [
    word.calls(number(callsPerHour), callsPerHour === 1, number(ahtS)),
    patienceS === null ? word.forEver : word.patience(number(patienceS)),
  ];
}

function formats(locale: string) {
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const ofAHundred = new Intl.NumberFormat(locale, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  return {
    number: (value: number) => plain.format(value),
    seconds: (value: number) => `${plain.format(value)} s`,
    percent: (value: number) => ofAHundred.format(value),
  };
}

/** What a line is like with so many agents; `null`: it grows without end, or what comes in is not known. */
export interface AgentsRow {
  readonly agents: number | null;
  readonly measures: QueueMeasures | null;
}

/** How a line is with each number of agents, as a table. */
export function agentsTable(rows: readonly AgentsRow[], thresholdS: number, language: Language): Table {
  return tableOf(measureColumns<AgentsRow>(thresholdS, language), rows);
}

/** The same with the line that is asked about, to read in a terminal. */
export function agentsText(line: AskedLine, rows: readonly AgentsRow[], language: Language): string {
  return `${lineWords(line, language).join(", ")}\n\n${tableText(agentsTable(rows, line.thresholdS, language))}`;
}

/** A load with the agents for it. */
export type StaffedLoad = AgentsRow & { readonly load: Load };

/** The agents for each load of a file, as a table. */
export function staffedTable(rows: readonly StaffedLoad[], thresholdS: number, language: Language): Table {
  const [word, { number }] = [staffingWords[language], formats(words[language].locale)];
  const seconds = (value: number | null) => (value === null ? "-" : `${number(Math.round(value))} s`);
  const has = (member: "skill" | "weekday" | "hour") => rows.some(({ load }) => (load[member] ?? "") !== "");
  const columns: Column<StaffedLoad>[] = [
    {
      key: "skill",
      title: levelWords[language].skill,
      left: true,
      csvOnly: !has("skill"),
      value: ({ load }) => load.skill,
    },
    {
      key: "weekday",
      title: word.weekday,
      left: true,
      csvOnly: !has("weekday"),
      value: ({ load }) => load.weekday,
      text: ({ load }) => groupText(load, language).weekday,
    },
    {
      key: "hour",
      title: word.hour,
      csvOnly: !has("hour"),
      value: ({ load }) => load.hour,
      text: ({ load }) => groupText(load, language).hour,
    },
    {
      key: "calls_per_hour",
      title: word.callsPerHour,
      value: ({ load }) => load.callsPerHour,
      text: ({ load }) => number(load.callsPerHour),
    },
    { key: "aht_s", title: word.aht, value: ({ load }) => load.ahtS, text: ({ load }) => seconds(load.ahtS) },
    {
      key: "patience_s",
      title: word.patience,
      value: ({ load }) => load.patienceS,
      text: ({ load }) => seconds(load.patienceS),
    },
    ...measureColumns<StaffedLoad>(thresholdS, language),
  ];
  return tableOf(columns, rows);
}

function measureColumns<Row extends AgentsRow>(thresholdS: number, language: Language): Column<Row>[] {
  const word = words[language];
  const { number, seconds, percent } = formats(word.locale);
  const measure = (
    key: string,
    title: string,
    written: (value: number) => string,
    member: keyof QueueMeasures,
  ): Column<Row> => ({
    key,
    title,
    value: ({ measures }) => measures?.[member] ?? null,
    text: ({ measures }) => (measures === null ? "-" : written(measures[member])),
  });
  return [
    {
      key: "agents",
      title: word.agentsTitle,
      value: ({ agents }) => agents,
      text: ({ agents }) => (agents === null ? "-" : number(agents)),
    },
    measure("service_level", word.levelTitle(number(thresholdS)), percent, "serviceLevel"),
    measure("probability_of_waiting", word.waits, percent, "probabilityOfWaiting"),
    measure("probability_of_abandonment", word.abandons, percent, "probabilityOfAbandonment"),
    measure("mean_wait_s", word.meanWaitTitle, seconds, "meanWait"),
    measure("occupancy", word.occupancyTitle, percent, "occupancy"),
  ];
}

/** What meets one caller, as a table of one row. */
export function momentTable(moment: AskedMoment, measures: TransientMeasures): Table {
  const column = (key: string, value: number): Column<null> => ({ key, title: "", value: () => value });
  return tableOf(
    [
      column("agents", moment.agents),
      column("in_system", moment.inSystem),
      column("at_s", moment.atS),
      column("service_level", measures.serviceLevel),
      column("probability_of_waiting", measures.probabilityOfWaiting),
      column("probability_of_abandonment", measures.probabilityOfAbandonment),
      column("mean_queue", measures.meanQueue),
    ],
    [null],
  );
}

function lines(head: readonly string[], rows: readonly (readonly [string, string])[]): string {
  const [left, right] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map(([name, value]) => `${name.padEnd(left!)}   ${value.padStart(right!)}`);
  return [...head, "─".repeat(Math.max(...[...head, table[0]!].map(({ length }) => length))), ...table].join(
    "\n",
  );
}
