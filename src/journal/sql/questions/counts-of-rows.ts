import { isCountedAs } from "../../definitions.ts";

/**
 * SQL that recounts calls and callbacks by skill and block of one level: what the kept counts must equal.
 * Binds `:operation` and `:length` (of a block, ms); `where` limits both tables and may bind more.
 */
export function countsOfRows(where: string): string {
  // Divided as fractions and rounded down: integers would be rounded towards zero, and a time may have a fraction of a millisecond.
  const start = `(floor((arrived_at + ms) * 1.0 / :length) * :length - ms)`;
  const offset = "(SELECT counts_offset_ms AS ms FROM operations WHERE id = :operation) AS zone";
  return `
    SELECT start, skill, sum(treatment) AS treatment, sum(yes) AS yes, sum(recall_ok) AS recall_ok,
      sum(recall_fail) AS recall_fail
    FROM (
      SELECT ${start} AS start, coalesce(asked_for, skill) AS skill, 1 AS treatment, 0 AS yes, 0 AS recall_ok, 0 AS recall_fail
      FROM calls, ${offset} WHERE operation = :operation AND question_at IS NOT NULL AND ${where}
      UNION ALL
      SELECT ${start}, registered_for, 0, 1, CASE WHEN ${isCountedAs("recallOk")} THEN 1 ELSE 0 END,
        CASE WHEN ${isCountedAs("recallFail")} THEN 1 ELSE 0 END
      FROM callbacks, ${offset} WHERE operation = :operation AND ${where}
    ) AS counted
    GROUP BY start, skill`;
}
