import type pg from "pg";
import { Fault } from "../../../faults/faults.ts";
import type { Batch } from "../../port/journal.ts";
import type { Run, Step } from "../../port/run.ts";
import { countsOffset } from "../../sql/registry/operations.ts";
import { first, type Script } from "../../sql/script.ts";
import { hashAt } from "../../sql/steps/hashes.ts";
import { checkpointHash, stepHash, writtenStep } from "../../step-hash.ts";
import { codeOf } from "../connection/database-fault.ts";
import type { DatabasePool } from "../connection/database-pool.ts";
import { MAY_TAKE_LONG } from "../connection/pool.ts";
import { runOn, withClient } from "../connection/run-script.ts";
import { acknowledged } from "./acknowledged.ts";
import { batchJson, type HashedSeal } from "./batch-json.ts";

/** What is known of a run whose steps are written here: it stands as long as nobody else writes to it. */
interface Known {
  readonly seq: number;
  /** The running hash after that step. */
  readonly hash: string;
  /** In which the run was when it was read. */
  readonly epoch: number;
  readonly offsetMs: number;
}

/** Writes batches of steps with all that they change; each is one call of one function. */
export class PostgresAppender {
  readonly #pool: DatabasePool;
  readonly #known = new Map<string, Known>();

  constructor(pool: DatabasePool) {
    this.#pool = pool;
  }

  /**
   * Faults: `journal-conflict` when the first step does not follow the last durable one, the steps have a gap, or the
   * run is complete; `not-owner` when it is in a newer epoch; `append-unknown` when the answer did not come, or the
   * database gave up waiting for its standby; and those of `asDatabaseFault` when it did not land for certain.
   */
  async append(run: Run, batch: Batch): Promise<void> {
    const name = `${run.operation} ${run.id} ${run.name}`;
    try {
      this.#known.set(name, await withClient(this.#pool, (client) => this.#write(client, name, run, batch)));
    } catch (error) {
      this.#known.delete(name);
      throw error;
    }
  }

  async #write(client: pg.ClientBase, name: string, of: Run, batch: Batch): Promise<Known> {
    const { operation, id: run } = of;
    let known = this.#known.get(name);
    const before = batch.steps[0] ? batch.steps[0].seq - 1 : null;
    if (!known || (before !== null && known.seq !== before))
      known = await runOn(client, knownOf(operation, run, before));
    const { hash: begun, seq, offsetMs } = known;
    const epoch = of.epoch ?? known.epoch;
    const { columns, hashes } = hashed(of, batch.steps, seq, begun);
    const last = seq + batch.steps.length;
    const hash = hashes.at(-1) ?? begun;
    const hashOf = (at: number): string | undefined => (at === seq ? begun : hashes[at - seq - 1]);
    const seals: HashedSeal[] = [];
    for (const { month, seq: at, state } of batch.seals ?? []) {
      const before = hashOf(at - 1) ?? (await runOn(client, hashAt(operation, run, at - 1)));
      const own = hashOf(at) ?? (await runOn(client, hashAt(operation, run, at)));
      seals.push({ month, seq: at, before, state, hash: checkpointHash(own, state) });
    }
    const { checkpoint } = batch;
    const values = [
      operation,
      run,
      of.name,
      epoch,
      seq,
      batch.completes ?? false,
      ...columns,
      hashes,
      checkpoint ?? null,
      checkpoint === undefined ? null : checkpointHash(hash, checkpoint),
      batchJson({ operation, run, offsetMs }, batch, seals),
    ];
    try {
      // An owner can find out what became of it; anybody else waits.
      const limit =
        of.epoch === undefined ? MAY_TAKE_LONG : { query_timeout: TIMEOUT_MS + batch.steps.length };
      await acknowledged(client, { text: APPEND, values, ...limit });
    } catch (error) {
      if (codeOf(error) !== NOT_NEXT) throw error;
      if ((await runOn(client, knownOf(operation, run, null))).epoch > epoch)
        throw new Fault("not-owner", { operation }, { cause: error });
      throw new Fault("journal-conflict", { seq: seq + 1, run }, { cause: error });
    }
    return { seq: last, hash, epoch, offsetMs };
  }
}

/** `before`: the step that is thought to be the last; `null`: whichever is. */
function* knownOf(operation: number, run: number, before: number | null): Script<Known> {
  const row = yield* first("SELECT last_seq, epoch FROM runs WHERE operation = ? AND run = ?", [
    operation,
    run,
  ]);
  const seq = before ?? Number(row?.["last_seq"] ?? 0);
  return {
    seq,
    hash: yield* hashAt(operation, run, seq),
    epoch: Number(row?.["epoch"] ?? 0),
    offsetMs: yield* countsOffset(operation),
  };
}

/** The columns of steps, each as a list, and the running hash after each of them. Faults: `journal-conflict` at a gap. */
function hashed(
  { id: run }: Run,
  steps: readonly Step[],
  before: number,
  begun: string,
): { readonly columns: readonly unknown[][]; readonly hashes: string[] } {
  const hashes: string[] = [];
  const written = steps.map(writtenStep);
  for (const [n, step] of written.entries()) {
    if (step.seq !== before + 1 + n) throw new Fault("journal-conflict", { seq: step.seq, run });
    hashes.push(stepHash(hashes.at(-1) ?? begun, step));
  }
  const columns = COLUMNS.map((column) => written.map((step) => step[column]));
  return { columns, hashes };
}

const COLUMNS = [
  "seq",
  "at",
  "exchangeAt",
  "coreVersion",
  "settingsVersion",
  "fact",
  "events",
  "commands",
] as const;

/** An append of one step that takes longer than this is looked for; a larger one may take a ms more for each step. */
const TIMEOUT_MS = 1_500;
const APPEND = `SELECT append_batch(${Array.from({ length: 18 }, (_, n) => `$${n + 1}`).join(", ")})`;
/** What `append_batch` raises. */
const NOT_NEXT = "ES001";
