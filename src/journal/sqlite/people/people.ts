import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { PersonId } from "../../../line/ids.ts";
import type { KeptNumber, NewPerson } from "../../port.ts";

/** Writes the people that a batch names, inside its transaction. */
export class PeopleWriter {
  readonly #insert: StatementSync;
  readonly #insertSame: StatementSync;
  readonly #find: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO people (operation, id, number_hash, number, first_seen_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    );
    this.#insertSame = database.prepare(
      `INSERT INTO people (operation, id, number_hash, number, first_seen_at, same_as) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    );
    this.#find = database.prepare(FIND);
  }

  /**
   * A number that somebody else wrote first keeps his id, and is found by it from then on. The id of this batch is
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
}

/** Finds people by the hash of their number, and numbers by person. */
export class PeopleReader {
  readonly #find: StatementSync;
  readonly #number: StatementSync;
  readonly #all: StatementSync;

  constructor(database: DatabaseSync) {
    this.#find = database.prepare(FIND);
    this.#number = database.prepare(
      "SELECT number, number_hash AS numberHash FROM people WHERE operation = ? AND id = ?",
    );
    this.#all = database.prepare(
      "SELECT id, number, number_hash AS numberHash FROM people WHERE operation = ? AND id > ? ORDER BY id LIMIT ?",
    );
  }

  find(operation: number, numberHash: string): PersonId | null {
    return (this.#find.get(operation, numberHash)?.["id"] as PersonId | undefined) ?? null;
  }

  numberOf(operation: number, person: PersonId): KeptNumber | null {
    return (this.#number.get(operation, person) as KeptNumber | undefined) ?? null;
  }

  /** In the order of their ids, after `after`. */
  numbers(operation: number, after: PersonId | null, limit: number): (KeptNumber & { id: PersonId })[] {
    return this.#all.all(operation, after ?? "", limit) as unknown as (KeptNumber & { id: PersonId })[];
  }
}

/** Every id of whoever is found by this hash: the one that counts, and those of others that met him at that moment. */
export function personsOf(database: DatabaseSync, operation: number, numberHash: string): PersonId[] {
  return database
    .prepare(
      `WITH first AS (${FIND.replace("= ? AND number_hash = ?", "= ?1 AND number_hash = ?2")})
       SELECT id FROM first
       UNION ALL
       SELECT people.id FROM first JOIN people ON people.operation = ?1 AND people.same_as = first.id`,
    )
    .all(operation, numberHash)
    .map((row) => row["id"] as PersonId);
}

const FIND = "SELECT id FROM people WHERE operation = ? AND number_hash = ? AND same_as IS NULL";
