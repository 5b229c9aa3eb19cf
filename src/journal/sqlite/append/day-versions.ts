import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { CallId } from "../../../line/ids.ts";
import { dayOfArrival } from "../../sql/questions/day-versions.ts";

/** Raises the versions of days. Used inside the caller's transaction, at every append: each statement is as plain as can be. */
export class DayVersionsWriter {
  readonly #raise: StatementSync;
  readonly #ofCall: StatementSync;

  constructor(database: DatabaseSync) {
    this.#raise = database.prepare(
      "INSERT INTO day_versions VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET version = version + 1",
    );
    this.#ofCall = database.prepare(
      "SELECT arrived_at FROM calls WHERE operation = ? AND run = ? AND id = ?",
    );
    this.#ofCall.setReturnArrays(true);
  }

  /** Adds the days of calls of a run, where their rows are now. */
  daysOfCalls(operation: number, run: number, calls: Iterable<CallId>, days: Set<number>): void {
    for (const call of calls) {
      const row = this.#ofCall.get(operation, run, call) as unknown as [number] | undefined;
      if (row) days.add(dayOfArrival(row[0]));
    }
  }

  raise(operation: number, days: ReadonlySet<number>): void {
    for (const day of days) this.#raise.run(operation, day);
  }
}
