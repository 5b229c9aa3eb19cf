import type { KeptCheckpoint } from "../../port/audit.ts";
import type { Run } from "../../port/run.ts";
import { checkpointHash, NO_HASH } from "../../step-hash.ts";
import { all, type Script } from "../script.ts";
import { hashAt } from "./hashes.ts";
import { readSeals } from "./seals.ts";
import { firstKept } from "./steps.ts";

/** Checkpoints kept of a run: the newest, and those before it should it prove unreadable. */
export const CHECKPOINTS_KEPT = 3;

/** The newest checkpoint, or seal, that is what was written; `null`: there is none. */
export function* soundCheckpoint(run: Run): Script<{ seq: number; state: string } | null> {
  const isSound = (kept: KeptCheckpoint) => kept.isSound;
  const sound =
    (yield* readCheckpoints(run, CHECKPOINTS_KEPT)).find(isSound) ?? (yield* readSeals(run)).find(isSound);
  return sound ? { seq: sound.seq, state: sound.state } : null;
}

/** The checkpoints kept of the run that steps kept follow, newest first. */
export function* readCheckpoints(run: Run, limit: number): Script<KeptCheckpoint[]> {
  const rows = yield* all(
    `SELECT seq, state, hash FROM checkpoints WHERE operation = ? AND run = ? AND seq >= ?
     ORDER BY seq DESC LIMIT ?`,
    [run.operation, run.id, yield* firstKept(run), limit],
  );
  const kept: KeptCheckpoint[] = [];
  for (const row of rows) {
    const [seq, state] = [row["seq"] as number, row["state"] as string];
    const hash = row["hash"] as string | null;
    const ofStep = yield* hashAt(run.operation, run.id, seq);
    // A checkpoint is older than the hashes only where its step is.
    const isSound = hash === null ? ofStep === NO_HASH : hash === checkpointHash(ofStep, state);
    kept.push({ seq, state, isSound });
  }
  return kept;
}
