import type { listCallbacks } from "../../api/v1/schema/forms.ts";
import {
  type CallbackMember,
  callbackMembers,
  type MemberKind,
  type ShownCallback,
  type ShownMember,
  shownMembers,
} from "../../journal/rows/callback-members.ts";
import { type Column, type Table, tableOf, tableText } from "../../reports/table.ts";
import { counted } from "../../words/counted.ts";
import type { Language } from "../../words/language.ts";
import { callbackStatuses, endReasons } from "../../words/reasons/callback-reasons.ts";
import { minuteIn, sentenceOf } from "../../words/sentences.ts";
import type { OfOperation } from "../native-api.ts";
import { whyItWaits } from "./sentences.ts";

type CallbackList = OfOperation<typeof listCallbacks>;

const words = {
  es: {
    status: "Estado",
    none: "No hay devoluciones así.",
    more: (count: number) =>
      count === 1
        ? "Hay más: esta es la más reciente (--limit)."
        : `Hay más: estas son las ${count} más recientes (--limit).`,
    total: (count: number) => counted(count, "devolución", "devoluciones"),
  },
  en: {
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
  const member = ([name, { kind, title }]: [ShownMember, CallbackMember]): Column<Row> => ({
    key: name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    title: title?.[language] ?? "",
    csvOnly: !title,
    left: kind === "skill" || name === "id",
    value: ({ one, list }) => textOf(one[name], kind, list.timeZone),
  });
  const titled = (["id", "skill", "place", "promisedUntil", "attempts", "number"] as const).map(
    (name) => [name, callbackMembers[name]] as [ShownMember, CallbackMember],
  );
  const columns: Column<Row>[] = [
    { key: "operation", title: "", csvOnly: true, value: ({ list }) => list.operation },
    ...titled.map(member),
    { key: "status_code", title: "", csvOnly: true, value: ({ one }) => one.status },
    {
      key: "status",
      title: word.status,
      left: true,
      value: ({ one, list }) => statusOf(one, list.timeZone, language),
    },
    ...shownMembers.filter(([name, { title }]) => !title && name !== "status").map(member),
  ];
  const rows = lists.flatMap((list) =>
    list.callbacks.toSorted((one, other) => one.place - other.place).map((one) => ({ list, one })),
  );
  return tableOf(columns, rows);
}

interface Row {
  readonly list: CallbackList;
  readonly one: ShownCallback;
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

function textOf(
  value: ShownCallback[ShownMember],
  kind: MemberKind,
  timeZone: string,
): string | number | null {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "object") return value && (value.name || String(value.id));
  return kind === "moment" && value !== null ? minuteIn(timeZone, Number(value)) : value;
}

function statusOf(one: ShownCallback, timeZone: string, language: Language): string {
  if (one.status !== "YES")
    return `${one.status}: ${sentenceOf(endReasons, one.reason ?? "", language) || sentenceOf(callbackStatuses, one.status, language)}`;
  return whyItWaits(one, timeZone, language);
}
