import type { CallbackEntry, CallbackList } from "../api/control/schemas.ts";
import { callbackStatuses, endReasons } from "../reports/callback-reasons.ts";
import { counted } from "../reports/counted.ts";
import type { Language } from "../reports/language.ts";
import { minuteIn, sentenceOf } from "../reports/sentences.ts";
import { type Column, type Table, tableOf, tableText } from "../reports/table.ts";
import { whyItWaits } from "./sentences.ts";

const words = {
  es: {
    id: "Devolución",
    skill: "Skill",
    place: "Turno",
    promised: "Prometida hasta",
    attempts: "Intentos",
    number: "Número",
    status: "Estado",
    none: "No hay devoluciones así.",
    more: (count: number) =>
      count === 1
        ? "Hay más: esta es la más reciente (--limit)."
        : `Hay más: estas son las ${count} más recientes (--limit).`,
    total: (count: number) => counted(count, "devolución", "devoluciones"),
  },
  en: {
    id: "Callback",
    skill: "Skill",
    place: "Place",
    promised: "Promised by",
    attempts: "Attempts",
    number: "Number",
    status: "Status",
    none: "There are no such callbacks.",
    more: (count: number) =>
      count === 1
        ? "There are more: this is the newest (--limit)."
        : `There are more: these are the newest ${count} (--limit).`,
    total: (count: number) => counted(count, "callback", "callbacks"),
  },
} as const;

/** Callbacks as a table, of each operation the earliest place first; times are local to it. */
export function callbackTable(lists: readonly CallbackList[], language: Language): Table {
  const word = words[language];
  const minute = (at: number, { timeZone }: CallbackList) => minuteIn(timeZone, at);
  const columns: Column<Row>[] = [
    { key: "operation", title: "", csvOnly: true, value: ({ list }) => list.operation },
    { key: "id", title: word.id, left: true, value: ({ one }) => one.id },
    {
      key: "skill",
      title: word.skill,
      left: true,
      value: ({ one }) => one.skill.name || String(one.skill.id),
    },
    { key: "place", title: word.place, value: ({ one, list }) => minute(one.place, list) },
    {
      key: "promised_until",
      title: word.promised,
      value: ({ one, list }) => minute(one.promisedUntil, list),
    },
    { key: "attempts", title: word.attempts, value: ({ one }) => one.attempts },
    { key: "number", title: word.number, value: ({ one }) => one.number },
    { key: "status_code", title: "", csvOnly: true, value: ({ one }) => one.status },
    {
      key: "status",
      title: word.status,
      left: true,
      value: ({ one, list }) => statusOf(one, list.timeZone, language),
    },
  ];
  const rows = lists.flatMap((list) =>
    list.callbacks.toSorted((one, other) => one.place - other.place).map((one) => ({ list, one })),
  );
  return tableOf(columns, rows);
}

interface Row {
  readonly list: CallbackList;
  readonly one: CallbackEntry;
}

/** The callbacks of one operation to read in a terminal. */
export function callbackText(list: CallbackList, language: Language): string {
  const word = words[language];
  const count = list.callbacks.length;
  if (count === 0) return `${list.operation}: ${word.none}`;
  return [
    `${list.operation} (${list.timeZone}): ${word.total(count)}`,
    "",
    tableText(callbackTable([list], language)),
    ...(list.next === null ? [] : ["", word.more(count)]),
  ].join("\n");
}

function statusOf(one: CallbackEntry, timeZone: string, language: Language): string {
  if (one.status !== "YES")
    return `${one.status}: ${sentenceOf(endReasons, one.reason ?? "", language) || sentenceOf(callbackStatuses, one.status, language)}`;
  return whyItWaits(one, timeZone, language);
}
