import type { Event } from "../../line/events.ts";
import type { DecisionRow, OrderRow } from "./decision-rows.ts";
import { type RowTable, rowColumns } from "./row-columns.ts";

type Value = string | number | null;

/** Values of columns of one table. */
type Patch<Table extends RowTable> = { [column in (typeof rowColumns)[Table][number]]?: Value };

/** Values by column, of whichever table. */
export type RowValues = Record<string, Value>;

/** Smart-wait counts to add, by skill and minute of arrival; stores keep coarser levels from them. */
export interface CountDelta {
  readonly skill: number;
  /** Epoch ms of the whole UTC minute in which the call arrived. */
  readonly minute: number;
  treatment: number;
  yes: number;
  recallOk: number;
  recallFail: number;
}

/**
 * What a batch of steps changes in the read models: one place for all stores, so that they cannot differ, and
 * gathered per row, so that a row is written once a batch.
 */
export class Changes {
  readonly calls = new RowChanges("calls");
  readonly callbacks = new RowChanges("callbacks");
  readonly attempts = new RowChanges("attempts");
  readonly decisions: DecisionRow[] = [];
  readonly orders: OrderRow[] = [];
  readonly counts = new Map<string, CountDelta>();
}

/** What changes in the rows of one table, by their ids. */
export interface ChangedRows {
  /** Whole rows. */
  readonly created: ReadonlyMap<string, RowValues>;
  /** Columns to set in rows that are there. */
  readonly patched: ReadonlyMap<string, RowValues>;
}

class RowChanges<Table extends RowTable> implements ChangedRows {
  readonly created = new Map<string, RowValues>();
  readonly patched = new Map<string, RowValues>();
  readonly #empty: RowValues;

  constructor(table: Table) {
    this.#empty = emptyRows[table];
  }

  /** A new row; columns that are not given are empty. */
  create(id: string, row: Patch<Table>): void {
    this.created.set(id, { ...this.#empty, ...row });
  }

  patch(id: string, patch: Patch<Table>): void {
    const row = this.created.get(id) ?? this.patched.get(id);
    if (row) Object.assign(row, patch);
    else this.patched.set(id, patch as RowValues);
  }
}

const emptyRows = {
  calls: emptyRow("calls"),
  callbacks: emptyRow("callbacks"),
  attempts: emptyRow("attempts"),
};

function emptyRow(table: RowTable): RowValues {
  return Object.fromEntries(rowColumns[table].map((column) => [column, null]));
}

/** The count of the minute in which the call arrived, to add to. */
export function countOf(changes: Changes, skill: number, arrivedAt: number): CountDelta {
  const minute = Math.floor(arrivedAt / MINUTE_MS) * MINUTE_MS;
  const key = `${skill}/${minute}`;
  let delta = changes.counts.get(key);
  if (!delta) {
    delta = { skill, minute, treatment: 0, yes: 0, recallOk: 0, recallFail: 0 };
    changes.counts.set(key, delta);
  }
  return delta;
}

const MINUTE_MS = 60_000;

/** By the type of an event, what it changes; `at` is the fact's time. */
export type RowsOf = {
  readonly [type in Event["type"]]?: (
    changes: Changes,
    event: Extract<Event, { type: type }>,
    at: number,
  ) => void;
};
