import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { blockStart, levels } from "../counts.ts";
import type { LiftMeasured, LiftOfCall, LiftWritten } from "../lift.ts";
import { immediately } from "./database/transaction.ts";

/** The columns that are summed. */
export const LIFT_COLUMNS =
  "promise_met, strict_met, live_met, counted, live_counted, without_met, without_counted";
const COLUMNS = LIFT_COLUMNS.split(", ");

/**
 * Replaces what is known of the calls of a stretch of time, with its sums, in one transaction. The blocks of the counts that it
 * touches are summed anew from the calls.
 */
export function writeLift(database: DatabaseSync, operation: number, written: LiftWritten): void {
  const { from, to, calls, day, method } = written;
  const insert = database.prepare(
    `INSERT INTO lift_calls (operation, arrived_at, run, id, skill, ${LIFT_COLUMNS}) VALUES (${places(5 + COLUMNS.length)})`,
  );
  immediately(database, () => {
    database
      .prepare("DELETE FROM lift_calls WHERE operation = ? AND arrived_at >= ? AND arrived_at < ?")
      .run(operation, from, to);
    for (const call of calls) insert.run(operation, ...valuesOf(call));
    sumAnew(database, operation, from, to);
    if (day !== null)
      database
        .prepare("INSERT INTO lift_days VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET method = excluded.method")
        .run(operation, day, method);
    database.prepare("UPDATE operations SET counts_version = counts_version + 1 WHERE id = ?").run(operation);
  });
}

/** Replaces what the newest days say of each skill. */
export function writeLiftMeasures(
  database: DatabaseSync,
  operation: number,
  measures: readonly LiftMeasured[],
): void {
  const insert = database.prepare("INSERT INTO lift_measures VALUES (?, ?, ?)");
  immediately(database, () => {
    database.prepare("DELETE FROM lift_measures WHERE operation = ?").run(operation);
    for (const measure of measures) insert.run(operation, measure.skill, JSON.stringify(measure));
    database.prepare("UPDATE operations SET counts_version = counts_version + 1 WHERE id = ?").run(operation);
  });
}

function valuesOf(call: LiftOfCall): SQLInputValue[] {
  const { arrivedAt, run, id, skill } = call;
  const { promiseMet, strictMet, liveMet, counted, liveCounted, withoutMet, withoutCounted } = call;
  return [
    arrivedAt,
    run,
    id,
    skill,
    promiseMet,
    strictMet,
    liveMet,
    counted,
    liveCounted,
    withoutMet,
    withoutCounted,
  ];
}

/** Each level from the one below it; the minutes from the calls. */
function sumAnew(database: DatabaseSync, operation: number, from: number, to: number): void {
  const offset = database
    .prepare("SELECT counts_offset_ms AS ms FROM operations WHERE id = ?")
    .get(operation);
  const offsetMs = Number(offset?.["ms"] ?? 0);
  const sums = COLUMNS.map((column) => `sum(${column})`).join(", ");
  for (const [level, { lengthMs }] of levels.entries()) {
    const first = blockStart(level, from, offsetMs);
    const end = blockStart(level, to - 1, offsetMs) + lengthMs;
    database
      .prepare("DELETE FROM lift_sums WHERE operation = ? AND level = ? AND start >= ? AND start < ?")
      .run(operation, level, first, end);
    const below =
      level === 0
        ? "lift_calls WHERE operation = :operation AND arrived_at >= :first AND arrived_at < :end"
        : `lift_sums WHERE operation = :operation AND level = ${level - 1} AND start >= :first AND start < :end`;
    const at = level === 0 ? "arrived_at" : "start";
    // Moments are counted from the first block, so that whole-number division rounds towards it.
    const start = `:first + CAST((${at} - :first) / ${lengthMs} AS INTEGER) * ${lengthMs}`;
    database
      .prepare(
        `INSERT INTO lift_sums (operation, level, start, skill, ${LIFT_COLUMNS})
         SELECT :operation, ${level}, ${start} AS block, skill, ${sums} FROM ${below} GROUP BY block, skill`,
      )
      .run({ operation, first, end });
  }
}

function places(count: number): string {
  return Array.from({ length: count }, () => "?").join(", ");
}
