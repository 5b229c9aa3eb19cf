import type { PersonId } from "../../../line/ids.ts";
import { all, first, places, type Script } from "../script.ts";

// Of each UTC day a number that grows with every change of what is known of a call that arrived in it: rows that were
// written of the day are good for as long as it stands. Code that changes calls, callbacks, attempts or people raises it in
// the same transaction.

/** The sum of the versions of the days that a range of arrivals touches (epoch ms, `to` exclusive). */
export function* dayVersions(operation: number, from: number, to: number): Script<number> {
  const row = yield* first(
    "SELECT coalesce(sum(version), 0) AS version FROM day_versions WHERE operation = ? AND day >= ? AND day <= ?",
    [operation, dayOfArrival(from), dayOfArrival(to - 1)],
  );
  return row!["version"] as number;
}

/** Raises the versions of the days on which any call of a run arrived. */
export function* raiseDaysOfRun(operation: number, run: number): Script<void> {
  yield* all(raisingDaysOf("SELECT arrived_at FROM calls WHERE operation = ? AND run = ?"), [
    operation,
    operation,
    run,
  ]);
}

/** The same of those who called, or were to be called. */
export function* raiseDaysOfPeople(operation: number, people: readonly PersonId[]): Script<void> {
  for (let at = 0; at < people.length; at += AT_A_TIME) {
    const some = people.slice(at, at + AT_A_TIME);
    const theirs = (table: string) =>
      `SELECT arrived_at FROM ${table} WHERE operation = ? AND person IN (${places(some.length)})`;
    yield* all(raisingDaysOf(`${theirs("calls")} UNION ALL ${theirs("callbacks")}`), [
      operation,
      operation,
      ...some,
      operation,
      ...some,
    ]);
  }
}

/** SQL. Binds the operation, and what `arrivals` does. */
function raisingDaysOf(arrivals: string): string {
  return `INSERT INTO day_versions (operation, day, version)
    SELECT DISTINCT CAST(? AS INTEGER), floor(arrived_at / ${DAY_MS}.0), 1 FROM (${arrivals}) AS arrivals WHERE true
    ON CONFLICT (operation, day) DO UPDATE SET version = day_versions.version + 1`;
}

/** The UTC day of a time (epoch ms), in whole days since 1970. */
export function dayOfArrival(at: number): number {
  return Math.floor(at / DAY_MS);
}

const DAY_MS = 86_400_000;
const AT_A_TIME = 500;
