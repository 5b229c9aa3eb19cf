import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ChangedRows, RowValues } from "../../rows/projection.ts";
import { type RowTable, rowColumns } from "../../rows/row-columns.ts";

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

  write(operation: number, run: number, changes: ChangedRows): void {
    // First the patches: one to a row that the same batch also creates was meant for the row before it.
    for (const [id, patch] of changes.patched) {
      this.#update(Object.keys(patch)).run(...Object.values(patch), operation, run, id);
    }
    const columns = this.#columns;
    for (const [id, row] of changes.created) {
      const values: RowValues[string][] = [operation, run, id];
      for (const column of columns) values.push(row[column]!);
      this.#insert.run(...values);
    }
  }

  #update(columns: string[]): StatementSync {
    const key = columns.join();
    let statement = this.#updates.get(key);
    if (!statement) {
      statement = this.#database.prepare(
        `UPDATE ${this.#table} SET ${columns.map((column) => `${column} = ?`).join(", ")}
         WHERE operation = ? AND run = ? AND id = ?`,
      );
      this.#updates.set(key, statement);
    }
    return statement;
  }
}
