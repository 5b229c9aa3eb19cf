import { Fault } from "../../../faults/faults.ts";
import type { Run, Step } from "../../port/run.ts";
import { NO_HASH, stepHash } from "../../step-hash.ts";
import { upcastStep } from "../../versions/step-upcasts.ts";
import { all, first, type Row, type Runner, type Script } from "../script.ts";
import { hashAt } from "./hashes.ts";

const CHUNK = 1_000;

/** Called with a step that is not what was written, by its running hash. */
type OnDamage = (seq: number) => void;

/**
 * Steps after `afterSeq`, in order, in chunks: the memory they take is bounded however long the run is.
 * Faults: `journal-damaged`; of a step that is not what was written only without `onDamage`, which is called with it instead.
 */
export async function* readSteps(
  read: Runner["read"],
  ...asked: ConstructorParameters<typeof StepsInChunks>
): AsyncGenerator<readonly Step[]> {
  const chunks = new StepsInChunks(...asked);
  for (;;) {
    const chunk = await read(chunks.next());
    if (chunk.length > 0) yield chunk;
    if (chunk.length < CHUNK) return;
  }
}

/** The steps of a run from one on. */
export class StepsInChunks {
  readonly #run: Run;
  readonly #onDamage: OnDamage;
  #after: number;
  /** The running hash after that step. */
  #before: string | null = null;

  constructor(
    run: Run,
    afterSeq: number,
    onDamage: OnDamage = (seq) => {
      throw damaged(run, seq, "it is not what was written");
    },
  ) {
    this.#run = run;
    this.#after = afterSeq;
    this.#onDamage = onDamage;
  }

  /** The next of them, as many as a chunk holds; fewer: there are no others. */
  *next(): Script<readonly Step[]> {
    const { operation, id } = this.#run;
    let before = this.#before ?? (yield* this.#begin());
    const rows = yield* all(
      `SELECT run, seq, at, exchange_at, core_version, settings_version, fact, events, commands, hash FROM steps
       WHERE operation = ? AND run = ? AND seq > ? ORDER BY seq LIMIT ${CHUNK}`,
      [operation, id, this.#after],
    );
    for (const row of rows) {
      const hash = row["hash"] as string | null;
      // Steps are older than their hashes only before the first that has one.
      if (hash === null ? before !== NO_HASH : hash !== hashOf(before, row))
        this.#onDamage(row["seq"] as number);
      // From what is kept, so that one step that was changed counts as one.
      before = hash ?? NO_HASH;
    }
    const chunk = rows.map((row) => stepOf(this.#run, row));
    this.#before = before;
    this.#after = chunk.at(-1)?.seq ?? this.#after;
    return chunk;
  }

  *#begin(): Script<string> {
    const begins = yield* firstKept(this.#run);
    if (this.#after < begins - 1) throw yield* archived(this.#run, begins);
    return yield* hashAt(this.#run.operation, this.#run.id, this.#after);
  }
}

function hashOf(before: string, row: Row): string {
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

function stepOf(run: Run, row: Row): Step {
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
export function* firstKept({ operation, id }: Run): Script<number> {
  const row = yield* first("SELECT first_seq FROM runs WHERE operation = ? AND run = ?", [operation, id]);
  return (row?.["first_seq"] as number | undefined) ?? 1;
}

function* archived(run: Run, begins: number): Script<Fault> {
  const row = yield* first("SELECT month FROM seals WHERE operation = ? AND run = ? AND seq = ?", [
    run.operation,
    run.id,
    begins,
  ]);
  const month = (row?.["month"] as string | undefined) ?? "?";
  return new Fault("steps-archived", { run: run.id, seq: begins, month });
}

function damaged({ id: run }: Run, seq: number, problem: string, cause?: unknown): Fault {
  return new Fault("journal-damaged", { seq, run, problem }, cause === undefined ? undefined : { cause });
}
