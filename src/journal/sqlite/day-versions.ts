import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { CallId, PersonId } from "../../line/ids.ts";

/**
 * Of each UTC day a number that grows with every change of what is known of a call that arrived in it: rows that were
 * written of the day are good for as long as it stands. Whoever changes calls, callbacks, attempts or people raises it
 * in the same transaction.
 */
export class DayVersions {
  readonly #read: StatementSync;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare(
      `SELECT coalesce(sum(version), 0) FROM day_versions
       WHERE operation = ? AND day >= ${dayOf("?")} AND day <= ${dayOf("?")}`,
    );
    this.#read.setReturnArrays(true);
  }

  /** The sum over the days that a range of arrivals touches (epoch ms, `to` exclusive). */
  of(operation: number, from: number, to: number): number {
    return (this.#read.get(operation, from, to - 1) as unknown as [number])[0];
  }
}

/** Raises the versions of days. Used inside the caller's transaction. */
export class DayVersionsWriter {
  readonly #ofCalls: StatementSync;
  readonly #ofRun: StatementSync;
  readonly #ofPeople: StatementSync;

  constructor(database: DatabaseSync) {
    const raise = (calls: string) =>
      database.prepare(
        `INSERT INTO day_versions SELECT DISTINCT :operation, ${dayOf("arrived_at")}, 1 FROM (${calls}) WHERE true
         ON CONFLICT DO UPDATE SET version = version + 1`,
      );
    const ofPeople = "operation = :operation AND person IN (SELECT value FROM json_each(:ids))";
    this.#ofCalls = raise(
      `SELECT arrived_at FROM calls
       WHERE operation = :operation AND run = :run AND id IN (SELECT value FROM json_each(:ids))`,
    );
    this.#ofRun = raise("SELECT arrived_at FROM calls WHERE operation = :operation AND run = :run");
    this.#ofPeople = raise(
      `SELECT arrived_at FROM calls WHERE ${ofPeople} UNION ALL SELECT arrived_at FROM callbacks WHERE ${ofPeople}`,
    );
  }

  /** For some calls of a run, where their rows are now. */
  raiseCalls(operation: number, run: number, calls: Iterable<CallId>): void {
    this.#raise(this.#ofCalls, { operation, run }, calls);
  }

  /** For all calls of a run. */
  raiseRun(operation: number, run: number): void {
    this.#ofRun.run({ operation, run });
  }

  /** For those who called, or were to be called. */
  raisePeople(operation: number, people: Iterable<PersonId>): void {
    this.#raise(this.#ofPeople, { operation }, people);
  }

  #raise(statement: StatementSync, of: Record<string, SQLInputValue>, ids: Iterable<string>): void {
    const some = [...ids];
    if (some.length > 0) statement.run({ ...of, ids: JSON.stringify(some) });
  }
}

/** SQL: the UTC day of a time (epoch ms), in whole days since 1970. */
function dayOf(time: string): string {
  return `CAST(${time} / 86400000 AS INTEGER)`;
}
