import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { RowsWanted } from "../report-rows.ts";
import { finishedCalls } from "./finished-calls.ts";

/**
 * Finds the rows that are wanted, in the order of arrival. Numbers are looked up here: no step and no other row holds
 * them.
 */
export class RowSource {
  readonly #select: StatementSync;
  readonly #given: readonly number[];

  constructor(database: DatabaseSync, operation: number, wanted: RowsWanted) {
    this.#select = database.prepare(statementOf(wanted));
    this.#select.setReturnArrays(true);
    this.#given = givenTo(operation, wanted);
  }

  /** At most `most` of those that arrived from `from` (inclusive) to `to` (exclusive). */
  rows({ from, to }: { readonly from: number; readonly to: number }, most: number): unknown[] {
    return this.#select.all(...this.#given, from, to, most);
  }
}

function givenTo(operation: number, wanted: RowsWanted): readonly number[] {
  if (wanted.of === "treated-calls") return [operation];
  return wanted.skill === null ? [operation, operation] : [operation, operation, wanted.skill];
}

function statementOf(wanted: RowsWanted): string {
  if (wanted.of === "treated-calls") return TREATED_CALLS;
  return callsInDetail(wanted.of === "answered-calls", wanted.skill !== null);
}

// The columns are those of `TreatedCall`. An attempt's id is its callback's with its number after it. Whatever is read
// here of a treated call must make the version of its hour grow when it changes: see the migration `kept-rows`.
const TREATED_CALLS = `
  SELECT calls.asked_for, calls.arrived_at, calls.ended_at, caller.number, callbacks.status, callbacks.attempts,
    callbacks.last_dialled_at, callbacks.ended_at, callee.number,
    CASE WHEN callbacks.attempts > 0 THEN (
      SELECT sum(max(0, coalesce(talk_ended_at, ended_at) - coalesce(answered_at, confirmed_at, in_line_at, joined_at)))
      FROM attempts
      WHERE attempts.operation = calls.operation AND attempts.run = calls.run AND attempts.id > calls.id || '~'
        AND attempts.id < calls.id || '~~' AND attempts.callback = calls.id) END
  FROM calls
  LEFT JOIN callbacks ON callbacks.operation = calls.operation AND callbacks.run = calls.run
    AND callbacks.id = calls.id AND callbacks.arrived_at = calls.arrived_at
  LEFT JOIN people AS caller ON caller.operation = calls.operation AND caller.id = calls.person
  LEFT JOIN people AS callee ON callee.operation = calls.operation AND callee.id = callbacks.person
  WHERE calls.operation = ? AND calls.question_at IS NOT NULL AND calls.arrived_at >= ? AND calls.arrived_at < ?
  ORDER BY calls.arrived_at, calls.run, calls.id LIMIT ?`;

// The columns are those of `FinishedCall`.
function callsInDetail(answered: boolean, ofOneSkill: boolean): string {
  return `
    SELECT finished.skill, finished.id, finished.arrived_at, finished.${answered ? "answer_ms" : "abandon_ms"},
      people.number, finished.agent
    FROM (${finishedCalls(ofOneSkill)}) AS finished
    LEFT JOIN people ON people.operation = finished.operation AND people.id = finished.person
    WHERE ${answered ? "" : "NOT "}finished.answered
    ORDER BY finished.arrived_at, finished.run, finished.id LIMIT ?`;
}
