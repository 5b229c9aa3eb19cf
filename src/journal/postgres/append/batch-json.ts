import { levels } from "../../counts.ts";
import type { Batch } from "../../port/journal.ts";
import { countBlocks } from "../../rows/count-blocks.ts";
import type { ChangedRows, RowValues } from "../../rows/projection.ts";
import type { RowTable } from "../../rows/row-columns.ts";
import { dayOfArrival } from "../../sql/questions/day-versions.ts";

type Rows = readonly object[];

/** A seal with the hashes that are kept beside it. */
export interface HashedSeal {
  readonly month: string;
  readonly seq: number;
  readonly before: string;
  readonly state: string;
  readonly hash: string;
}

/** What a batch changes besides its steps, as `append_batch` takes it. */
export function batchJson(
  {
    operation,
    run,
    offsetMs,
  }: { readonly operation: number; readonly run: number; readonly offsetMs: number },
  { changes, people }: Batch,
  seals: readonly HashedSeal[],
): string {
  const key = { operation, run };
  const { calls, callbacks, attempts } = changes;
  const touched = new Set(
    [calls, callbacks].flatMap((rows) => [...rows.created.keys(), ...rows.patched.keys()]),
  );
  const days = new Set([...calls.created.values()].map((row) => dayOfArrival(Number(row["arrived_at"]))));
  const deltas = [...changes.counts.values()];
  return JSON.stringify({
    people: people.map(({ id, numberHash, number, firstSeenAt }) => ({
      id,
      number_hash: numberHash,
      number,
      first_seen_at: firstSeenAt,
    })),
    touched: [...touched],
    days: [...days],
    patched: [
      ...patchesOf("calls", calls),
      ...patchesOf("callbacks", callbacks),
      ...patchesOf("attempts", attempts),
    ],
    created: {
      calls: createdIn(key, calls),
      callbacks: createdIn(key, callbacks),
      attempts: createdIn(key, attempts),
    },
    decisions: changes.decisions.map(({ settingsVersion, ...row }) => ({
      ...key,
      ...row,
      settings_version: settingsVersion,
    })),
    orders: changes.orders.map(({ order, notBefore, ...row }) => ({
      ...key,
      ...row,
      name: order,
      not_before: notBefore,
    })),
    counts: levels.flatMap((_, level) =>
      Array.from(countBlocks(deltas, level, offsetMs), ({ recallOk, recallFail, ...block }) => ({
        operation,
        level,
        ...block,
        recall_ok: recallOk,
        recall_fail: recallFail,
      })),
    ),
    seals: seals.map((seal) => ({ ...key, ...seal })),
  });
}

function createdIn(key: object, { created }: ChangedRows): Rows {
  return Array.from(created, ([id, row]) => ({ ...key, id, ...row }));
}

interface PatchedRows {
  readonly table: RowTable;
  readonly columns: readonly string[];
  readonly rows: Rows;
}

/** The patches of a table, by the set of their columns: each set is one statement. */
function patchesOf(table: RowTable, { patched }: ChangedRows): PatchedRows[] {
  const sets = new Map<
    string,
    { readonly columns: string[]; readonly rows: (RowValues & { id: string })[] }
  >();
  for (const [id, patch] of patched) {
    const columns = Object.keys(patch);
    const name = columns.toSorted().join();
    let set = sets.get(name);
    if (!set) {
      set = { columns, rows: [] };
      sets.set(name, set);
    }
    set.rows.push({ ...patch, id });
  }
  return Array.from(sets.values(), (set) => ({ table, ...set }));
}
