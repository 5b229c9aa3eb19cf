import { Fault } from "../../../faults/faults.ts";
import { levels } from "../../counts.ts";
import type { Run } from "../../port/run.ts";
import { countsOfRows } from "../questions/counts-of-rows.ts";
import { raiseDaysOfRun } from "../questions/day-versions.ts";
import { all, first, type Row, type Script } from "../script.ts";
import { raiseCountsVersion } from "./operations.ts";

/** A file of recorded calls, or an upload, becomes history whole or not at all, however many transactions it takes. */
const LEFT_OUT = "kind = 'imported' AND complete = 0";

/** SQL: the runs of an operation, by the parameter that binds it, that reports leave out yet. */
export function runsLeftOut(parameter: string): string {
  return `(SELECT run FROM runs WHERE operation = ${parameter} AND ${LEFT_OUT})`;
}

/** The same, the operation being bound where it stands. */
export const RUNS_LEFT_OUT = runsLeftOut("?");

/** SQL: its other runs, for a search that begins with the run, by the parameter that binds the operation. */
export function runsReported(parameter: string): string {
  return `(SELECT run FROM runs WHERE operation = ${parameter} AND NOT (${LEFT_OUT}))`;
}

export function* runNamed(operation: number, name: string): Script<Run | null> {
  const row = yield* first("SELECT * FROM runs WHERE operation = ? AND name = ?", [operation, name]);
  return row ? runOf(row) : null;
}

/** Finds the run by name or makes it. */
export function* openRun(operation: number, wanted: { kind: Run["kind"]; name: string }): Script<Run> {
  const found = yield* runNamed(operation, wanted.name);
  if (found) return found;
  const last = yield* first("SELECT coalesce(max(run), 0) AS run FROM runs WHERE operation = ?", [operation]);
  const made = yield* first("INSERT INTO runs (operation, run, kind, name) VALUES (?, ?, ?, ?) RETURNING *", [
    operation,
    Number(last!["run"]) + 1,
    wanted.kind,
    wanted.name,
  ]);
  return runOf(made!);
}

export function* runs(operation: number): Script<Run[]> {
  return (yield* all("SELECT * FROM runs WHERE operation = ? ORDER BY run", [operation])).map(runOf);
}

/**
 * Takes a run that broke off out, with all its rows and what they counted: a generated day, or what was imported or sent
 * up. A writer that still had it open gets `journal-conflict`. Faults: `run-kept`.
 */
export function* dropRun({ operation, id, kind, name }: Run): Script<void> {
  const dropped = yield* first(
    `DELETE FROM runs WHERE operation = ? AND run = ? AND name = ? AND kind <> 'live' AND complete = 0
     RETURNING run`,
    [operation, id, name],
  );
  if (!dropped) {
    const found = yield* first("SELECT complete FROM runs WHERE operation = ? AND run = ? AND name = ?", [
      operation,
      id,
      name,
    ]);
    const state = !found ? "gone" : found["complete"] === 1 ? "complete" : "incomplete";
    throw new Fault("run-kept", { run: name, kind, state });
  }
  for (const level of levels.keys()) yield* subtract(operation, id, level);
  yield* raiseDaysOfRun(operation, id);
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
    yield* all(`DELETE FROM ${table} WHERE operation = ? AND run = ?`, [operation, id]);
  yield* raiseCountsVersion(operation);
}

function* subtract(operation: number, run: number, level: number): Script<void> {
  yield* all(
    `UPDATE counts SET treatment = counts.treatment - gone.treatment, yes = counts.yes - gone.yes,
       recall_ok = counts.recall_ok - gone.recall_ok, recall_fail = counts.recall_fail - gone.recall_fail
     FROM (${countsOfRows("run = :run")}) AS gone
     WHERE counts.operation = :operation AND counts.level = :level
       AND counts.start = gone.start AND counts.skill = gone.skill`,
    { operation, run, level, length: levels[level]!.lengthMs },
  );
  yield* all(
    `DELETE FROM counts WHERE operation = ? AND level = ?
     AND treatment = 0 AND yes = 0 AND recall_ok = 0 AND recall_fail = 0`,
    [operation, level],
  );
}

function runOf(row: Row): Run {
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
