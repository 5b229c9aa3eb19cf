import type { CallId } from "../../../line/ids.ts";
import type { CallLike } from "../../port/journal.ts";
import { all, first, type Script } from "../script.ts";

/** For each of these skills and moments, the ids of the calls that a run which was imported whole has there. */
export function* importedCallsAt(
  operation: number,
  moments: readonly Omit<CallLike, "id">[],
): Script<readonly (readonly CallId[])[]> {
  const found: (readonly CallId[])[] = [];
  for (const { skill, arrivedAt } of moments) {
    const rows = yield* all(
      `SELECT calls.id FROM calls
       JOIN runs ON runs.operation = calls.operation AND runs.run = calls.run
       WHERE calls.operation = ? AND skill = ? AND arrived_at = ? AND kind = 'imported' AND complete = 1`,
      [operation, skill, arrivedAt],
    );
    found.push(rows.map((row) => row["id"] as CallId));
  }
  return found;
}

/** For each of these, whether Espera saw a call of this id in that skill, within the hour. */
export function* haveLiveCalls(operation: number, calls: readonly CallLike[]): Script<readonly boolean[]> {
  const have: boolean[] = [];
  for (const { id, skill, arrivedAt } of calls) {
    const row = yield* first(
      `SELECT calls.id FROM runs
       CROSS JOIN calls ON calls.operation = runs.operation AND calls.run = runs.run AND calls.id = ?
       WHERE runs.operation = ? AND kind = 'live'
         AND skill = ? AND abs(arrived_at - ?) < ${SAME_CALL_WITHIN_MS}`,
      [id, operation, skill, arrivedAt],
    );
    have.push(row !== undefined);
  }
  return have;
}

/** Espera sees a call when it is asked about it, which may be minutes before the queue that recorded it; ids come again after days. */
const SAME_CALL_WITHIN_MS = 3_600_000;
