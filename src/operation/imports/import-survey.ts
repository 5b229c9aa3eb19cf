import { type BadRow, type CallLog, isBadRow } from "../../history/call-log.ts";
import type { HistoryNote } from "../../history/history-notes.ts";
import type { KnownAmong } from "./known-calls.ts";

/** What a file of recorded calls has, seen before anything of it is taken. */
export interface Survey {
  readonly digest: string;
  /** That the operation does not have yet, and those that it has. */
  readonly calls: number;
  readonly known: number;
  /** Of the former. */
  readonly skills: ReadonlySet<string>;
  readonly leftOut: LeftOut;
  /** Words for an outcome none of whose rows can be used: how many rows, and why the first cannot. */
  readonly lostOutcomes: ReadonlyMap<string, { readonly rows: number; readonly reason: string }>;
  readonly notes: readonly HistoryNote[];
}

/** Rows that cannot be used: how many, how many for each reason, and the first of them. */
export interface LeftOut {
  readonly rows: number;
  readonly byReason: ReadonlyMap<string, number>;
  readonly first: readonly BadRow[];
}

const ROWS_NAMED = 10;
/** More reasons, or more words for an outcome, than a file of calls ever has are counted together. */
const MOST_COUNTED_APART = 100;

export async function surveyed(log: CallLog, knownAmong: KnownAmong): Promise<Survey> {
  const skills = new Set<string>();
  const leftOut = new LeftOutRows();
  const lost = new Map<string, { rows: number; reason: string }>();
  const usable = new Set<string>();
  let calls = 0;
  let known = 0;
  for await (const rows of log.rows) {
    const knownRows = await knownAmong(rows);
    for (const row of rows) {
      if (!isBadRow(row)) {
        if (knownRows.has(row)) known++;
        else {
          calls++;
          skills.add(row.skill);
        }
        if (row.outcomeWord !== undefined) usable.add(row.outcomeWord);
        continue;
      }
      leftOut.add(row);
      if (row.outcomeWord === undefined) continue;
      const before = lost.get(row.outcomeWord);
      if (before) before.rows++;
      else if (lost.size < MOST_COUNTED_APART) lost.set(row.outcomeWord, { rows: 1, reason: row.reason });
    }
  }
  for (const word of usable) lost.delete(word);
  return {
    digest: log.digest(),
    calls,
    known,
    skills,
    leftOut: leftOut.all(),
    lostOutcomes: lost,
    notes: log.notes?.() ?? [],
  };
}

/** Counts rows that cannot be used, and keeps the first. */
export class LeftOutRows {
  readonly #first: BadRow[] = [];
  readonly #byReason = new Map<string, number>();

  add(row: BadRow): void {
    if (this.#first.length < ROWS_NAMED) this.#first.push(row);
    const known = this.#byReason.has(row.reason) || this.#byReason.size < MOST_COUNTED_APART;
    const reason = known ? row.reason : "other";
    this.#byReason.set(reason, (this.#byReason.get(reason) ?? 0) + 1);
  }

  all(): LeftOut {
    const rows = this.#byReason.values().reduce((sum, count) => sum + count, 0);
    return { rows, byReason: this.#byReason, first: this.#first };
  }
}
