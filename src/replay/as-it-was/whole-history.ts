import { Fault } from "../../faults/faults.ts";
import { type CallLog, isBadRow, type LoggedCall } from "../../history/call-log.ts";
import type { HistoryNote } from "../../history/history-notes.ts";
import { type LeftOut, surveyed } from "../../operation/imports/import-survey.ts";
import { noneKnown } from "../../operation/imports/known-calls.ts";
import { refuseLostOutcome, refuseRows } from "../../operation/imports/refusals.ts";

/** A file of recorded calls, or the files of one log. */
export interface HistoryFile {
  readonly name: string;
  readonly log: CallLog;
}

/** The calls of several files in order of arrival, as one history; of one moment in the order of the files. */
interface WholeHistory {
  readonly calls: readonly LoggedCall[];
  /** By file: rows that could not be used, and what else is to be known. */
  readonly leftOut: readonly {
    readonly file: string;
    readonly leftOut: LeftOut;
    readonly notes: readonly HistoryNote[];
  }[];
}

/**
 * Reads recorded calls whole. Faults: those of reading, `recording-rows-bad` unless `skipBad`, `recording-outcome-lost`, and
 * `recording-invalid` where there are no calls.
 */
export async function readWholeHistory(
  files: readonly HistoryFile[],
  { skipBad = false }: { readonly skipBad?: boolean } = {},
): Promise<WholeHistory> {
  const calls: LoggedCall[] = [];
  const leftOut: WholeHistory["leftOut"][number][] = [];
  for (const { name: file, log } of files) {
    const survey = await surveyed({ ...log, rows: keeping(log.rows, calls) }, noneKnown);
    if (survey.leftOut.rows > 0 && !skipBad) throw refuseRows(file, survey.leftOut);
    const lost = refuseLostOutcome(file, survey);
    if (lost) throw lost;
    if (survey.calls === 0) throw new Fault("recording-invalid", { file, problem: "it has no calls" });
    leftOut.push({ file, leftOut: survey.leftOut, notes: survey.notes });
  }
  return { calls: calls.sort((one, other) => one.arrivedAt - other.arrivedAt), leftOut };
}

async function* keeping(rows: CallLog["rows"], calls: LoggedCall[]): CallLog["rows"] {
  for await (const chunk of rows) {
    for (const row of chunk) if (!isBadRow(row)) calls.push(row);
    yield chunk;
  }
}
