import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Changes, DecisionRow, OrderRow } from "../projection.ts";
import { RowWriter } from "./rows.ts";

/** Writes the rows that steps change, inside the transaction that writes the steps. Counts are not among them. */
export class ChangesWriter {
  readonly #calls: RowWriter;
  readonly #callbacks: RowWriter;
  readonly #attempts: RowWriter;
  readonly #decision: StatementSync;
  readonly #order: StatementSync;

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
  }

  write(operation: number, run: number, changes: Changes): void {
    this.#calls.write(operation, run, changes.calls);
    this.#callbacks.write(operation, run, changes.callbacks);
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
