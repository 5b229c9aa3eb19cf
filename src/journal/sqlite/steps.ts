import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { Fault } from "../../faults/faults.ts";
import { upcastStep } from "../../line/versions/step-upcasts.ts";
import type { KeptCheckpoint, Run, Step } from "../port.ts";
import { checkpointHash, NO_HASH, stepHash } from "../step-hash.ts";

const CHUNK = 1_000;

/** Told of a step that is not what was written, by its running hash. */
type OnDamage = (seq: number) => void;

/**
 * Steps after `afterSeq`, in order, in chunks: the memory they take is bounded however long the run is.
 * Faults: `journal-damaged`; of a step that is not what was written only without `onDamage`, which is told of it instead.
 */
export async function* readSteps(
  database: DatabaseSync,
  run: Run,
  afterSeq: number,
  onDamage?: OnDamage,
): AsyncGenerator<readonly Step[]> {
  yield* stepsInChunks(database, run, afterSeq, onDamage);
}

/** As `readSteps`, without letting others work in between. */
export function* stepsInChunks(
  database: DatabaseSync,
  run: Run,
  afterSeq: number,
  onDamage: OnDamage = (seq) => {
    throw damaged(run, seq, "it is not what was written");
  },
): Generator<readonly Step[]> {
  const next = database.prepare(
    `SELECT run, seq, at, exchange_at, core_version, settings_version, fact, events, commands, hash FROM steps
     WHERE operation = ? AND run = ? AND seq > ? ORDER BY seq LIMIT ${CHUNK}`,
  );
  if (afterSeq < firstKept(database, run) - 1) throw archived(database, run);
  let before = new HashReader(database).of(run.operation, run.id, afterSeq);
  for (let after = afterSeq; ; ) {
    const rows = next.all(run.operation, run.id, after);
    for (const row of rows) {
      const hash = row["hash"] as string | null;
      // Steps are older than their hashes only before the first that has one.
      if (hash === null ? before !== NO_HASH : hash !== hashOf(before, row)) onDamage(row["seq"] as number);
      // From what is kept, so that one step that was changed is told as one.
      before = hash ?? NO_HASH;
    }
    const chunk = rows.map((row) => stepOf(run, row));
    if (chunk.length > 0) yield chunk;
    if (chunk.length < CHUNK) return;
    after = chunk.at(-1)!.seq;
  }
}

/** The checkpoints kept of the run that steps kept follow, newest first. */
export function readCheckpoints(database: DatabaseSync, run: Run, limit: number): KeptCheckpoint[] {
  const hashes = new HashReader(database);
  return database
    .prepare(
      `SELECT seq, state, hash FROM checkpoints WHERE operation = ? AND run = ? AND seq >= ?
       ORDER BY seq DESC LIMIT ?`,
    )
    .all(run.operation, run.id, firstKept(database, run), limit)
    .map((row) => {
      const [seq, state] = [row["seq"] as number, row["state"] as string];
      const hash = row["hash"] as string | null;
      const ofStep = hashes.of(run.operation, run.id, seq);
      // A checkpoint is older than the hashes only where its step is.
      const isSound = hash === null ? ofStep === NO_HASH : hash === checkpointHash(ofStep, state);
      return { seq, state, isSound };
    });
}

/** Finds the running hash after a step. */
export class HashReader {
  readonly #find: StatementSync;

  constructor(database: DatabaseSync) {
    // Of the step before the first that is kept a seal knows it.
    this.#find = database.prepare(
      `SELECT hash FROM steps WHERE operation = ?1 AND run = ?2 AND seq = ?3
       UNION ALL SELECT before FROM seals WHERE operation = ?1 AND run = ?2 AND seq = ?3 + 1 LIMIT 1`,
    );
  }

  of(operation: number, run: number, seq: number): string {
    return (this.#find.get(operation, run, seq)?.["hash"] as string | null | undefined) ?? NO_HASH;
  }
}

function hashOf(before: string, row: Record<string, SQLOutputValue>): string {
  return stepHash(before, {
    seq: row["seq"] as number,
    at: row["at"] as number,
    exchangeAt: row["exchange_at"] as number | null,
    coreVersion: row["core_version"] as number,
    settingsVersion: row["settings_version"] as number,
    fact: row["fact"] as string,
    events: row["events"] as string,
    commands: row["commands"] as string,
  });
}

function stepOf(run: Run, row: Record<string, SQLOutputValue>): Step {
  const seq = row["seq"] as number;
  try {
    const coreVersion = row["core_version"] as number;
    const fact = JSON.parse(row["fact"] as string) as Step["fact"];
    const events = JSON.parse(row["events"] as string) as Step["events"];
    return {
      seq,
      ...upcastStep({ fact, events }, coreVersion),
      commands: JSON.parse(row["commands"] as string) as Step["commands"],
      coreVersion,
      settingsVersion: row["settings_version"] as number,
    };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw damaged(run, seq, problem, error);
  }
}

/** The first step of a run that is kept. */
function firstKept(database: DatabaseSync, { operation, id }: Run): number {
  const row = database
    .prepare("SELECT first_seq FROM runs WHERE operation = ? AND run = ?")
    .get(operation, id);
  return (row?.["first_seq"] as number | undefined) ?? 1;
}

function archived(database: DatabaseSync, run: Run): Fault {
  const first = firstKept(database, run);
  const row = database
    .prepare("SELECT month FROM seals WHERE operation = ? AND run = ? AND seq = ?")
    .get(run.operation, run.id, first);
  return new Fault("steps-archived", {
    run: run.id,
    seq: first,
    month: (row?.["month"] as string | undefined) ?? "?",
  });
}

function damaged({ id: run }: Run, seq: number, problem: string, cause?: unknown): Fault {
  return new Fault("journal-damaged", { seq, run, problem }, cause === undefined ? undefined : { cause });
}
