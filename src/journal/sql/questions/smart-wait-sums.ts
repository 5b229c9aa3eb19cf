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
import { all, type Bound, type Row, type Script, type Value } from "../script.ts";
import { BECAME, SECOND_WAIT_MS } from "./second-wait.ts";

/** What smart wait did, summed up from the rows at one moment of the journal. */
export function* smartWaitSums(operation: number, wanted: SmartWaitWanted): Script<SmartWaitSums> {
  const { from, to, now, skill = null, since } = wanted;
  const sums = {
    asOf: yield* momentOf(operation, now),
    treatments: [] as TreatmentSums[],
    heldOut: [] as HeldOutSums[],
    callbacks: [] as CallbackSums[],
    ends: [] as EndSums[],
    attempts: [] as AttemptSums[],
    secondWaits: [] as SecondWaitSums[],
  };
  const changes = changedSince(since);
  const ofSkill = (column: string) => (skill === null ? "true" : `${column} = :skill`);
  for (const piece of piecesOf(from, to)) {
    const range = { operation, ...piece, ...(skill === null ? {} : { skill }) };
    const changed = { ...range, ...changes.bound };
    sums.treatments.push(
      ...(yield* rows<TreatmentSums>(treatments(ofSkill("asked_for"), changes.sql), changed)).map(withFlag),
    );
    sums.heldOut.push(
      ...(yield* rows<HeldOutSums>(heldOut(ofSkill("held_out"), changes.sql), changed)).map(withFlag),
    );
    const timed = { ...changed, now, sinceAt: since?.at ?? now };
    sums.callbacks.push(
      ...(yield* rows<CallbackSums>(callbacks(ofSkill("registered_for"), changes.sql), timed)).map(withFlag),
    );
    sums.ends.push(...(yield* rows<EndSums>(ends(ofSkill("registered_for")), range)));
    sums.attempts.push(...(yield* rows<AttemptSums>(attempts(ofSkill("registered_for")), range)));
    sums.secondWaits.push(
      ...(yield* rows<SecondWaitRow>(secondWaits(ofSkill("registered_for")), range)).map(withWaits),
    );
  }
  return sums;
}

function* momentOf(operation: number, at: number): Script<JournalMoment> {
  const runs = (yield* all("SELECT run, last_seq AS seq, complete FROM runs WHERE operation = ?", [
    operation,
  ])) as unknown as { run: number; seq: number; complete: number }[];
  return {
    at,
    lastRun: Math.max(0, ...runs.map(({ run }) => run)),
    open: runs.filter(({ complete }) => complete === 0).map(({ run, seq }) => [run, seq] as const),
  };
}

/** SQL: whether the run of a row began after the moment, or was to go on then and changed the row in a later step. */
function changedSince(since: Pick<JournalMoment, "lastRun" | "open"> | undefined): {
  readonly sql: string;
  readonly bound: Readonly<Record<string, Value>>;
} {
  const bound: Record<string, Value> = { lastRun: since?.lastRun ?? -1 };
  const open = (since?.open ?? []).map(([run, seq], n) => {
    bound[`run${n}`] = run;
    bound[`seq${n}`] = seq;
    return `(run = :run${n} AND version > :seq${n})`;
  });
  return { sql: `(${["run > :lastRun", ...open].join(" OR ")})`, bound };
}

const treatments = (ofSkill: string, changed: string) => `
  SELECT asked_for AS skill, class, ${start("arrived_at")} AS start, count(*) AS treatments,
    count(*) FILTER (WHERE choice = 'yes') AS yes, count(*) FILTER (WHERE choice = 'no') AS no,
    count(*) FILTER (WHERE choice = 'silent') AS silent, count(*) FILTER (WHERE choice IS NULL) AS undecided,
    count(*) FILTER (WHERE choice_source = 'hung-up') AS hungUp, count(*) FILTER (WHERE ${changed}) AS changed
  FROM calls
  WHERE ${IN_RANGE} AND question_at IS NOT NULL AND ${ofSkill}
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

const heldOut = (ofSkill: string, changed: string) => `
  SELECT held_out AS skill, class, ${start("arrived_at")} AS start, count(*) AS heldOut,
    count(*) FILTER (WHERE ${changed}) AS changed
  FROM calls
  WHERE ${IN_RANGE} AND held_out IS NOT NULL AND ${ofSkill}
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

const callbacks = (ofSkill: string, changed: string) => `
  SELECT registered_for AS skill, class, ${start("arrived_at")} AS start, count(*) AS callbacks,
    count(*) FILTER (WHERE promise = 'kept') AS promisesKept, count(*) FILTER (WHERE promise = 'late') AS promisesLate,
    count(*) FILTER (WHERE promise = 'pending') AS promisesPending,
    count(*) FILTER (WHERE promise = 'not-needed') AS promisesNotNeeded,
    count(*) FILTER (WHERE calledAt < promised_from) AS calledEarly,
    sum(overtakes_dialled) AS overtakesDialled, sum(overtakes_held_back) AS overtakesHeldBack,
    count(*) FILTER (WHERE ${changed} OR ${CAME_LATE}) AS changed
  FROM (
    SELECT *, ${CALLED_AT} AS calledAt, ${PROMISE} AS promise
    FROM callbacks WHERE ${IN_RANGE} AND ${ofSkill}) AS judged
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

const ends = (ofSkill: string) => `
  SELECT registered_for AS skill, class, ${start("arrived_at")} AS start, status, reason, count(*) AS callbacks
  FROM callbacks WHERE ${IN_RANGE} AND ${ofSkill} GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`;

const attempts = (ofSkill: string) => `
  SELECT registered_for AS skill, class, ${start("callbacks.arrived_at")} AS start, attempts.result, count(*) AS attempts
  ${ATTEMPTS_IN_RANGE} AND ${ofSkill} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;

const secondWaits = (ofSkill: string) => `
  SELECT skill, class, start, count(*) AS confirmed, count(*) FILTER (WHERE became = 'answered') AS answered,
    count(*) FILTER (WHERE became = 'hung-up') AS hungUp, count(*) FILTER (WHERE became = 'under-way') AS underWay,
    count(*) FILTER (WHERE became = 'ended-otherwise') AS endedOtherwise,
    string_agg(CAST(waitMs AS TEXT), ',') FILTER (WHERE waitMs IS NOT NULL) AS waitsMs
  FROM (
    SELECT registered_for AS skill, class, ${start("callbacks.arrived_at")} AS start, ${BECAME} AS became,
      ${SECOND_WAIT_MS} AS waitMs
    ${ATTEMPTS_IN_RANGE} AND attempts.confirmed_at IS NOT NULL AND ${ofSkill}) AS confirmed
  GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

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

// An attempt's id is its callback's with its number after it: its rows stand together in the table.
const ATTEMPTS_IN_RANGE = `FROM callbacks
  CROSS JOIN attempts ON attempts.operation = callbacks.operation AND attempts.run = callbacks.run
    AND attempts.id > callbacks.id || '~' AND attempts.id < callbacks.id || '~~'
    AND attempts.callback = callbacks.id
  WHERE callbacks.operation = :operation AND arrived_at >= :from AND arrived_at < :to`;

/** No step says that a promise's time went by. */
const CAME_LATE =
  "(first_dialled_at IS NULL AND ended_at IS NULL AND promised_until >= :sinceAt AND promised_until < :now)";

/**
 * SQL: the quarter of an hour, epoch ms, in which the time of a column lies. It is divided as a
 * fraction and rounded down: integers would be rounded towards zero, and a time may have a fraction of a millisecond.
 */
export function start(column: string): string {
  return `(floor(${column} / ${QUARTER_HOUR_MS}.0) * ${QUARTER_HOUR_MS})`;
}

function* rows<T>(sql: string, bound: Bound): Script<T[]> {
  return (yield* all(sql, bound)).map((row: Row) => ({ ...row }) as T);
}

type SecondWaitRow = Omit<SecondWaitSums, "waitsMs"> & { readonly waitsMs: string | null };

function withWaits(row: SecondWaitRow): SecondWaitSums {
  return { ...row, waitsMs: row.waitsMs === null ? [] : row.waitsMs.split(",").map(Number) };
}

/** Counted were the rows that changed. */
function withFlag<T extends { readonly changed: unknown }>(sums: T): T & { readonly changed: boolean } {
  return { ...sums, changed: sums.changed !== 0 };
}
