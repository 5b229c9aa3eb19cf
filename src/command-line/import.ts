import type { Command } from "commander";
import type { Reading } from "../history/call-log.ts";
import type { ColumnNames } from "../history/columns.ts";
import { misreadZone } from "../history/local-time.ts";
import type { Outcome } from "../history/outcome-words.ts";
import { readQueueLog } from "../history/queue-log/queue-log.ts";
import { isQueueLog } from "../history/queue-log/queue-log-file.ts";
import type { DateOrder } from "../history/written-time.ts";
import type { Store } from "../journal/port.ts";
import { type Imported, type ImportWanted, importCallLog } from "../operation/import.ts";
import { historyNoteSentence } from "../reports/history-note-sentence.ts";
import { type Language, languageOf } from "../reports/language.ts";
import { misreadZoneSentence } from "../reports/zone-sentence.ts";
import { columnNames, dateOrder, outcomeWords, separatorCharacter, skillNames } from "./import-options.ts";
import { withStore } from "./journal-access.ts";
import { dataCommand, languageOption, print } from "./program.ts";

interface ImportOptions {
  readonly data: string;
  readonly operation: string;
  readonly timeZone?: string;
  readonly skipBad?: boolean;
  readonly columns?: ColumnNames;
  readonly dates?: DateOrder;
  readonly separator?: string;
  readonly outcomes?: ReadonlyMap<string, Outcome | "skip">;
  readonly skills?: ReadonlyMap<string, string>;
  readonly lang?: string;
}

export function addImport(program: Command): void {
  dataCommand(
    program,
    "import <file...>",
    "take recorded calls as history: a CSV of calls, or Asterisk's queue_log",
  )
    .requiredOption("--operation <name>", "whose calls they are; made when there is none")
    .option("--time-zone <zone>", "IANA zone of the file's times; default: the operation's")
    .option(
      "--skills <queue=skill,...>",
      "which skill a queue or a code of the file is; default: its name",
      skillNames,
    )
    .option(
      "--columns <column=name,...>",
      "how the file calls its columns; nothing after = : it has none",
      columnNames,
    )
    .option("--dates <form>", "dd/mm/yyyy or mm/dd/yyyy, where the file's dates do not tell", dateOrder)
    .option(
      "--separator <character>",
      "what separates its columns, where it is not found",
      separatorCharacter,
    )
    .option(
      "--outcomes <word=meaning,...>",
      "what further words mean: answered, abandoned or skip",
      outcomeWords,
    )
    .option("--skip-bad", "leave rows out that cannot be used")
    .addOption(languageOption())
    .action(async (files: string[], options: ImportOptions) => {
      const language = languageOf(options.lang, process.env);
      await withStore(options.data, async (store) => {
        for (const wanted of await historiesOf(files, options, store))
          tell(wanted.file, await importCallLog(wanted), language);
      });
    });
}

/** All files of a queue_log are one history, in which calls go on from file to file; each other file is its own. */
async function historiesOf(
  files: readonly string[],
  options: ImportOptions,
  store: Store,
): Promise<ImportWanted[]> {
  const { operation, timeZone, skipBad, skills, columns, dates, separator, outcomes } = options;
  const reading: Reading = given({ columns, dates, separator, outcomes });
  const common = { store, operation, ...given({ timeZone, skipBad, skillNames: skills }) };
  const queueLogs: string[] = [];
  const histories: ImportWanted[] = [];
  for (const file of files) {
    if (await isQueueLog(file)) queueLogs.push(file);
    else histories.push({ ...common, file, reading });
  }
  if (queueLogs.length > 0) {
    const log = (zone: string) => readQueueLog(queueLogs, zone);
    histories.unshift({ ...common, file: queueLogs.join(", "), log });
  }
  return histories;
}

/** Without the options that were not given. */
function given<T extends object>(options: T): { [key in keyof T]?: Exclude<T[key], undefined> } {
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as { [key in keyof T]?: Exclude<T[key], undefined> };
}

function tell(file: string, imported: Imported, language: Language): void {
  const { calls, known, operation, timeZone, leftOut, notes } = imported;
  const lines: string[] = [];
  if (language === "es") {
    lines.push(
      `${file}: ${calls} ${calls === 1 ? "llamada" : "llamadas"} → ${operation.name} (hora de ${timeZone})`,
    );
    if (known > 0) lines.push(`  ${known} más ya estaban y no se cuentan otra vez`);
    if (leftOut.rows > 0) lines.push(`  ${leftOut.rows} filas omitidas:`);
  } else {
    lines.push(`${file}: ${calls} ${calls === 1 ? "call" : "calls"} → ${operation.name} (${timeZone} time)`);
    if (known > 0) lines.push(`  ${known} more were there already and are not counted again`);
    if (leftOut.rows > 0) lines.push(`  ${leftOut.rows} rows left out:`);
  }
  for (const [reason, count] of leftOut.byReason) lines.push(`    ${count} × ${reason}`);
  for (const note of notes) lines.push(`  ${historyNoteSentence(note)[language]}`);
  const misread = misreadZone(timeZone);
  if (misread) lines.push(`  ${misreadZoneSentence(misread)[language]}`);
  for (const line of lines) print(line);
}
