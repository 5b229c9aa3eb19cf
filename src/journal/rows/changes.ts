import type { Event } from "../../line/events.ts";
import type { DecisionRow, OrderRow } from "./decision-rows.ts";

/** Column values to set in a row. */
export type Patch = Record<string, string | number | null>;

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
 * gathered per row, so that a row is written once a batch. A patch under `created` holds the whole row.
 */
export class Changes {
  readonly calls = new RowChanges();
  readonly callbacks = new RowChanges();
  readonly attempts = new RowChanges();
  readonly decisions: DecisionRow[] = [];
  readonly orders: OrderRow[] = [];
  readonly counts = new Map<string, CountDelta>();
}

export class RowChanges {
  readonly created = new Map<string, Patch>();
  readonly patched = new Map<string, Patch>();

  create(id: string, row: Patch): void {
    this.created.set(id, row);
  }

  patch(id: string, patch: Patch): void {
    const row = this.created.get(id) ?? this.patched.get(id);
    if (row) Object.assign(row, patch);
    else this.patched.set(id, patch);
  }
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
