import type { DatabaseSync, StatementSync } from "node:sqlite";
import { CHECKPOINTS_KEPT } from "../../sql/steps/checkpoints.ts";
import { checkpointHash, stepHash, type WrittenStep } from "../../step-hash.ts";

/** Writes the rows of steps and of checkpoints, each with its hash. */
export class StepWriter {
  readonly #step: StatementSync;
  readonly #checkpoint: StatementSync;
  readonly #dropCheckpoints: StatementSync;

  constructor(database: DatabaseSync) {
    this.#step = database.prepare(
      `INSERT INTO steps (operation, run, seq, at, exchange_at, core_version, settings_version, fact, events, commands, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#checkpoint = database.prepare(
      `INSERT OR REPLACE INTO checkpoints (operation, run, seq, state, hash) VALUES (?, ?, ?, ?, ?)`,
    );
    this.#dropCheckpoints = database.prepare(
      `DELETE FROM checkpoints WHERE operation = ?1 AND run = ?2 AND seq NOT IN (
         SELECT seq FROM checkpoints WHERE operation = ?1 AND run = ?2 ORDER BY seq DESC LIMIT ${CHECKPOINTS_KEPT})`,
    );
  }

  /** Writes a step whose predecessor has the running hash `before`; gives its own. */
  step(operation: number, run: number, before: string, step: WrittenStep): string {
    const { seq, at, exchangeAt, coreVersion, settingsVersion, fact, events, commands } = step;
    const hash = stepHash(before, step);
    this.#step.run(
      operation,
      run,
      seq,
      at,
      exchangeAt,
      coreVersion,
      settingsVersion,
      fact,
      events,
      commands,
      hash,
    );
    return hash;
  }

  /** Writes the state after step `seq`, whose running hash is `hash`, and drops what is older than those that are kept. */
  checkpoint(operation: number, run: number, seq: number, hash: string, state: string): void {
    this.#checkpoint.run(operation, run, seq, state, checkpointHash(hash, state));
    this.#dropCheckpoints.run(operation, run);
  }
}
