import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { CALLED_AT, PROMISE } from "../../definitions.ts";
import {
  type AttemptSums,
  type CallbackSums,
  type EndSums,
  type HeldOutSums,
  type JournalMoment,
  QUARTER_HOUR_MS,
  type SecondWaitSums,
  type SmartWaitSums,
  type SmartWaitWanted,
  type TreatmentSums,
} from "../../smart-wait-sums.ts";
import { atOneMoment } from "../database/transaction.ts";
import { BECAME, SECOND_WAIT_MS } from "./second-wait.ts";

/** What smart wait did, summed up from the rows at one moment of the journal. */
export class SmartWaitSummer {
  readonly #database: DatabaseSync;
  readonly #runs: StatementSync;
  readonly #treatments: StatementSync;
  readonly #heldOut: StatementSync;
  readonly #callbacks: StatementSync;
  readonly #ends: StatementSync;
  readonly #attempts: StatementSync;
  readonly #secondWaits: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#runs = database.prepare("SELECT run, last_seq AS seq, complete FROM runs WHERE operation = ?");
    this.#treatments = database.prepare(
      `SELECT asked_for AS skill, class, ${start("arrived_at")} AS start, count(*) AS treatments,
         coalesce(sum(choice = 'yes'), 0) AS yes, coalesce(sum(choice = 'no'), 0) AS no,
         coalesce(sum(choice = 'silent'), 0) AS silent, sum(choice IS NULL) AS undecided,
         coalesce(sum(choice_source = 'hung-up'), 0) AS hungUp, max(${CHANGED}) AS changed
       FROM calls
       WHERE ${IN_RANGE} AND question_at IS NOT NULL AND (:skill IS NULL OR asked_for = :skill)
       GROUP BY 1, 2, 3`,
    );
    this.#heldOut = database.prepare(
      `SELECT held_out AS skill, class, ${start("arrived_at")} AS start, count(*) AS heldOut, max(${CHANGED}) AS changed
       FROM calls
       WHERE ${IN_RANGE} AND held_out IS NOT NULL AND (:skill IS NULL OR held_out = :skill)
       GROUP BY 1, 2, 3`,
    );
    this.#callbacks = database.prepare(
      `SELECT registered_for AS skill, class, ${start("arrived_at")} AS start, count(*) AS callbacks,
         sum(promise = 'kept') AS promisesKept, sum(promise = 'late') AS promisesLate,
         sum(promise = 'pending') AS promisesPending, sum(promise = 'not-needed') AS promisesNotNeeded,
         coalesce(sum(calledAt < promised_from), 0) AS calledEarly,
         sum(overtakes_dialled) AS overtakesDialled, sum(overtakes_held_back) AS overtakesHeldBack,
         max(${CHANGED} OR ${CAME_LATE}) AS changed
       FROM (
         SELECT *, ${CALLED_AT} AS calledAt, ${PROMISE} AS promise
         FROM callbacks WHERE ${IN_RANGE} AND ${OF_SKILL})
       GROUP BY 1, 2, 3`,
    );
    this.#ends = database.prepare(
      `SELECT registered_for AS skill, class, ${start("arrived_at")} AS start, status, reason, count(*) AS callbacks
       FROM callbacks WHERE ${IN_RANGE} AND ${OF_SKILL} GROUP BY 1, 2, 3, 4, 5`,
    );
    this.#attempts = database.prepare(
      `SELECT registered_for AS skill, class, ${start("callbacks.arrived_at")} AS start, attempts.result, count(*) AS attempts
       ${ATTEMPTS_IN_RANGE} GROUP BY 1, 2, 3, 4`,
    );
    this.#secondWaits = database.prepare(
      `SELECT skill, class, start, count(*) AS confirmed, sum(became = 'answered') AS answered,
         sum(became = 'hung-up') AS hungUp, sum(became = 'under-way') AS underWay,
         sum(became = 'ended-otherwise') AS endedOtherwise,
         json_group_array(waitMs) FILTER (WHERE waitMs IS NOT NULL) AS waitsMs
       FROM (
         SELECT registered_for AS skill, class, ${start("callbacks.arrived_at")} AS start, ${BECAME} AS became,
           ${SECOND_WAIT_MS} AS waitMs
         ${ATTEMPTS_IN_RANGE} AND attempts.confirmed_at IS NOT NULL)
       GROUP BY 1, 2, 3`,
    );
  }

  smartWaitSums(operation: number, wanted: SmartWaitWanted): SmartWaitSums {
    const { from, to, now, skill = null, since } = wanted;
    const changed = {
      lastRun: since?.lastRun ?? -1,
      open: JSON.stringify(since?.open ?? []),
    };
    return atOneMoment(this.#database, () => {
      const sums = {
        asOf: this.#moment(operation, now),
        treatments: [] as TreatmentSums[],
        heldOut: [] as HeldOutSums[],
        callbacks: [] as CallbackSums[],
        ends: [] as EndSums[],
        attempts: [] as AttemptSums[],
        secondWaits: [] as SecondWaitSums[],
      };
      for (const piece of piecesOf(from, to)) {
        const range = { operation, ...piece, skill };
        const sinceAt = since?.at ?? now;
        sums.treatments.push(...rows<TreatmentSums>(this.#treatments, { ...range, ...changed }).map(told));
        sums.heldOut.push(...rows<HeldOutSums>(this.#heldOut, { ...range, ...changed }).map(told));
        sums.callbacks.push(
          ...rows<CallbackSums>(this.#callbacks, { ...range, now, ...changed, sinceAt }).map(told),
        );
        sums.ends.push(...rows<EndSums>(this.#ends, range));
        sums.attempts.push(...rows<AttemptSums>(this.#attempts, range));
        sums.secondWaits.push(...rows<SecondWaitRow>(this.#secondWaits, range).map(withWaits));
      }
      return sums;
    });
  }

  #moment(operation: number, at: number): JournalMoment {
    const runs = this.#runs.all(operation) as unknown as { run: number; seq: number; complete: number }[];
    return {
      at,
      lastRun: Math.max(0, ...runs.map(({ run }) => run)),
      open: runs.filter(({ complete }) => complete === 0).map(({ run, seq }) => [run, seq] as const),
    };
  }
}

/**
 * The range in pieces that no quarter of an hour lies across: a statement goes on to its end even when its thread is
 * stopped, so that none may take long.
 */
function* piecesOf(from: number, to: number): Generator<{ from: number; to: number }> {
  for (let start = from; start < to; ) {
    const end = Math.min(to, (Math.floor(start / PIECE_MS) + 1) * PIECE_MS);
    yield { from: start, to: end };
    start = end;
  }
}

const PIECE_MS = 4 * QUARTER_HOUR_MS;

const IN_RANGE = "operation = :operation AND arrived_at >= :from AND arrived_at < :to";
const OF_SKILL = "(:skill IS NULL OR registered_for = :skill)";

/** Its run began after the moment, or was to go on then and changed the row in a later step. */
const CHANGED = `(run > :lastRun OR
  EXISTS (SELECT 1 FROM json_each(:open) WHERE value ->> 0 = run AND version > value ->> 1))`;

// An attempt's id is its callback's with its number after it: its rows stand together in the table.
const ATTEMPTS_IN_RANGE = `FROM callbacks
  CROSS JOIN attempts ON attempts.operation = callbacks.operation AND attempts.run = callbacks.run
    AND attempts.id > callbacks.id || '~' AND attempts.id < callbacks.id || '~~'
    AND attempts.callback = callbacks.id
  WHERE callbacks.operation = :operation AND arrived_at >= :from AND arrived_at < :to AND ${OF_SKILL}`;

/** No step says that a promise's time went by. */
const CAME_LATE =
  "(first_dialled_at IS NULL AND ended_at IS NULL AND promised_until >= :sinceAt AND promised_until < :now)";

/**
 * SQL: the quarter of an hour, epoch ms, in which the time of a column lies. Whole-number division rounds towards zero, hence
 * the flooring; a fraction of a millisecond may be in a time.
 */
export function start(column: string): string {
  return `(CAST(floor(${column} * 1.0 / ${QUARTER_HOUR_MS}) AS INTEGER) * ${QUARTER_HOUR_MS})`;
}

function rows<T>(statement: StatementSync, parameters: Record<string, SQLInputValue>): T[] {
  return statement.all(parameters).map((row) => ({ ...row }) as T);
}

type SecondWaitRow = Omit<SecondWaitSums, "waitsMs"> & { readonly waitsMs: string };

function withWaits(row: SecondWaitRow): SecondWaitSums {
  return { ...row, waitsMs: JSON.parse(row.waitsMs) as number[] };
}

function told<T extends { readonly changed: unknown }>(sums: T): T & { readonly changed: boolean } {
  return { ...sums, changed: sums.changed === 1 };
}
