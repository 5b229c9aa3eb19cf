import { Fault } from "../faults/faults.ts";
import { isTimeZone } from "../time/local-time.ts";
import { type CallLogShape, isRoundedKey, shapeOf } from "./call-log-shape.ts";
import { callTable } from "./call-table.ts";
import type { CsvColumn, Header, SmartWaitColumn } from "./csv/columns.ts";
import type { CsvRecord } from "./csv/csv.ts";
import type { HistoryNote } from "./history-notes.ts";
import { outcomeOfWord, plainWord, type RecordedOutcome } from "./outcome-words.ts";
import { Names, ownText } from "./own-text.ts";
import type { AgentEvent } from "./queue-log/agent-events.ts";
import type { Reading } from "./reading.ts";
import { readRecordedFile } from "./recorded-file.ts";
import { SeenKeys } from "./seen-keys.ts";
import { isWithheld } from "./withheld-words.ts";
import { durationMs } from "./written-duration.ts";
import { momentOf, writtenTime } from "./written-time.ts";

/** One call as a call log has it. Times are epoch ms and ms. */
export interface LoggedCall {
  /** The line of the file, from 1. */
  readonly line: number;
  /** As the log itself has it. */
  readonly logId: string;
  /** Unique in what was read: the second of the calls that went on to another skill has it after a stroke. */
  readonly callId: string;
  readonly arrivedAt: number;
  /** The key of the customer: personal data. `null` where the log does not know them. */
  readonly customer: string | null;
  /** The log's own code of the skill. */
  readonly skill: string;
  readonly waitMs: number;
  readonly outcome: RecordedOutcome;
  /** The file's word for it, as `plainWord` has it, where there was one. */
  readonly outcomeWord?: string;
  /** With the agent; `null` when abandoned or not known. */
  readonly handleMs: number | null;
  readonly agent: string | null;
  /** The customer was called back: it counts from then on, not from when they called. Only where `Reading` asks for it. */
  readonly calledBack?: true;
}

/** A row that cannot be used, and why. The reason quotes no values: rows hold personal data. */
export interface BadRow {
  readonly line: number;
  readonly reason: string;
  readonly outcomeWord?: string;
}

/** What was read: rows in the file's order, and what is known once they are all out. */
export interface CallLog {
  readonly rows: AsyncIterable<readonly (LoggedCall | BadRow)[]>;
  /** Hex of the SHA-256 of the file's bytes. Only after `rows` has ended. */
  digest(): string;
  /** What the reader of the file should know about it. Only after `rows` has ended. */
  notes?(): readonly HistoryNote[];
  /** What the file says of agents, as far as it was read since this was last asked. */
  agentEvents?(): readonly AgentEvent[];
}

export function isBadRow(row: object): row is BadRow {
  return "reason" in row;
}

/**
 * Reads a call log: CSV, plain or gzip, in UTF-8, UTF-16 or Windows-1252, with a header that names `offered_at`,
 * `call_id`, `customer`, `skill`, `wait_s`, `outcome`, `service_s` and `agent` in any order, or what `reading` says they
 * are called. Rows come in chunks. A row that cannot be used comes as a `BadRow` in its place, one whose call id came
 * before for the same skill among them. The file is read twice: whether its dates have the day or the month first, and
 * whether a spreadsheet rounded its keys, is seen in all rows only.
 *
 * `timeZone` is the IANA zone of `offered_at` where it names none. Raises `time-zone-unknown`, `recording-unreadable`, and
 * `recording-invalid` for what is no call log at all.
 */
export function readCallLog(file: string, timeZone: string, reading: Reading = {}): CallLog {
  return callLogFile(file, timeZone, reading)();
}

/** The same, to be read more than once. */
export function callLogFile(file: string, timeZone: string, reading: Reading = {}): () => CallLog {
  if (!isTimeZone(timeZone)) throw new Fault("time-zone-unknown", { zone: timeZone });
  let shape: Promise<CallLogShape> | null = null;
  return () => {
    const source = readRecordedFile(file);
    const reader = new RowReader(timeZone, reading);
    const rows = async function* () {
      shape ??= shapeOf(file, reading);
      const known = await shape;
      for await (const { header, records } of callTable(file, source.text, reading))
        yield reader.read(records, header, known);
    };
    return { rows: rows(), digest: () => source.digest(), notes: () => reader.notes() };
  };
}

class RowReader {
  readonly #timeZone: string;
  readonly #reading: Reading;
  readonly #seen = new SeenKeys();
  readonly #names = new Names();
  #rounded = 0;

  constructor(timeZone: string, reading: Reading) {
    this.#timeZone = timeZone;
    this.#reading = reading;
  }

  read(records: readonly CsvRecord[], header: Header, shape: CallLogShape): (LoggedCall | BadRow)[] {
    const rows: (LoggedCall | BadRow)[] = [];
    for (const record of records) {
      // Spreadsheets keep the separators of rows that were emptied.
      if (record.fields.every((field) => field.trim() === "")) continue;
      const row = this.#row(record, header, shape);
      if (row) rows.push(row);
    }
    return rows;
  }

  notes(): readonly HistoryNote[] {
    return this.#rounded === 0 ? [] : [{ kind: "keys-rounded", rows: this.#rounded }];
  }

  #row({ line, fields }: CsvRecord, header: Header, shape: CallLogShape): LoggedCall | BadRow | null {
    const extra = fields.slice(header.width);
    if (fields.length < header.width || extra.some((field) => field.trim() !== "")) {
      return { line, reason: `it has ${fieldsOf(fields.length)} where the header has ${header.width}` };
    }
    const value = (column: CsvColumn) => {
      const at = header.at[column];
      return at === null ? "" : fields[at]!.trim();
    };
    const word = plainWord(value("outcome"));
    const outcome = this.#reading.outcomes?.get(word) ?? outcomeOfWord(word);
    if (outcome === "skip") return null;
    const smartWait = (column: SmartWaitColumn) => {
      const at = header.smartWait[column];
      return at === null ? "" : fields[at]!.trim();
    };
    const read = this.#call(line, value, outcome, shape);
    const call = isBadRow(read) || !this.#reading.returnCalls ? read : asQueued(read, smartWait);
    return { ...call, outcomeWord: this.#names.of(word) };
  }

  #call(
    line: number,
    value: (column: CsvColumn) => string,
    outcome: RecordedOutcome | null,
    shape: CallLogShape,
  ): LoggedCall | BadRow {
    const callId = value("call_id");
    if (callId === "") return { line, reason: "call_id is empty" };
    const arrivedAt = this.#arrivalOf(value("offered_at"), shape);
    if (typeof arrivedAt === "string") return { line, reason: arrivedAt };
    const skill = value("skill");
    if (skill === "") return { line, reason: "skill is empty" };
    const waitMs = durationMs(value("wait_s"));
    if (waitMs === null) return { line, reason: "wait_s is neither seconds nor h:mm:ss" };
    if (outcome === null) {
      return { line, reason: "outcome is neither answered nor abandoned (see --outcomes)" };
    }
    const service = value("service_s");
    const serviceMs = service === "" ? null : durationMs(service);
    if (service !== "" && serviceMs === null) {
      return { line, reason: "service_s is neither seconds nor h:mm:ss" };
    }
    if (outcome === "abandoned" && serviceMs) {
      return { line, reason: "the call was abandoned and yet has a service_s" };
    }
    const logId = ownText(callId);
    const unique = uniqueId(this.#seen, logId, skill);
    if (unique === null) return { line, reason: "its call_id came before in this file, for the same skill" };

    return {
      line,
      logId,
      callId: unique,
      arrivedAt,
      customer: this.#keyOf(value("customer"), shape),
      skill: this.#names.of(skill),
      waitMs,
      outcome,
      handleMs: outcome === "answered" ? serviceMs : null,
      agent: this.#names.of(value("agent")) || null,
    };
  }

  /** A key that a spreadsheet rounded is that of nobody, and so is a word for a withheld number: many customers share it. */
  #keyOf(key: string, { allKeysRounded }: CallLogShape): string | null {
    if (key === "" || isWithheld(key)) return null;
    if (!isRoundedKey(key) && !(allKeysRounded && /^\d+$/.test(key))) return ownText(key);
    this.#rounded++;
    return null;
  }

  /** Epoch ms, or why it is none. */
  #arrivalOf(text: string, { dates }: CallLogShape): number | string {
    if (/^\d{9,10}([.,]\d+)?$/.test(text)) return Math.round(Number(text.replace(",", ".")) * 1000);
    if (/^\d{12,13}$/.test(text)) return Number(text);
    if (/^\d{5}([.,]\d+)?$/.test(text)) {
      return "offered_at is a spreadsheet's number for a date: give the column the format of a date and time";
    }
    const time = writtenTime(text);
    const at = time && momentOf(time, dates, this.#timeZone);
    return at ?? "offered_at is no date and time like 1999-03-31T08:05:00";
  }
}

/**
 * A caller who accepted a return call, as one who came when an agent joined them; who was not reached gave up when they accepted. Where the table does
 * not say when they were joined, they stay where they are.
 */
function asQueued(call: LoggedCall, smartWait: (column: SmartWaitColumn) => string): LoggedCall | BadRow {
  if (smartWait("choice").toLowerCase() !== "yes") return call;
  const connected = smartWait("callback_connected_s");
  const afterMs = connected === "" ? null : durationMs(connected);
  if (connected !== "" && afterMs === null)
    return { line: call.line, reason: "callback_connected_s is neither seconds nor h:mm:ss" };
  if (call.outcome === "abandoned") return call;
  if (afterMs === null) return { ...call, calledBack: true };
  return { ...call, arrivedAt: call.arrivedAt + afterMs, waitMs: 0, calledBack: true };
}

function fieldsOf(count: number): string {
  return count === 1 ? "1 field" : `${count} fields`;
}

/** The id of a call that is unique with its skill, made so that it is unique by itself; `null` where it is not. */
export function uniqueId(seen: SeenKeys, callId: string, skill: string): string | null {
  return seen.add(`${callId}\n${skill}`) ? freeId(seen, callId, skill) : null;
}

/** The id of a call or, where it was given before, one made of it and its skill. */
export function freeId(seen: SeenKeys, callId: string, skill: string): string {
  if (seen.add(callId)) return callId;
  for (let nth = 1; ; nth++) {
    const id = nth === 1 ? `${callId}/${skill}` : `${callId}/${skill}/${nth}`;
    if (seen.add(id)) return id;
  }
}
