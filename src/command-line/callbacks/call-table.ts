import type { listCalls } from "../../api/v1/schema/forms.ts";
import { type Column, type Table, tableOf, tableText } from "../../reports/table.ts";
import { formatLocal } from "../../time/dates.ts";
import type { Language } from "../../words/language.ts";
import { callOutcomes, offerReasons } from "../../words/reasons/call-reasons.ts";
import { sentenceOf } from "../../words/sentences.ts";
import type { OfOperation } from "../native-api.ts";

type CallList = OfOperation<typeof listCalls>;

const words = {
  es: {
    id: "Llamada",
    skill: "Skill",
    arrived: "Llegó",
    number: "Número",
    why: "Qué se decidió",
    open: "Sigue abierta.",
    none: "Todavía no hay llamadas.",
    choose: "Toda la historia de una: npx espera why LLAMADA",
  },
  en: {
    id: "Call",
    skill: "Skill",
    arrived: "Arrived",
    number: "Number",
    why: "What was decided",
    open: "It is still open.",
    none: "There are no calls yet.",
    choose: "The whole story of one: npx espera why CALL",
  },
} as const satisfies Record<Language, unknown>;

interface Row {
  readonly list: CallList;
  readonly one: CallList["calls"][number];
}

/** Calls as a table, the newest first; times are local to the operation. */
export function recentCallsTable(lists: readonly CallList[], language: Language): Table {
  const word = words[language];
  const columns: Column<Row>[] = [
    { key: "operation", title: "", csvOnly: true, value: ({ list }) => list.operation },
    { key: "id", title: word.id, left: true, value: ({ one }) => one.id },
    {
      key: "skill",
      title: word.skill,
      left: true,
      value: ({ one }) => one.skill.name || String(one.skill.id),
    },
    {
      key: "arrived",
      title: word.arrived,
      value: ({ list, one }) => formatLocal(one.arrivedAt, list.timeZone),
    },
    { key: "number", title: word.number, value: ({ one }) => one.number },
    { key: "choice", title: "", csvOnly: true, value: ({ one }) => one.choice },
    { key: "outcome", title: "", csvOnly: true, value: ({ one }) => one.outcome },
    { key: "why_code", title: "", csvOnly: true, value: ({ one }) => one.offerReason },
    { key: "why", title: word.why, left: true, value: ({ one }) => decided(one, language) },
  ];
  return tableOf(
    columns,
    lists.flatMap((list) => list.calls.map((one) => ({ list, one }))),
  );
}

/** The calls of one operation to read in a terminal. */
export function callText(list: CallList, language: Language): string {
  const word = words[language];
  const head = `${list.operation} (${list.timeZone})`;
  if (list.calls.length === 0) return `${head}: ${word.none}`;
  return `${head}\n\n${tableText(recentCallsTable([list], language))}\n\n${word.choose}`;
}

/** Why it was offered or not; of a call that nobody decided on, how it ended. */
function decided({ offerReason, outcome }: Row["one"], language: Language): string {
  if (offerReason !== null) return sentenceOf(offerReasons, offerReason, language);
  return outcome === null ? words[language].open : sentenceOf(callOutcomes, outcome, language);
}
