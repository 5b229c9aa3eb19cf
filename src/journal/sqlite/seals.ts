import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { LocalMonth } from "../../line/local-month.ts";
import type { KeptCheckpoint, Run, Seal } from "../port.ts";
import { checkpointHash } from "../step-hash.ts";
import { HashReader } from "./steps.ts";

/** Writes the seals of a batch, in its transaction and after its steps. */
export class SealWriter {
  readonly #insert: StatementSync;
  readonly #hashes: HashReader;

  constructor(database: DatabaseSync, hashes: HashReader) {
    this.#insert = database.prepare("INSERT OR IGNORE INTO seals VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.#hashes = hashes;
  }

  write(operation: number, run: number, { month, seq, state }: Seal): void {
    const before = this.#hashes.of(operation, run, seq - 1);
    const hash = checkpointHash(this.#hashes.of(operation, run, seq), state);
    this.#insert.run(operation, run, month, seq, before, state, hash);
  }
}

/** The newest seal of a run that closes a month before this one; `null`: there is none. */
export function sealBefore(
  database: DatabaseSync,
  { operation, id }: Run,
  month: LocalMonth,
): KeptSeal | null {
  const row = database
    .prepare(
      "SELECT month, seq, before FROM seals WHERE operation = ? AND run = ? AND month < ? ORDER BY month DESC LIMIT 1",
    )
    .get(operation, id, month);
  return (row as unknown as KeptSeal | undefined) ?? null;
}

/** A seal as it is kept, without its state. */
export interface KeptSeal {
  readonly month: LocalMonth;
  readonly seq: number;
  /** The running hash of the step before its own. */
  readonly before: string;
}

/** The seals of a run whose step is kept, as checkpoints, the newest first. */
export function readSeals(database: DatabaseSync, { operation, id }: Run): KeptCheckpoint[] {
  const hashes = new HashReader(database);
  return database
    .prepare(
      `SELECT seq, state, hash FROM seals WHERE operation = ?1 AND run = ?2
         AND seq >= (SELECT first_seq FROM runs WHERE operation = ?1 AND run = ?2) ORDER BY seq DESC`,
    )
    .all(operation, id)
    .map((row) => {
      const [seq, state] = [row["seq"] as number, row["state"] as string];
      return { seq, state, isSound: row["hash"] === checkpointHash(hashes.of(operation, id, seq), state) };
    });
}
