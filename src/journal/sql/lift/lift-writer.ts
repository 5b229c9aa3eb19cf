import { blockStart, levels } from "../../counts.ts";
import type { LiftMeasured, LiftOfCall, LiftWritten } from "../../lift.ts";
import { countsOffset, raiseCountsVersion } from "../registry/operations.ts";
import { all, each, places, type Script, type Value } from "../script.ts";

/** The columns that are summed. */
export const LIFT_COLUMNS =
  "promise_met, strict_met, live_met, counted, live_counted, without_met, without_counted";
const COLUMNS = LIFT_COLUMNS.split(", ");

/**
 * Replaces what is known of the calls of a stretch of time, with its sums. The blocks of the counts that it touches are
 * summed again from the calls.
 */
export function* writeLift(operation: number, written: LiftWritten): Script<void> {
  const { from, to, calls, day, method } = written;
  yield* all("DELETE FROM lift_calls WHERE operation = ? AND arrived_at >= ? AND arrived_at < ?", [
    operation,
    from,
    to,
  ]);
  yield* each(
    `INSERT INTO lift_calls (operation, arrived_at, run, id, skill, ${LIFT_COLUMNS}) VALUES (${places(5 + COLUMNS.length)})`,
    calls.map((call) => [operation, ...valuesOf(call)]),
  );
  yield* sumAnew(operation, from, to);
  if (day !== null)
    yield* all(
      `INSERT INTO lift_days (operation, day, method) VALUES (?, ?, ?)
       ON CONFLICT (operation, day) DO UPDATE SET method = excluded.method`,
      [operation, day, method],
    );
  yield* raiseCountsVersion(operation);
}

/** Replaces what the newest days say of each skill. */
export function* writeLiftMeasures(operation: number, measures: readonly LiftMeasured[]): Script<void> {
  yield* all("DELETE FROM lift_measures WHERE operation = ?", [operation]);
  yield* each(
    "INSERT INTO lift_measures (operation, skill, measure) VALUES (?, ?, ?)",
    measures.map((measure) => [operation, measure.skill, JSON.stringify(measure)]),
  );
  yield* raiseCountsVersion(operation);
}

function valuesOf(call: LiftOfCall): Value[] {
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
function* sumAnew(operation: number, from: number, to: number): Script<void> {
  const offsetMs = yield* countsOffset(operation);
  const sums = COLUMNS.map((column) => `sum(${column})`).join(", ");
  for (const [level, { lengthMs }] of levels.entries()) {
    const begin = blockStart(level, from, offsetMs);
    const end = blockStart(level, to - 1, offsetMs) + lengthMs;
    yield* all("DELETE FROM lift_sums WHERE operation = ? AND level = ? AND start >= ? AND start < ?", [
      operation,
      level,
      begin,
      end,
    ]);
    const below =
      level === 0
        ? "lift_calls WHERE operation = :operation AND arrived_at >= :begin AND arrived_at < :end"
        : `lift_sums WHERE operation = :operation AND level = ${level - 1} AND start >= :begin AND start < :end`;
    const at = level === 0 ? "arrived_at" : "start";
    yield* all(
      `INSERT INTO lift_sums (operation, level, start, skill, ${LIFT_COLUMNS})
       SELECT operation, ${level}, :begin + floor((${at} - :begin) / ${lengthMs}.0) * ${lengthMs} AS block, skill, ${sums}
       FROM ${below} GROUP BY operation, block, skill`,
      { operation, begin, end },
    );
  }
}
