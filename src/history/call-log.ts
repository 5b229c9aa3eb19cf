import { Fault } from "../line/faults.ts";
import { CsvSplitter, NotCsv } from "./csv.ts";
import { isTimeZone, localToEpoch } from "./local-time.ts";
import { readRecordedFile } from "./recorded-file.ts";

/** One call as a call log has it. Times are epoch ms and ms. */
export interface LoggedCall {
  /** The line of the file, from 1. */
  readonly line: number;
  readonly callId: string;
  readonly arrivedAt: number;
  /** The key of the customer: personal data. `null` where the log does not know him. */
  readonly customer: string | null;
  /** The log's own code of the skill. */
  readonly skill: string;
  readonly waitMs: number;
  readonly outcome: "answered" | "abandoned";
  /** With the agent; `null` when abandoned or not known. */
  readonly handleMs: number | null;
  readonly agent: string | null;
}

/** A row that cannot be used, and why. The reason quotes no values: rows hold personal data. */
export interface BadRow {
  readonly line: number;
  readonly reason: string;
}

/** What was read: rows in the file's order, and the digest of the whole file once they are all out. */
export interface CallLog {
  readonly rows: AsyncIterable<readonly (LoggedCall | BadRow)[]>;
  /** Hex of the SHA-256 of the file's bytes. Only after `rows` has ended. */
  digest(): string;
}

const COLUMNS = [
  "offered_at",
  "call_id",
  "customer",
  "skill",
  "wait_s",
  "outcome",
  "service_s",
  "agent",
] as const;

type Column = (typeof COLUMNS)[number];

export function isBadRow(row: LoggedCall | BadRow): row is BadRow {
  return "reason" in row;
}

/**
 * Reads a call log: CSV, plain or gzip, with a header that names at least `offered_at`, `call_id`, `customer`,
 * `skill`, `wait_s`, `outcome`, `service_s` and `agent`, in any order. Rows come in chunks. A row that cannot be
 * used comes as a `BadRow` in its place, a call id that came before among them.
 *
 * `timeZone` is the IANA zone of `offered_at`. Raises `time-zone-unknown`, `recording-unreadable`, and
 * `recording-invalid` for what is no call log at all.
 */
export function readCallLog(file: string, timeZone: string): CallLog {
  if (!isTimeZone(timeZone)) throw new Fault("time-zone-unknown", { zone: timeZone });
  const source = readRecordedFile(file);
  return { rows: rowsOf(file, source.text, timeZone), digest: () => source.digest() };
}

async function* rowsOf(
  file: string,
  text: AsyncIterable<string>,
  timeZone: string,
): AsyncGenerator<readonly (LoggedCall | BadRow)[]> {
  const splitter = new CsvSplitter();
  const seen = new Set<string>();
  let header: Header | null = null;

  const read = (records: ReturnType<CsvSplitter["push"]>) => {
    const rows: (LoggedCall | BadRow)[] = [];
    for (const { line, fields } of records) {
      if (header === null) {
        header = headerOf(file, fields);
        continue;
      }
      // Spreadsheets keep the separators of rows that were emptied.
      if (fields.every((field) => field.trim() === "")) continue;
      rows.push(rowOf(line, fields, header, timeZone, seen));
    }
    return rows;
  };

  try {
    for await (const piece of text) yield read(splitter.push(piece));
    yield read(splitter.end());
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    throw new Fault("recording-invalid", { file, problem: `line ${error.line}: ${error.message}` });
  }
  if (header === null) throw new Fault("recording-invalid", { file, problem: "it is empty" });
}

interface Header {
  readonly width: number;
  readonly at: Readonly<Record<Column, number>>;
}

function headerOf(file: string, fields: readonly string[]): Header {
  const names = fields.map((field) => field.trim().toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new Fault("recording-invalid", { file, problem: `its header lacks ${missing.join(", ")}` });
  }
  const twice = COLUMNS.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice) throw new Fault("recording-invalid", { file, problem: `its header names ${twice} twice` });
  const at = Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)]));
  return { width: fields.length, at: at as Record<Column, number> };
}

function rowOf(
  line: number,
  fields: readonly string[],
  header: Header,
  timeZone: string,
  seen: Set<string>,
): LoggedCall | BadRow {
  if (fields.length !== header.width) {
    return { line, reason: `it has ${fields.length} fields where the header has ${header.width}` };
  }
  const value = (column: Column) => fields[header.at[column]]!.trim();

  const callId = value("call_id");
  if (callId === "") return { line, reason: "call_id is empty" };
  const arrivedAt = arrivalOf(value("offered_at"), timeZone);
  if (arrivedAt === null) return { line, reason: "offered_at is no date and time like 1999-03-31T08:05:00" };
  const skill = value("skill");
  if (skill === "") return { line, reason: "skill is empty" };
  const waitMs = durationMs(value("wait_s"));
  if (waitMs === null) return { line, reason: "wait_s is no number of seconds" };
  const outcome = value("outcome").toLowerCase();
  if (outcome !== "answered" && outcome !== "abandoned") {
    return { line, reason: "outcome is neither answered nor abandoned" };
  }
  const service = value("service_s");
  const serviceMs = service === "" ? null : durationMs(service);
  if (service !== "" && serviceMs === null) return { line, reason: "service_s is no number of seconds" };
  if (outcome === "abandoned" && serviceMs) {
    return { line, reason: "the call was abandoned and yet has a service_s" };
  }
  if (seen.has(callId)) return { line, reason: "its call_id came before in this file" };
  seen.add(callId);

  return {
    line,
    callId,
    arrivedAt,
    customer: value("customer") || null,
    skill,
    waitMs,
    outcome,
    handleMs: outcome === "answered" ? serviceMs : null,
    agent: value("agent") || null,
  };
}

const ARRIVAL = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)$/;

function arrivalOf(text: string, timeZone: string): number | null {
  const match = ARRIVAL.exec(text);
  if (!match) return null;
  return localToEpoch(
    {
      year: Number(match[1]),
      month: Number(match[2]),
      day: Number(match[3]),
      hour: Number(match[4]),
      minute: Number(match[5]),
      second: Number(match[6]),
    },
    timeZone,
  );
}

/** Seconds, whole or with decimals, below ten million (116 days): more is no duration of a call. */
function durationMs(text: string): number | null {
  return /^\d{1,7}(\.\d+)?$/.test(text) ? Math.round(Number(text) * 1000) : null;
}
