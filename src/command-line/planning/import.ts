import type { Command } from "commander";
import { readQueueLog } from "../../history/queue-log/queue-log.ts";
import { isQueueLog } from "../../history/queue-log/queue-log-file.ts";
import type { Store } from "../../journal/port/store.ts";
import { importCallLog } from "../../operation/imports/import.ts";
import type { Imported, ImportWanted } from "../../operation/imports/import-wanted.ts";
import { misreadZone } from "../../time/local-time.ts";
import { counted } from "../../words/counted.ts";
import { historyNoteSentence } from "../../words/history-note-sentence.ts";
import type { Language } from "../../words/language.ts";
import { recordingProblem } from "../../words/problems/recording-problems.ts";
import { misreadZoneSentence } from "../../words/zone-sentence.ts";
import { withStore } from "../journal-access.ts";
import { dataCommand, print } from "../program.ts";
import { reader, toReader } from "../reader.ts";
import { given, type ReadingOptions, readingOf, withReadingOptions } from "./import-options.ts";

interface ImportOptions extends ReadingOptions {
  readonly data: string;
  readonly operation: string;
  readonly timeZone?: string;
  readonly skipBad?: boolean;
}

export function addImport(program: Command): void {
  const command = dataCommand(
    program,
    "import <file...>",
    toReader(
      "importa llamadas grabadas como historia: un CSV de llamadas, o el queue_log de Asterisk",
      "import recorded calls as history: a CSV of calls, or Asterisk's queue_log",
    ),
  )
    .requiredOption(
      "--operation <name>",
      toReader(
        "de qué operación son; se crea si no existe",
        "the operation that they belong to; created if there is none",
      ),
    )
    .option(
      "--time-zone <zone>",
      toReader(
        "zona IANA de las horas del archivo; si no se dice, la de la operación",
        "IANA zone of the file's times; default: the operation's",
      ),
    );
  withReadingOptions(command)
    .option(
      "--skip-bad",
      toReader("omite las filas que no se pueden usar", "leave out rows that cannot be used"),
    )
    .action(async (files: string[], options: ImportOptions) => {
      await withStore(options.data, async (store) => {
        for (const wanted of await historiesOf(files, options, store))
          tell(wanted.file, await importCallLog(wanted), reader);
      });
    });
}

/** All files of a queue_log are one history, in which calls go on from file to file; each other file is its own. */
async function historiesOf(
  files: readonly string[],
  options: ImportOptions,
  store: Store,
): Promise<ImportWanted[]> {
  const { operation, timeZone, skipBad, skills } = options;
  const reading = readingOf(options);
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

function tell(file: string, imported: Imported, language: Language): void {
  const { calls, known, operation, timeZone, leftOut, notes } = imported;
  const lines: string[] = [];
  if (language === "es") {
    lines.push(`${file}: ${counted(calls, "llamada", "llamadas")} → ${operation.name} (hora de ${timeZone})`);
    if (known > 0) lines.push(`  Ya estaban: ${known} (se cuentan una sola vez)`);
    if (leftOut.rows > 0) lines.push(`  ${counted(leftOut.rows, "fila omitida", "filas omitidas")}:`);
  } else {
    lines.push(`${file}: ${counted(calls, "call", "calls")} → ${operation.name} (${timeZone} time)`);
    if (known > 0) lines.push(`  There already: ${known} (counted once)`);
    if (leftOut.rows > 0) lines.push(`  ${counted(leftOut.rows, "row", "rows")} left out:`);
  }
  for (const [reason, count] of leftOut.byReason)
    lines.push(`    ${count} × ${recordingProblem(reason, language)}`);
  for (const note of notes) lines.push(`  ${historyNoteSentence(note)[language]}`);
  const misread = misreadZone(timeZone);
  if (misread) lines.push(`  ${misreadZoneSentence(misread)[language]}`);
  for (const line of lines) print(line);
}
