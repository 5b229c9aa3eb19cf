import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { Fault } from "../../../faults/faults.ts";
import { levels } from "../../counts.ts";
import type { Run } from "../../port.ts";
import { countsOfRows } from "../counts-of-rows.ts";
import { immediately } from "../database/transaction.ts";
import { DayVersionsWriter } from "../day-versions.ts";

/** A file of recorded calls, or an upload, becomes history whole or not at all, however many transactions it takes. */
const UNTOLD = "kind = 'imported' AND complete = 0";

/** SQL: the runs of an operation, by the parameter that binds it, that no report tells of yet. */
export function untoldRuns(parameter: string): string {
  return `(SELECT run FROM runs WHERE operation = ${parameter} AND ${UNTOLD})`;
}

/** The same, the operation being bound where it stands. */
export const UNTOLD_RUNS = untoldRuns("?");

/** SQL: its other runs, for a search that begins with the run; the operation is the first that is bound. */
export const TOLD_RUNS = `(SELECT run FROM runs WHERE operation = ?1 AND NOT (${UNTOLD}))`;

/** Finds the run by name or makes it. */
export function openRun(
  database: DatabaseSync,
  operation: number,
  wanted: { kind: Run["kind"]; name: string },
): Run {
  const find = database.prepare("SELECT * FROM runs WHERE operation = ? AND name = ?");
  const found = find.get(operation, wanted.name);
  if (found) return runOf(found);
  return immediately(database, () => {
    // Another process may have made it meanwhile.
    const made = find.get(operation, wanted.name);
    if (made) return runOf(made);
    database
      .prepare(
        `INSERT INTO runs (operation, run, kind, name)
         SELECT ?1, coalesce(max(run), 0) + 1, ?2, ?3 FROM runs WHERE operation = ?1`,
      )
      .run(operation, wanted.kind, wanted.name);
    return runOf(find.get(operation, wanted.name)!);
  });
}

export function runs(database: DatabaseSync, operation: number): Run[] {
  return database.prepare("SELECT * FROM runs WHERE operation = ? ORDER BY run").all(operation).map(runOf);
}

/**
 * Takes a run that broke off out, with all its rows and what they counted: a generated day, or what was imported or sent
 * up. Whoever still wrote it is told `journal-conflict`. Faults: `run-kept`.
 */
export function dropRun(database: DatabaseSync, { operation, id, kind, name }: Run): void {
  immediately(database, () => {
    const dropped = database
      .prepare(
        "DELETE FROM runs WHERE operation = ? AND run = ? AND name = ? AND kind <> 'live' AND complete = 0",
      )
      .run(operation, id, name);
    if (dropped.changes !== 1) {
      const found = database
        .prepare("SELECT complete FROM runs WHERE operation = ? AND run = ? AND name = ?")
        .get(operation, id, name);
      const state = !found ? "gone" : found["complete"] === 1 ? "complete" : "incomplete";
      throw new Fault("run-kept", { run: name, kind, state });
    }
    for (const level of levels.keys()) subtract(database, operation, id, level);
    new DayVersionsWriter(database).raiseRun(operation, id);
    for (const table of [
      "steps",
      "checkpoints",
      "calls",
      "callbacks",
      "attempts",
      "decisions",
      "supervisor_orders",
      "erased_meanwhile",
    ])
      database.prepare(`DELETE FROM ${table} WHERE operation = ? AND run = ?`).run(operation, id);
    database.prepare("UPDATE operations SET counts_version = counts_version + 1 WHERE id = ?").run(operation);
  });
}

function subtract(database: DatabaseSync, operation: number, run: number, level: number): void {
  database
    .prepare(
      `UPDATE counts SET treatment = counts.treatment - gone.treatment, yes = counts.yes - gone.yes,
         recall_ok = counts.recall_ok - gone.recall_ok, recall_fail = counts.recall_fail - gone.recall_fail
       FROM (${countsOfRows("run = :run")}) AS gone
       WHERE counts.operation = :operation AND counts.level = :level
         AND counts.start = gone.start AND counts.skill = gone.skill`,
    )
    .run({ operation, run, level, length: levels[level]!.lengthMs });
  database
    .prepare(
      `DELETE FROM counts WHERE operation = ? AND level = ?
       AND treatment = 0 AND yes = 0 AND recall_ok = 0 AND recall_fail = 0`,
    )
    .run(operation, level);
}

function runOf(row: Record<string, SQLOutputValue>): Run {
  return {
    operation: row["operation"] as number,
    id: row["run"] as number,
    kind: row["kind"] as Run["kind"],
    name: row["name"] as string,
    lastSeq: row["last_seq"] as number,
    complete: row["complete"] === 1,
    firstSeq: row["first_seq"] as number,
    beganAt: row["began_at"] as number | null,
  };
}
