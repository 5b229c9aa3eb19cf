import type { QueueMeasures } from "../queueing/erlang-a.ts";
import type { TransientMeasures } from "../queueing/transient.ts";
import type { Language } from "../reports/language.ts";

/** The line that somebody asks about. */
export interface AskedLine {
  readonly callsPerHour: number;
  readonly ahtS: number;
  readonly thresholdS: number;
  /** `null`: nobody gives up. */
  readonly patienceS: number | null;
}

const words = {
  es: {
    locale: "es-CO",
    agents: (number: string, one: boolean) => `${number} ${one ? "agente" : "agentes"}`,
    calls: (calls: string, aht: string) => `${calls} llamadas por hora de ${aht} s`,
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
  },
  en: {
    locale: "en-US",
    agents: (number: string, one: boolean) => `${number} ${one ? "agent" : "agents"}`,
    calls: (calls: string, aht: string) => `${calls} calls per hour of ${aht} s`,
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
  moment: { readonly agents: number; readonly inSystem: number; readonly atS: number },
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

function headline({ callsPerHour, ahtS, patienceS }: AskedLine, agents: number, language: Language): string {
  const word = words[language];
  const { number } = formats(word.locale);
  return [
    word.agents(number(agents), agents === 1),
    word.calls(number(callsPerHour), number(ahtS)),
    patienceS === null ? word.forEver : word.patience(number(patienceS)),
  ].join(", ");
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

function lines(head: readonly string[], rows: readonly (readonly [string, string])[]): string {
  const [left, right] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map(([name, value]) => `${name.padEnd(left!)}   ${value.padStart(right!)}`);
  return [...head, "─".repeat(Math.max(...[...head, table[0]!].map(({ length }) => length))), ...table].join(
    "\n",
  );
}
