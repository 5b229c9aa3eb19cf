import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { Fault } from "../../line/faults.ts";
import type { Run, Step } from "../port.ts";

const CHUNK = 1_000;

/**
 * Steps after `afterSeq`, in order, in chunks: the memory they take is bounded however long the run is.
 * Faults: `journal-damaged`.
 */
export async function* readSteps(
  database: DatabaseSync,
  run: Run,
  afterSeq: number,
): AsyncGenerator<readonly Step[]> {
  yield* stepsInChunks(database, run, afterSeq);
}

/** As `readSteps`, without letting others work in between. */
export function* stepsInChunks(
  database: DatabaseSync,
  run: Run,
  afterSeq: number,
): Generator<readonly Step[]> {
  const next = database.prepare(
    `SELECT run, seq, core_version, settings_version, fact, events, commands FROM steps
     WHERE operation = ? AND run = ? AND seq > ? ORDER BY seq LIMIT ${CHUNK}`,
  );
  for (let after = afterSeq; ; ) {
    const chunk = next.all(run.operation, run.id, after).map(stepOf);
    if (chunk.length > 0) yield chunk;
    if (chunk.length < CHUNK) return;
    after = chunk.at(-1)!.seq;
  }
}

/** The checkpoints kept of the run, newest first. */
export function readCheckpoints(
  database: DatabaseSync,
  run: Run,
  limit: number,
): { seq: number; state: string }[] {
  return database
    .prepare("SELECT seq, state FROM checkpoints WHERE operation = ? AND run = ? ORDER BY seq DESC LIMIT ?")
    .all(run.operation, run.id, limit)
    .map((row) => ({ seq: row["seq"] as number, state: row["state"] as string }));
}

function stepOf(row: Record<string, SQLOutputValue>): Step {
  const seq = row["seq"] as number;
  try {
    return {
      seq,
      fact: JSON.parse(row["fact"] as string) as Step["fact"],
      events: JSON.parse(row["events"] as string) as Step["events"],
      commands: JSON.parse(row["commands"] as string) as Step["commands"],
      coreVersion: row["core_version"] as number,
      settingsVersion: row["settings_version"] as number,
    };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new Fault("journal-damaged", { seq, run: row["run"] as number, problem }, { cause: error });
  }
}
