import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { CallId } from "../../line/ids.ts";
import type { CallLike } from "../port.ts";

/** Finds calls that may be the same as one that was recorded. */
export class KnownCalls {
  readonly #importedAt: StatementSync;
  readonly #live: StatementSync;

  constructor(database: DatabaseSync) {
    this.#importedAt = database.prepare(
      `SELECT calls.id FROM calls
       JOIN runs ON runs.operation = calls.operation AND runs.run = calls.run
       WHERE calls.operation = :operation AND skill = :skill AND arrived_at = :arrivedAt
         AND kind = 'imported' AND complete = 1`,
    );
    this.#live = database.prepare(
      `SELECT calls.id FROM runs
       CROSS JOIN calls ON calls.operation = runs.operation AND calls.run = runs.run AND calls.id = :id
       WHERE runs.operation = :operation AND kind = 'live'
         AND skill = :skill AND abs(arrived_at - :arrivedAt) < ${SAME_CALL_WITHIN_MS}`,
    );
  }

  importedAt(operation: number, { skill, arrivedAt }: Omit<CallLike, "id">): CallId[] {
    return this.#importedAt.all({ operation, skill, arrivedAt }).map((row) => row["id"] as CallId);
  }

  hasLive(operation: number, { id, skill, arrivedAt }: CallLike): boolean {
    return this.#live.get({ operation, id, skill, arrivedAt }) !== undefined;
  }
}

/** Espera sees a call when it is asked about it, which may be minutes before the queue that recorded it; ids come again after days. */
const SAME_CALL_WITHIN_MS = 3_600_000;
