import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { PersonId } from "../../line/ids.ts";

export interface Range {
  /** Epoch ms, inclusive and exclusive. */
  readonly from: number;
  readonly to: number;
}

const HOUR_MS = 3_600_000;

/** The UTC hour of a moment (epoch ms), as the table of versions numbers them. */
function hourOf(at: number): number {
  return Math.trunc(at / HOUR_MS);
}

/**
 * What says whether the rows of treated calls read as they did: of each range a number that grows with every change
 * to a row in it. Triggers make it grow, for whoever writes; see migration 5.
 */
export class DetailVersions {
  readonly #database: DatabaseSync;
  readonly #read: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#read = database.prepare(
      "SELECT hour, version FROM detail_versions WHERE operation = ? AND hour >= ? AND hour <= ?",
    );
    this.#read.setReturnArrays(true);
  }

  /** One number for each range; they are sorted, as ranges that follow each other are. */
  of(operation: number, ranges: readonly Range[]): number[] {
    const [first, last] = [ranges[0], ranges.at(-1)];
    if (!first || !last) return [];
    const rows = this.#read.all(operation, hourOf(first.from), hourOf(last.to)) as unknown as [
      number,
      number,
    ][];
    const versions = new Map(rows);
    return ranges.map(({ from, to }) => {
      let sum = 0;
      for (let hour = hourOf(from); hour <= hourOf(to - 1); hour++) sum += versions.get(hour) ?? 0;
      return sum;
    });
  }

  /** Notes, in the caller's transaction, that a person's number will be told no more; gives the hours of his calls. */
  noteErasure(operation: number, person: PersonId): number[] {
    return this.#database
      .prepare(
        `INSERT INTO detail_versions
           SELECT ?1, hour, 1 FROM (
             SELECT CAST(arrived_at / ${HOUR_MS} AS INTEGER) AS hour FROM calls WHERE operation = ?1 AND person = ?2
             UNION
             SELECT CAST(arrived_at / ${HOUR_MS} AS INTEGER) FROM callbacks WHERE operation = ?1 AND person = ?2)
           WHERE true
         ON CONFLICT DO UPDATE SET version = version + 1 RETURNING hour`,
      )
      .all(operation, person)
      .map((row) => row["hour"] as number);
  }
}

/** Whether a range touches one of the hours. */
export function touches({ from, to }: Range, hours: ReadonlySet<number>): boolean {
  for (let hour = hourOf(from); hour <= hourOf(to - 1); hour++) if (hours.has(hour)) return true;
  return false;
}
