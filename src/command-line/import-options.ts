import { InvalidArgumentError } from "commander";
import { COLUMNS, type Column, type ColumnNames, DISPENSABLE } from "../history/columns.ts";
import { type Outcome, plainWord } from "../history/outcome-words.ts";
import type { DateOrder } from "../history/written-time.ts";

/** Readers of the options that say how a file of calls is to be read. An option that is repeated adds to what it said. */

export function columnNames(text: string, before: ColumnNames = {}): ColumnNames {
  const names: Partial<Record<Column, string>> = { ...before };
  for (const [left, name] of pairsOf(text, "offered_at=Fecha")) {
    const column = COLUMNS.find((one) => one === left.toLowerCase());
    if (!column) throw new InvalidArgumentError(`there is no ${left}; the columns are ${COLUMNS.join(", ")}`);
    if (name === "" && !DISPENSABLE.has(column)) {
      throw new InvalidArgumentError(`a file must have a column for ${column}`);
    }
    names[column] = name;
  }
  return names;
}

export function dateOrder(text: string): DateOrder {
  const order = /^(dd?|mm?)[-/.](dd?|mm?)[-/.](?:yy|yyyy|aa|aaaa)$/i.exec(text);
  const [first, second] = [order?.[1]?.[0]?.toLowerCase(), order?.[2]?.[0]?.toLowerCase()];
  if (first === "d" && second === "m") return "day-first";
  if (first === "m" && second === "d") return "month-first";
  throw new InvalidArgumentError(
    "write dd/mm/yyyy or mm/dd/yyyy; dates that begin with the year need nothing",
  );
}

const SEPARATORS: Readonly<Record<string, string>> = {
  comma: ",",
  semicolon: ";",
  tab: "\t",
  pipe: "|",
  "\\t": "\t",
};

export function separatorCharacter(text: string): string {
  const separator = SEPARATORS[text.toLowerCase()] ?? text;
  if (separator.length !== 1 || /[\p{Letter}\p{Number}"\r\n]/u.test(separator)) {
    throw new InvalidArgumentError('one character is wanted, like ";", or comma, semicolon, tab, pipe');
  }
  return separator;
}

const MEANINGS: readonly string[] = ["answered", "abandoned", "skip"] satisfies readonly (Outcome | "skip")[];

export function outcomeWords(
  text: string,
  before: ReadonlyMap<string, Outcome | "skip"> = new Map(),
): ReadonlyMap<string, Outcome | "skip"> {
  const words = new Map(before);
  for (const [word, meaning] of pairsOf(text, "Transferida=answered")) {
    if (!MEANINGS.includes(meaning)) {
      throw new InvalidArgumentError(`${word} may mean ${MEANINGS.join(", ")}`);
    }
    words.set(plainWord(word), meaning as Outcome | "skip");
  }
  return words;
}

export function skillNames(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const names = new Map(before);
  for (const [queue, name] of pairsOf(text, "600=Ventas")) {
    if (name === "") throw new InvalidArgumentError(`say which skill ${queue} is`);
    names.set(queue, name);
  }
  return names;
}

/** `a=1,b=2`; a comma that no = follows belongs to what stands before it. */
function pairsOf(text: string, example: string): (readonly [left: string, right: string])[] {
  return text.split(/,(?=[^,=]+=)/).map((pair) => {
    const at = pair.indexOf("=");
    const left = pair.slice(0, Math.max(0, at)).trim();
    if (left === "") throw new InvalidArgumentError(`write it like ${example}`);
    return [left, pair.slice(at + 1).trim()] as const;
  });
}
