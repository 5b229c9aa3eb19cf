import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { NewPerson } from "../../port/people.ts";
import type { Run } from "../../port/run.ts";

/** Writes the people that a batch names, inside its transaction. */
export class PeopleWriter {
  readonly #insert: StatementSync;
  readonly #insertSame: StatementSync;
  readonly #find: StatementSync;
  readonly #findErased: StatementSync;
  readonly #forgetErased: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO people (operation, id, number_hash, number, first_seen_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    );
    this.#insertSame = database.prepare(
      `INSERT INTO people (operation, id, number_hash, number, first_seen_at, same_as) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    );
    this.#find = database.prepare(
      "SELECT id FROM people WHERE operation = ? AND number_hash = ? AND same_as IS NULL",
    );
    this.#findErased = database.prepare(
      "SELECT 1 FROM erased_meanwhile WHERE operation = ? AND run = ? AND number_hash = ?",
    );
    this.#forgetErased = database.prepare("DELETE FROM erased_meanwhile WHERE operation = ? AND run = ?");
  }

  /**
   * A number that somebody else wrote first keeps their id, and is found by it from then on. The id of this batch is
   * kept beside it, pointing to the first: its steps name it already, and must find the number to dial.
   */
  write(operation: number, people: readonly NewPerson[]): void {
    for (const { id, numberHash, number, firstSeenAt } of people) {
      if (this.#insert.run(operation, id, numberHash, number, firstSeenAt).changes === 1) continue;
      const first = this.#find.get(operation, numberHash)?.["id"];
      if (first !== undefined && first !== id)
        this.#insertSame.run(operation, id, numberHash, number, firstSeenAt, first);
    }
  }

  /**
   * The people that the run may still bring: what is imported is written piece by piece, and a piece that comes after an
   * erasure must not bring the number back.
   */
  notErased({ operation, id, kind }: Run, people: readonly NewPerson[]): readonly NewPerson[] {
    if (kind !== "imported") return people;
    return people.filter(({ numberHash }) => !this.#findErased.get(operation, id, numberHash));
  }

  /** The run brings nobody any more. */
  forgetErased({ operation, id, kind }: Run): void {
    if (kind === "imported") this.#forgetErased.run(operation, id);
  }
}
