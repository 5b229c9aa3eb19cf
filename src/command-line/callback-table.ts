import type { CallbackEntry, CallbackList } from "../api/control/schemas.ts";
import { callbackStatuses, endReasons } from "../reports/callback-reasons.ts";
import type { Language } from "../reports/language.ts";
import { minuteIn, sentenceOf } from "../reports/sentences.ts";
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
    more: (count: number) => `Hay más: estas son las ${count} más recientes (--limit).`,
    total: (count: number) => (count === 1 ? "1 devolución" : `${count} devoluciones`),
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
    more: (count: number) => `There are more: these are the newest ${count} (--limit).`,
    total: (count: number) => (count === 1 ? "1 callback" : `${count} callbacks`),
  },
} as const;

/** Callbacks as a table to read in a terminal, the earliest place first; times are local to the operation. */
export function callbackTable(list: CallbackList, language: Language): string {
  const word = words[language];
  if (list.callbacks.length === 0) return `${list.operation}: ${word.none}`;
  const minute = (at: number) => minuteIn(list.timeZone, at);
  const rows = [
    [word.id, word.skill, word.place, word.promised, word.attempts, word.number, word.status],
    ...list.callbacks
      .toSorted((one, other) => one.place - other.place)
      .map((one) => [
        one.id,
        one.skill.name || String(one.skill.id),
        minute(one.place),
        minute(one.promisedUntil),
        String(one.attempts),
        one.number ?? "-",
        statusOf(one, list.timeZone, language),
      ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  const rule = "─".repeat(Math.min(100, Math.max(...lines.map((line) => line.length))));
  const count = list.callbacks.length;
  return [
    `${list.operation} (${list.timeZone}): ${word.total(count)}`,
    "",
    lines[0],
    rule,
    ...lines.slice(1),
    ...(list.next === null ? [] : ["", word.more(count)]),
  ].join("\n");
}

function statusOf(one: CallbackEntry, timeZone: string, language: Language): string {
  if (one.status !== "YES")
    return `${one.status}: ${sentenceOf(endReasons, one.reason ?? "", language) || sentenceOf(callbackStatuses, one.status, language)}`;
  return whyItWaits(one, timeZone, language);
}
