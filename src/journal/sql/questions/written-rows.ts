import type {
  FinishedCall,
  RowLimits,
  RowsWanted,
  TreatedCall,
  WrittenRows,
} from "../../rows/report-rows.ts";
import { rowWriterOf } from "../../rows/row-format.ts";
import type { Statement } from "../script.ts";
import { finishedCalls } from "./finished-calls.ts";

/** The statement that gives the rows wanted, whose values are to be read as lists. Numbers are looked up there: no step and no other row holds them. */
export function rowsStatement(operation: number, wanted: RowsWanted): Statement {
  const { columns, from, given } = sourceOf(wanted);
  return {
    sql: `SELECT ${Object.values(columns).join(", ")} ${from}`,
    bound: [...given(operation), wanted.from, wanted.to],
  };
}

/** Writes rows as text, one after the other: the caller may stop between two of them. */
export function rowsAsText(
  wanted: RowsWanted,
  limits: RowLimits,
  values: Iterable<readonly unknown[]>,
): WrittenRows {
  const write = rowWriterOf(wanted.format, Object.keys(sourceOf(wanted).columns));
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let [rows, bytes, text] = [0, 0, ""];
  const cut = () => {
    const chunk = encoder.encode(text);
    text = "";
    bytes += chunk.byteLength;
    if (chunk.byteLength > 0) chunks.push(chunk);
  };
  for (const row of values) {
    if (++rows > limits.rows) return "too-many-rows";
    text += (rows === 1 ? "" : ",") + write(row);
    if (text.length >= CHUNK_CHARACTERS) cut();
    if (bytes > limits.bytes) break;
  }
  cut();
  return bytes > limits.bytes ? "too-many-bytes" : { rows, bytes, chunks };
}

const encoder = new TextEncoder();
const CHUNK_CHARACTERS = 256 * 1024;

interface Source {
  /** Their SQL by their name. */
  readonly columns: Readonly<Record<string, string>>;
  /** What follows the columns. Bound last are the arrivals from (inclusive) and to (exclusive). */
  readonly from: string;
  /** What is bound before. */
  readonly given: (operation: number) => readonly number[];
}

function sourceOf(wanted: RowsWanted): Source {
  if (wanted.of === "treated-calls")
    return { columns: treatedColumns, from: TREATED_CALLS, given: (operation) => [operation] };
  const { skill } = wanted;
  const answered = wanted.of === "answered-calls";
  return {
    columns: {
      skill: "finished.skill",
      id: "finished.id",
      arrivedAt: "finished.arrived_at",
      waitMs: `finished.${answered ? "answer_ms" : "abandon_ms"}`,
      callerNumber: "people.number",
      agent: "finished.agent",
    } satisfies Record<keyof FinishedCall, string>,
    from: `
      FROM (${finishedCalls(skill !== null)}) AS finished
      LEFT JOIN people ON people.operation = finished.operation AND people.id = finished.person
      WHERE ${answered ? "" : "NOT "}finished.answered
      ORDER BY finished.arrived_at, finished.run, finished.id`,
    given: (operation) => [operation, operation, ...(skill === null ? [] : [skill])],
  };
}

// Whatever is read here of a call must raise the version of its day when it changes: see `DayVersions`.
const treatedColumns: Readonly<Record<keyof TreatedCall, string>> = {
  skill: "calls.asked_for",
  arrivedAt: "calls.arrived_at",
  endedAt: "CASE WHEN callbacks.id IS NULL THEN calls.ended_at ELSE callbacks.ended_at END",
  callerNumber: "caller.number",
  status: "callbacks.status",
  attempts: "callbacks.attempts",
  lastDialledAt: "callbacks.last_dialled_at",
  numberToCall: "callee.number",
  // An attempt's id is its callback's with its number after it.
  connectedMs: `CASE WHEN callbacks.attempts > 0 THEN (
    SELECT coalesce(sum(coalesce(talk_ended_at, ended_at) - coalesce(answered_at, confirmed_at, in_line_at, joined_at)), 0)
    FROM attempts
    WHERE coalesce(talk_ended_at, ended_at) > coalesce(answered_at, confirmed_at, in_line_at, joined_at) AND attempts.operation = calls.operation AND attempts.run = calls.run AND attempts.id > calls.id || '~'
      AND attempts.id < calls.id || '~~' AND attempts.callback = calls.id) END`,
};

const TREATED_CALLS = `
  FROM calls
  LEFT JOIN callbacks ON callbacks.operation = calls.operation AND callbacks.run = calls.run
    AND callbacks.id = calls.id AND callbacks.arrived_at = calls.arrived_at
  LEFT JOIN people AS caller ON caller.operation = calls.operation AND caller.id = calls.person
  LEFT JOIN people AS callee ON callee.operation = calls.operation AND callee.id = callbacks.person
  WHERE calls.operation = ? AND calls.question_at IS NOT NULL AND calls.arrived_at >= ? AND calls.arrived_at < ?
  ORDER BY calls.arrived_at, calls.run, calls.id`;
