import type { DatabaseSync, StatementSync } from "node:sqlite";
import { levels } from "../../counts.ts";
import { countBlocks } from "../../rows/count-blocks.ts";
import type { CountDelta } from "../../rows/projection.ts";

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
      for (const { start, skill, treatment, yes, recallOk, recallFail } of countBlocks(
        deltas,
        level,
        offsetMs,
      ))
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
