import type { DatabaseSync, StatementSync } from "node:sqlite";
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
      "SELECT coalesce(sum(version), 0) FROM day_versions WHERE operation = ? AND day >= ? AND day <= ?",
    );
    this.#read.setReturnArrays(true);
  }

  /** The sum over the days that a range of arrivals touches (epoch ms, `to` exclusive). */
  of(operation: number, from: number, to: number): number {
    return (this.#read.get(operation, dayOfArrival(from), dayOfArrival(to - 1)) as unknown as [number])[0];
  }
}

/** Raises the versions of days. Used inside the caller's transaction, at every append: each statement is as plain as can be. */
export class DayVersionsWriter {
  readonly #raise: StatementSync;
  readonly #ofCall: StatementSync;
  readonly #ofRun: StatementSync;
  readonly #ofPerson: StatementSync;

  constructor(database: DatabaseSync) {
    this.#raise = database.prepare(
      "INSERT INTO day_versions VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET version = version + 1",
    );
    const arrivals = (from: string) => {
      const statement = database.prepare(`SELECT arrived_at ${from}`);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#ofCall = arrivals("FROM calls WHERE operation = ? AND run = ? AND id = ?");
    this.#ofRun = arrivals("FROM calls WHERE operation = ? AND run = ?");
    this.#ofPerson = arrivals(
      `FROM calls WHERE operation = ?1 AND person = ?2
       UNION ALL SELECT arrived_at FROM callbacks WHERE operation = ?1 AND person = ?2`,
    );
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

  /** For all calls of a run. */
  raiseRun(operation: number, run: number): void {
    this.#raiseAll(operation, this.#ofRun.all(operation, run));
  }

  /** For the calls of those who called, or were to be called. */
  raisePeople(operation: number, people: Iterable<PersonId>): void {
    for (const person of people) this.#raiseAll(operation, this.#ofPerson.all(operation, person));
  }

  #raiseAll(operation: number, rows: unknown[]): void {
    if (rows.length > 0) this.raise(operation, new Set((rows as [number][]).map(([at]) => dayOfArrival(at))));
  }
}

/** The UTC day of a time (epoch ms), in whole days since 1970. */
export function dayOfArrival(at: number): number {
  return Math.trunc(at / DAY_MS);
}

const DAY_MS = 86_400_000;
