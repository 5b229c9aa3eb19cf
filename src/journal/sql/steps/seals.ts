import type { LocalMonth } from "../../../time/local-month.ts";
import type { KeptCheckpoint } from "../../port/audit.ts";
import type { Run, Seal } from "../../port/run.ts";
import { checkpointHash } from "../../step-hash.ts";
import { all, first, type Script } from "../script.ts";
import { hashAt } from "./hashes.ts";

/** Writes a seal of a batch, in its transaction and after its steps. */
export function* writeSeal(operation: number, run: number, { month, seq, state }: Seal): Script<void> {
  const before = yield* hashAt(operation, run, seq - 1);
  const hash = checkpointHash(yield* hashAt(operation, run, seq), state);
  yield* all("INSERT INTO seals VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", [
    operation,
    run,
    month,
    seq,
    before,
    state,
    hash,
  ]);
}

/** The newest seal of a run that closes a month before this one; `null`: there is none. */
export function* sealBefore({ operation, id }: Run, month: LocalMonth): Script<KeptSeal | null> {
  const row = yield* first(
    "SELECT month, seq, before FROM seals WHERE operation = ? AND run = ? AND month < ? ORDER BY month DESC LIMIT 1",
    [operation, id, month],
  );
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
export function* readSeals({ operation, id }: Run): Script<KeptCheckpoint[]> {
  const rows = yield* all(
    `SELECT seq, state, hash FROM seals WHERE operation = ?1 AND run = ?2
       AND seq >= (SELECT first_seq FROM runs WHERE operation = ?1 AND run = ?2) ORDER BY seq DESC`,
    [operation, id],
  );
  const seals: KeptCheckpoint[] = [];
  for (const row of rows) {
    const [seq, state] = [row["seq"] as number, row["state"] as string];
    const isSound = row["hash"] === checkpointHash(yield* hashAt(operation, id, seq), state);
    seals.push({ seq, state, isSound });
  }
  return seals;
}
