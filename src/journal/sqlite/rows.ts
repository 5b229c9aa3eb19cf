import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Patch, RowChanges } from "../rows/projection.ts";

/** The tables that hold one row for each call, callback and attempt, and their columns after the key. */
export const rowColumns = {
  calls: [
    "skill",
    "person",
    "class",
    "announced",
    "arrived_at",
    "place",
    "question_at",
    "asked_for",
    "asked_again_at",
    "held_out",
    "choice",
    "choice_source",
    "choice_at",
    "consent_prompt",
    "consent_key",
    "joined_at",
    "rung_at",
    "answered_at",
    "agent",
    "agent_name",
    "ended_at",
    "outcome",
    "version",
  ],
  callbacks: [
    "skill",
    "registered_for",
    "person",
    "class",
    "called_by",
    "other_number",
    "name_recorded",
    "arrived_at",
    "registered_at",
    "place",
    "promised_from",
    "promised_until",
    "expires_at",
    "not_before",
    "put_off",
    "stage",
    "status",
    "reason",
    "attempts",
    "overtakes_dialled",
    "overtakes_held_back",
    "first_dialled_at",
    "last_dialled_at",
    "ended_at",
    "version",
  ],
  attempts: [
    "callback",
    "n",
    "skill",
    "dialled_at",
    "ringing_at",
    "answered_at",
    "confirmed_at",
    "in_line_at",
    "joined_at",
    "agent",
    "agent_name",
    "ended_at",
    "result",
    "talk_ended_at",
    "talk_lost",
  ],
} as const;

export type RowTable = keyof typeof rowColumns;

/** Writes the changed rows of one table. Statements are prepared once for each set of columns. */
export class RowWriter {
  readonly #database: DatabaseSync;
  readonly #table: RowTable;
  readonly #columns: readonly string[];
  readonly #insert: StatementSync;
  readonly #updates = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, table: RowTable) {
    this.#database = database;
    this.#table = table;
    this.#columns = rowColumns[table];
    // An exchange may use a call's id again after the call ended: the newer one takes the row.
    this.#insert = database.prepare(
      `INSERT OR REPLACE INTO ${table} (operation, run, id, ${this.#columns.join(", ")})
       VALUES (?, ?, ?${", ?".repeat(this.#columns.length)})`,
    );
  }

  write(operation: number, run: number, changes: RowChanges): void {
    // First the patches: one to a row that the same batch also creates was meant for the row before it.
    for (const [id, patch] of changes.patched) {
      this.#update(Object.keys(patch)).run(...Object.values(patch), operation, run, id);
    }
    const columns = this.#columns;
    for (const [id, row] of changes.created) {
      const values: Patch[string][] = [operation, run, id];
      for (const column of columns) values.push(row[column]!);
      this.#insert.run(...values);
    }
  }

  #update(columns: string[]): StatementSync {
    const key = columns.join();
    let statement = this.#updates.get(key);
    if (!statement) {
      const unknown = columns.find((column) => !this.#columns.includes(column));
      if (unknown !== undefined) throw new TypeError(`${this.#table} has no column ${unknown}`);
      statement = this.#database.prepare(
        `UPDATE ${this.#table} SET ${columns.map((column) => `${column} = ?`).join(", ")}
         WHERE operation = ? AND run = ? AND id = ?`,
      );
      this.#updates.set(key, statement);
    }
    return statement;
  }
}
