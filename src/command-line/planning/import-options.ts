import { type Command, InvalidArgumentError } from "commander";
import { COLUMNS, type ColumnNames, type CsvColumn, DISPENSABLE } from "../../history/csv/columns.ts";
import { plainWord, type RecordedOutcome } from "../../history/outcome-words.ts";
import type { Reading } from "../../history/reading.ts";
import type { DateOrder } from "../../history/written-time.ts";
import { toReader } from "../reader.ts";

/** How files of calls are to be read, as options say it. */
export interface ReadingOptions {
  readonly columns?: ColumnNames;
  readonly dates?: DateOrder;
  readonly separator?: string;
  readonly outcomes?: ReadonlyMap<string, RecordedOutcome | "skip">;
  readonly skills?: ReadonlyMap<string, string>;
}

/** Adds the options that say how files of calls are to be read, for every command that reads some. */
export function withReadingOptions(command: Command): Command {
  return command
    .option(
      "--skills <queue=skill,...>",
      toReader(
        "qué skill es una cola o un código del archivo; si no se dice, el de su nombre",
        "the skill that a queue or code of the file stands for; default: the one of that name",
      ),
      skillNamesTyped,
    )
    .option(
      "--columns <column=name,...>",
      toReader(
        "los nombres que el archivo da a las columnas; nada después de =, si no tiene esa columna",
        "the file's own names of the columns; nothing after =, if it has no such column",
      ),
      columnNames,
    )
    .option(
      "--dates <form>",
      toReader(
        "dd/mm/yyyy o mm/dd/yyyy, si las fechas del archivo no lo dicen",
        "dd/mm/yyyy or mm/dd/yyyy, where the file's dates do not show which",
      ),
      dateOrder,
    )
    .option(
      "--separator <character>",
      toReader(
        "el separador de sus columnas, si no se reconoce",
        "the separator of its columns, if it is not recognised",
      ),
      separatorCharacter,
    )
    .option(
      "--outcomes <word=meaning,...>",
      toReader(
        "qué significan otras palabras: answered, abandoned o skip",
        "what other words in it mean: answered, abandoned or skip",
      ),
      outcomeWords,
    );
}

/** What the options say of a CSV of calls. */
export function readingOf({ columns, dates, separator, outcomes }: ReadingOptions): Reading {
  return given({ columns, dates, separator, outcomes });
}

/** Without the options that were not given. */
export function given<T extends object>(options: T): { [key in keyof T]?: Exclude<T[key], undefined> } {
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as { [key in keyof T]?: Exclude<T[key], undefined> };
}

/** Readers of the options that say how a file of calls is to be read. An option that is repeated adds to what it said. */

function columnNames(text: string, before: ColumnNames = {}): ColumnNames {
  const names: Partial<Record<CsvColumn, string>> = { ...before };
  for (const [left, name] of pairsOf(text, "offered_at=Fecha")) {
    const column = COLUMNS.find((one) => one === left.toLowerCase());
    if (!column)
      throw new InvalidArgumentError(
        toReader(
          `no hay ${left}; las columnas son ${COLUMNS.join(", ")}`,
          `there is no ${left}; the columns are ${COLUMNS.join(", ")}`,
        ),
      );
    if (name === "" && !DISPENSABLE.has(column)) {
      throw new InvalidArgumentError(
        toReader(`un archivo necesita una columna para ${column}`, `a file must have a column for ${column}`),
      );
    }
    names[column] = name;
  }
  return names;
}

function dateOrder(text: string): DateOrder {
  const order = /^(dd?|mm?)[-/.](dd?|mm?)[-/.](?:yy|yyyy|aa|aaaa)$/i.exec(text);
  const [first, second] = [order?.[1]?.[0]?.toLowerCase(), order?.[2]?.[0]?.toLowerCase()];
  if (first === "d" && second === "m") return "day-first";
  if (first === "m" && second === "d") return "month-first";
  throw new InvalidArgumentError(
    toReader(
      "escriba dd/mm/yyyy o mm/dd/yyyy; si las fechas empiezan por el año no hace falta",
      "write dd/mm/yyyy or mm/dd/yyyy; dates that begin with the year need nothing",
    ),
  );
}

const SEPARATORS: Readonly<Record<string, string>> = {
  comma: ",",
  semicolon: ";",
  tab: "\t",
  pipe: "|",
  "\\t": "\t",
};

function separatorCharacter(text: string): string {
  const separator = SEPARATORS[text.toLowerCase()] ?? text;
  if (separator.length !== 1 || /[\p{Letter}\p{Number}"\r\n]/u.test(separator)) {
    throw new InvalidArgumentError(
      toReader(
        'va un carácter, como ";", o comma, semicolon, tab, pipe',
        'give one character, like ";", or comma, semicolon, tab, pipe',
      ),
    );
  }
  return separator;
}

const MEANINGS: readonly string[] = ["answered", "abandoned", "skip"] satisfies readonly (
  | RecordedOutcome
  | "skip"
)[];

function outcomeWords(
  text: string,
  before: ReadonlyMap<string, RecordedOutcome | "skip"> = new Map(),
): ReadonlyMap<string, RecordedOutcome | "skip"> {
  const words = new Map(before);
  for (const [word, meaning] of pairsOf(text, "Transferida=answered")) {
    if (!MEANINGS.includes(meaning)) {
      throw new InvalidArgumentError(
        toReader(
          `${word} puede significar ${MEANINGS.join(", ")}`,
          `${word} may mean ${MEANINGS.join(", ")}`,
        ),
      );
    }
    words.set(plainWord(word), meaning as RecordedOutcome | "skip");
  }
  return words;
}

function skillNamesTyped(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const names = new Map(before);
  for (const [queue, name] of pairsOf(text, "600=Ventas")) {
    if (name === "")
      throw new InvalidArgumentError(toReader(`diga qué skill es ${queue}`, `say which skill ${queue} is`));
    names.set(queue, name);
  }
  return names;
}

/** `a=1,b=2`; a comma that no = follows belongs to what stands before it. */
function pairsOf(text: string, example: string): (readonly [left: string, right: string])[] {
  return text.split(/,(?=[^,=]+=)/).map((pair) => {
    const at = pair.indexOf("=");
    const left = pair.slice(0, Math.max(0, at)).trim();
    if (left === "")
      throw new InvalidArgumentError(toReader(`escríbalo como ${example}`, `write it like ${example}`));
    return [left, pair.slice(at + 1).trim()] as const;
  });
}
