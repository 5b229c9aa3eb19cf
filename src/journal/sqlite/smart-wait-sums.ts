import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import {
  type AttemptSums,
  type CallbackSums,
  type EndSums,
  type HeldOutSums,
  type JournalMoment,
  QUARTER_HOUR_MS,
  type SmartWaitSums,
  type SmartWaitWanted,
  type TreatmentSums,
} from "../smart-wait-sums.ts";

/** What smart wait did, summed up from the rows at one moment of the journal. */
export class SmartWaitSummer {
  readonly #database: DatabaseSync;
  readonly #runs: StatementSync;
  readonly #treatments: StatementSync;
  readonly #heldOut: StatementSync;
  readonly #callbacks: StatementSync;
  readonly #ends: StatementSync;
  readonly #attempts: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#runs = database.prepare("SELECT run, last_seq AS seq, complete FROM runs WHERE operation = ?");
    this.#treatments = database.prepare(
      `SELECT asked_for AS skill, ${start("arrived_at")} AS start, count(*) AS treatments,
         coalesce(sum(choice = 'yes'), 0) AS yes, coalesce(sum(choice = 'no'), 0) AS no,
         coalesce(sum(choice = 'silent'), 0) AS silent, sum(choice IS NULL) AS undecided,
         coalesce(sum(choice_source = 'hung-up'), 0) AS hungUp, max(${CHANGED}) AS changed
       FROM calls
       WHERE ${IN_RANGE} AND question_at IS NOT NULL AND (:skill IS NULL OR asked_for = :skill)
       GROUP BY 1, 2`,
    );
    this.#heldOut = database.prepare(
      `SELECT held_out AS skill, ${start("arrived_at")} AS start, count(*) AS heldOut, max(${CHANGED}) AS changed
       FROM calls
       WHERE ${IN_RANGE} AND held_out IS NOT NULL AND (:skill IS NULL OR held_out = :skill)
       GROUP BY 1, 2`,
    );
    this.#callbacks = database.prepare(
      `SELECT registered_for AS skill, ${start("arrived_at")} AS start, count(*) AS callbacks,
         coalesce(sum(first_dialled_at <= promised_until), 0) AS promisesKept,
         sum(coalesce(first_dialled_at, ended_at, :now) > promised_until) AS promisesLate,
         sum(first_dialled_at IS NULL AND ended_at IS NULL AND :now <= promised_until) AS promisesPending,
         coalesce(sum(first_dialled_at IS NULL AND ended_at <= promised_until), 0) AS promisesNotNeeded,
         sum(overtakes_dialled) AS overtakesDialled, sum(overtakes_held_back) AS overtakesHeldBack,
         max(${CHANGED} OR ${CAME_LATE}) AS changed
       FROM callbacks WHERE ${IN_RANGE} AND ${OF_SKILL} GROUP BY 1, 2`,
    );
    this.#ends = database.prepare(
      `SELECT registered_for AS skill, ${start("arrived_at")} AS start, status, reason, count(*) AS callbacks
       FROM callbacks WHERE ${IN_RANGE} AND ${OF_SKILL} GROUP BY 1, 2, 3, 4`,
    );
    // An attempt's id is its callback's with its number after it: its rows stand together in the table.
    this.#attempts = database.prepare(
      `SELECT registered_for AS skill, ${start("callbacks.arrived_at")} AS start, attempts.result, count(*) AS attempts
       FROM callbacks
       CROSS JOIN attempts ON attempts.operation = callbacks.operation AND attempts.run = callbacks.run
         AND attempts.id > callbacks.id || '~' AND attempts.id < callbacks.id || '~~'
         AND attempts.callback = callbacks.id
       WHERE callbacks.operation = :operation AND arrived_at >= :from AND arrived_at < :to AND ${OF_SKILL}
       GROUP BY 1, 2, 3`,
    );
  }

  smartWaitSums(operation: number, wanted: SmartWaitWanted): SmartWaitSums {
    const { from, to, now, skill = null, since } = wanted;
    const range = { operation, from, to };
    const changed = {
      lastRun: since?.lastRun ?? -1,
      open: JSON.stringify(since?.open ?? []),
    };
    return this.#atOneMoment(() => ({
      asOf: this.#moment(operation, now),
      treatments: rows<TreatmentSums>(this.#treatments, { ...range, skill, ...changed }).map(told),
      heldOut: rows<HeldOutSums>(this.#heldOut, { ...range, skill, ...changed }).map(told),
      callbacks: rows<CallbackSums>(this.#callbacks, {
        ...range,
        skill,
        now,
        ...changed,
        sinceAt: since?.at ?? now,
      }).map(told),
      ends: rows<EndSums>(this.#ends, { ...range, skill }),
      attempts: rows<AttemptSums>(this.#attempts, { ...range, skill }),
    }));
  }

  #moment(operation: number, at: number): JournalMoment {
    const runs = this.#runs.all(operation) as unknown as { run: number; seq: number; complete: number }[];
    return {
      at,
      lastRun: Math.max(0, ...runs.map(({ run }) => run)),
      open: runs.filter(({ complete }) => complete === 0).map(({ run, seq }) => [run, seq] as const),
    };
  }

  #atOneMoment<T>(read: () => T): T {
    this.#database.exec("BEGIN");
    try {
      return read();
    } finally {
      this.#database.exec("COMMIT");
    }
  }
}

const IN_RANGE = "operation = :operation AND arrived_at >= :from AND arrived_at < :to";
const OF_SKILL = "(:skill IS NULL OR registered_for = :skill)";

/** Its run began after the moment, or was to go on then and changed the row in a later step. */
const CHANGED = `(run > :lastRun OR
  EXISTS (SELECT 1 FROM json_each(:open) WHERE value ->> 0 = run AND version > value ->> 1))`;

/** No step says that a promise's time went by. */
const CAME_LATE =
  "(first_dialled_at IS NULL AND ended_at IS NULL AND promised_until >= :sinceAt AND promised_until < :now)";

/** Whole-number division rounds towards zero, hence the flooring; a fraction of a millisecond may be in a time. */
function start(column: string): string {
  return `(CAST(floor(${column} * 1.0 / ${QUARTER_HOUR_MS}) AS INTEGER) * ${QUARTER_HOUR_MS})`;
}

function rows<T>(statement: StatementSync, parameters: Record<string, SQLInputValue>): T[] {
  return statement.all(parameters).map((row) => ({ ...row }) as T);
}

function told<T extends { readonly changed: unknown }>(sums: T): T & { readonly changed: boolean } {
  return { ...sums, changed: sums.changed === 1 };
}
