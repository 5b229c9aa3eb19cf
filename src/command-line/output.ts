import { type Command, Option } from "commander";
import { type Table, tableCsv } from "../reports/table.ts";
import { print } from "./program.ts";
import { toReader } from "./reader.ts";

/** In what a command prints what it found; a table to read where nothing is said. */
export interface Format {
  readonly json?: true | undefined;
  readonly csv?: true | undefined;
}

/** `--json` and `--csv`, for every command that prints a table. */
export function withFormats(command: Command, json = toReader("en JSON", "as JSON")): Command {
  return command.option("--json", json).addOption(csvOption().conflicts("json"));
}

/** `--csv`, for commands whose table has no JSON. */
export function csvOption(): Option {
  return new Option("--csv", toReader("en CSV, para una hoja de cálculo", "as CSV, for a spreadsheet"));
}

/** Prints lists, such as those of several operations: JSON in a line each, a CSV of all together, or a text each. */
export function printLists<List>(
  { json, csv }: Format,
  lists: readonly List[],
  as: { readonly table: (lists: readonly List[]) => Table; readonly text: (list: List) => string },
): void {
  if (json) for (const list of lists) print(JSON.stringify(list));
  else if (csv) print(tableCsv(as.table(lists)));
  else print(lists.map(as.text).join("\n\n"));
}
