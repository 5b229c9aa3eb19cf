import { Fault } from "../../faults/faults.ts";
import { NotCsv } from "../csv/csv.ts";
import { csvTable } from "../csv/csv-table.ts";
import { type RecordedFile, readRecordedFile } from "../recorded-file.ts";
import { momentOf, writtenTime } from "../written-time.ts";
import { type QueueEvent, queueEventOf } from "./queue-events.ts";

/** A line that is none of a queue_log. */
export interface UnreadableLine {
  readonly line: number;
  readonly type: "unreadable";
}

/**
 * The events of one file of Asterisk's queue_log, in its order and in pieces: as Asterisk writes it, or the table of
 * the same as a database exports it (CSV of `time`, `callid`, `queuename`, `agent`, `event` and `data`, or `data1` to
 * `data5`). Times without a zone are local to `timeZone` (IANA). Raises the faults of reading the file.
 */
export async function* queueEvents(
  file: string,
  source: RecordedFile,
  timeZone: string,
): AsyncGenerator<readonly (QueueEvent | UnreadableLine)[]> {
  const pieces = source.text[Symbol.asyncIterator]();
  try {
    const first = await pieces.next();
    const head = first.done ? "" : first.value;
    const text = (async function* () {
      yield head;
      yield* { [Symbol.asyncIterator]: () => pieces };
    })();
    yield* hasNativeLine(head) ? ofLines(text, timeZone) : ofTable(file, text, timeZone);
  } finally {
    // Also where nobody wanted more than the head.
    await pieces.return?.();
  }
}

/** Whether a file is a queue_log, in one of its two forms. Raises the faults of reading it. */
export async function isQueueLog(file: string): Promise<boolean> {
  for await (const head of readRecordedFile(file).text) {
    if (hasNativeLine(head)) return true;
    const pieces = (async function* () {
      yield head.slice(0, HEAD_CHARS);
    })();
    let found = false;
    const isHeader = (fields: readonly string[]) => {
      found ||= columnsOf(fields) !== null;
      return found;
    };
    try {
      for await (const _ of csvTable(pieces, { isHeader })) if (found) break;
    } catch (error) {
      if (!(error instanceof NotCsv)) throw error;
    }
    return found;
  }
  return false;
}

const HEAD_CHARS = 16_384;
const NATIVE = /^\d{9,10}(?:\.\d+)?\|[^|\r\n]*\|[^|\r\n]*\|[^|\r\n]*\|[A-Z][A-Z0-9_]*(?:\||\r?$)/m;

function hasNativeLine(head: string): boolean {
  return NATIVE.test(head.slice(0, HEAD_CHARS));
}

async function* ofLines(
  text: AsyncIterable<string>,
  timeZone: string,
): AsyncGenerator<(QueueEvent | UnreadableLine)[]> {
  let rest = "";
  let line = 0;
  const read = (lines: readonly string[]) =>
    lines.flatMap((one) => {
      line++;
      return one.trim() === "" ? [] : [eventOf(line, one.split("|"), timeZone)];
    });
  for await (const piece of text) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop()!;
    yield read(lines);
  }
  yield read([rest]);
}

async function* ofTable(
  file: string,
  text: AsyncIterable<string>,
  timeZone: string,
): AsyncGenerator<(QueueEvent | UnreadableLine)[]> {
  const invalid = (problem: string) => new Fault("recording-invalid", { file, problem });
  let columns: readonly number[] | null = null;
  try {
    for await (const records of csvTable(text, { isHeader: (fields) => columnsOf(fields) !== null })) {
      const events = [];
      for (const { line, fields } of records) {
        if (columns === null) {
          columns = columnsOf(fields);
          if (columns === null) throw invalid("it is no queue_log, nor a table of one");
          continue;
        }
        const values = columns.map((at) => withoutNull(fields[at] ?? ""));
        // A single column `data` has all, as the file has it.
        events.push(
          eventOf(line, [...values.slice(0, 5), ...values.slice(5).join("|").split("|")], timeZone),
        );
      }
      yield events;
    }
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    throw invalid(`line ${error.line}: ${error.message}`);
  }
  if (columns === null) throw invalid("it is empty");
}

const TABLE_COLUMNS: readonly (readonly string[])[] = [
  ["time"],
  ["callid"],
  ["queuename", "queue"],
  ["agent"],
  ["event"],
];
const DATA_COLUMNS = ["data", "data1", "data2", "data3", "data4", "data5"];

/** Where time, call id, queue, agent, event and data stand; `null` where the record is no header of such a table. */
function columnsOf(fields: readonly string[]): readonly number[] | null {
  const names = fields.map((field) =>
    field
      .replace(/^\ufeff/, "")
      .trim()
      .toLowerCase(),
  );
  const columns = TABLE_COLUMNS.map((known) => names.findIndex((name) => known.includes(name)));
  const data = DATA_COLUMNS.map((name) => names.indexOf(name)).filter((at) => at >= 0);
  return columns.includes(-1) || data.length === 0 ? null : [...columns, ...data];
}

function withoutNull(value: string): string {
  return value === "NULL" || value === "\\N" ? "" : value;
}

function eventOf(
  line: number,
  [time = "", ...fields]: readonly string[],
  timeZone: string,
): QueueEvent | UnreadableLine {
  const at = timeOf(time.trim(), timeZone);
  return (at === null ? null : queueEventOf(line, at, fields)) ?? { line, type: "unreadable" };
}

/** Epoch ms. */
function timeOf(text: string, timeZone: string): number | null {
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  const time = writtenTime(text);
  return time?.yearFirst ? momentOf(time, null, timeZone) : null;
}
