import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Changes, DecisionRow, OrderRow } from "../../rows/projection.ts";
import { dayOfArrival } from "../../sql/questions/day-versions.ts";
import { DayVersionsWriter } from "./day-versions.ts";
import { RowWriter } from "./rows.ts";

/**
 * Writes the rows that steps change, and raises the versions of the days that they are about, inside the transaction that
 * writes the steps. Counts are not among them.
 */
export class ChangesWriter {
  readonly #calls: RowWriter;
  readonly #callbacks: RowWriter;
  readonly #attempts: RowWriter;
  readonly #decision: StatementSync;
  readonly #order: StatementSync;
  readonly #versions: DayVersionsWriter;

  constructor(database: DatabaseSync) {
    this.#calls = new RowWriter(database, "calls");
    this.#callbacks = new RowWriter(database, "callbacks");
    this.#attempts = new RowWriter(database, "attempts");
    this.#decision = database.prepare(
      `INSERT INTO decisions (operation, run, seq, ordinal, at, subject, kind, decision, reason, inputs, settings_version)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#order = database.prepare(
      `INSERT INTO supervisor_orders (operation, run, seq, ordinal, at, name, callback, act, not_before, skill, author,
         why, outcome)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#versions = new DayVersionsWriter(database);
  }

  write(operation: number, run: number, changes: Changes): void {
    const { calls, callbacks } = changes;
    // What changes of an attempt changes its callback too. A new call may take the row of one that came on another day.
    const days = new Set<number>();
    for (const rows of [calls, callbacks])
      for (const some of [rows.created, rows.patched])
        this.#versions.daysOfCalls(operation, run, some.keys(), days);
    for (const row of calls.created.values()) days.add(dayOfArrival(Number(row["arrived_at"])));
    this.#versions.raise(operation, days);
    this.#calls.write(operation, run, calls);
    this.#callbacks.write(operation, run, callbacks);
    this.#attempts.write(operation, run, changes.attempts);
    for (const row of changes.decisions) this.#writeDecision(operation, run, row);
    for (const row of changes.orders) this.#writeOrder(operation, run, row);
  }

  #writeDecision(operation: number, run: number, row: DecisionRow): void {
    this.#decision.run(
      operation,
      run,
      row.seq,
      row.ordinal,
      row.at,
      row.subject,
      row.kind,
      row.decision,
      row.reason,
      row.inputs,
      row.settingsVersion,
    );
  }

  #writeOrder(operation: number, run: number, row: OrderRow): void {
    this.#order.run(
      operation,
      run,
      row.seq,
      row.ordinal,
      row.at,
      row.order,
      row.callback,
      row.act,
      row.notBefore,
      row.skill,
      row.author,
      row.why,
      row.outcome,
    );
  }
}
