import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { NewPerson, Run } from "../../port.ts";

/**
 * Numbers that were erased while a run was imported, by their hash. What is imported is written piece by piece, and a
 * piece that comes after an erasure must not bring the number back. Used inside the caller's transaction.
 */
export class ErasedMeanwhile {
  readonly #note: StatementSync;
  readonly #find: StatementSync;
  readonly #forget: StatementSync;

  constructor(database: DatabaseSync) {
    this.#note = database.prepare(
      `INSERT INTO erased_meanwhile
         SELECT operation, run, ?2 FROM runs WHERE operation = ?1 AND kind = 'imported' AND complete = 0
       ON CONFLICT DO NOTHING`,
    );
    this.#find = database.prepare(
      "SELECT 1 FROM erased_meanwhile WHERE operation = ? AND run = ? AND number_hash = ?",
    );
    this.#forget = database.prepare("DELETE FROM erased_meanwhile WHERE operation = ? AND run = ?");
  }

  /** Notes a number for all imports of the operation that are under way, or broke off. */
  note(operation: number, numberHash: string): void {
    this.#note.run(operation, numberHash);
  }

  /** Those whom the run may still bring. */
  without({ operation, id, kind }: Run, people: readonly NewPerson[]): readonly NewPerson[] {
    if (kind !== "imported") return people;
    return people.filter(({ numberHash }) => !this.#find.get(operation, id, numberHash));
  }

  /** The run brings nobody any more. */
  forget({ operation, id, kind }: Run): void {
    if (kind === "imported") this.#forget.run(operation, id);
  }
}
