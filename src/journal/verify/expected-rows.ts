import type { Audit } from "../port/audit.ts";
import type { ChangedRows, RowValues } from "../rows/projection.ts";

/** Columns that tables share: once one of them is set, the row changes at most once more. */
const CLOSED_BY = ["ended_at", "talk_ended_at", "talk_lost"];

/**
 * The rows that the steps read so far give, compared with those kept. Only rows that are still open are held: one
 * that closed is compared then and, if it is as it should be, forgotten. One that is not may have been changed once
 * more by a step yet to come, and is compared again at the end.
 */
export class ExpectedRows {
  readonly #audit: Audit;
  readonly #table: "calls" | "callbacks" | "attempts";
  readonly #report: (problem: string) => void;
  readonly #expected = new Map<string, RowValues>();
  #created = 0;
  #compared = 0;

  constructor(audit: Audit, table: "calls" | "callbacks" | "attempts", report: (problem: string) => void) {
    this.#audit = audit;
    this.#table = table;
    this.#report = report;
  }

  /** Rows that the steps made. */
  get created(): number {
    return this.#created;
  }

  /** Rows compared and done with. */
  get compared(): number {
    return this.#compared;
  }

  /** Takes up what the next steps change. */
  async add(changes: ChangedRows): Promise<void> {
    const closed = new Set<string>();
    const take = (id: string, row: RowValues) => {
      this.#expected.set(id, row);
      if (CLOSED_BY.some((column) => row[column])) closed.add(id);
    };
    // A patch beside a creation was meant for the row before it, as in the stores.
    for (const [id, patch] of changes.patched) take(id, { ...this.#expected.get(id), ...patch });
    for (const [id, row] of changes.created) take(id, row);
    this.#created += changes.created.size;
    await this.#compare(closed, () => {});
  }

  /** Compares what is left, after the last step. */
  finish(): Promise<void> {
    return this.#compare(this.#expected.keys(), (id, row) => {
      this.#compared++;
      this.#report(`${this.#table} ${id}: ${row}`);
    });
  }

  async #compare(ids: Iterable<string>, differs: (id: string, problem: string) => void): Promise<void> {
    const wanted = [...ids];
    const rows = await this.#audit.rows(this.#table, wanted);
    for (const id of wanted) {
      const problem = problemOf(this.#expected.get(id)!, rows.get(id));
      if (problem !== null) differs(id, problem);
      else {
        this.#expected.delete(id);
        this.#compared++;
      }
    }
  }
}

/** `expected` may be a part of the row: what the steps since a checkpoint set. */
function problemOf(expected: RowValues, row: RowValues | undefined): string | null {
  if (!row) return "the row is missing";
  for (const column in expected)
    if (row[column] !== expected[column])
      return `${column} is ${JSON.stringify(row[column])}; its steps give ${JSON.stringify(expected[column])}`;
  return null;
}
