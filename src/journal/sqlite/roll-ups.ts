import type { DatabaseSync, StatementSync } from "node:sqlite";
import { blockStart, levels } from "../counts.ts";
import type { CountDelta } from "../rows/projection.ts";

/** Adds to the counts at every level, in the transaction that changes the rows they count. */
export class RollUpWriter {
  readonly #add: StatementSync;
  readonly #grow: StatementSync;
  readonly #offset: StatementSync;
  readonly #offsets = new Map<number, number>();

  constructor(database: DatabaseSync) {
    this.#add = database.prepare(
      `INSERT INTO counts (operation, level, start, skill, treatment, yes, recall_ok, recall_fail)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET treatment = treatment + excluded.treatment, yes = yes + excluded.yes,
         recall_ok = recall_ok + excluded.recall_ok, recall_fail = recall_fail + excluded.recall_fail`,
    );
    this.#grow = database.prepare("UPDATE operations SET counts_version = counts_version + 1 WHERE id = ?");
    this.#offset = database.prepare("SELECT counts_offset_ms AS offset FROM operations WHERE id = ?");
  }

  write(operation: number, deltas: readonly CountDelta[]): void {
    if (deltas.length === 0) return;
    const offsetMs = this.#offsetOf(operation);
    for (const level of levels.keys()) {
      for (const { start, skill, treatment, yes, recallOk, recallFail } of blocks(deltas, level, offsetMs))
        this.#add.run(operation, level, start, skill, treatment, yes, recallOk, recallFail);
    }
    this.#grow.run(operation);
  }

  #offsetOf(operation: number): number {
    let offset = this.#offsets.get(operation);
    if (offset === undefined) {
      offset = Number(this.#offset.get(operation)?.["offset"]);
      this.#offsets.set(operation, offset);
    }
    return offset;
  }
}

type BlockDelta = Omit<CountDelta, "minute"> & { readonly start: number };

/** The minutes' deltas summed by skill and block of `level`, so that a row is written once a batch. */
function blocks(deltas: readonly CountDelta[], level: number, offsetMs: number): Iterable<BlockDelta> {
  const sums = new Map<string, BlockDelta>();
  for (const { skill, minute, treatment, yes, recallOk, recallFail } of deltas) {
    const start = blockStart(level, minute, offsetMs);
    const key = `${skill}/${start}`;
    const sum = sums.get(key);
    if (sum) {
      sum.treatment += treatment;
      sum.yes += yes;
      sum.recallOk += recallOk;
      sum.recallFail += recallFail;
    } else sums.set(key, { skill, start, treatment, yes, recallOk, recallFail });
  }
  return sums.values();
}
