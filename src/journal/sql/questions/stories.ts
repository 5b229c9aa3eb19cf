import type { CallbackId, CallId, PersonId } from "../../../line/ids.ts";
import { callbackCursorOf, partsOfCursor } from "../../callback-cursor.ts";
import { type ExpressionMember, membersOfKind, rowMembers } from "../../rows/callback-members.ts";
import type {
  AttemptRecord,
  CallbackChanges,
  CallbackPage,
  CallbackRecord,
  CallbackStory,
  CallbacksWanted,
  CallRecord,
  CallStory,
  DecisionRecord,
  OrderRecord,
  PersonData,
  RecentCall,
  RecentCallsWanted,
} from "../../stories.ts";
import { personsOf } from "../people/people.ts";
import { runsReported } from "../registry/runs.ts";
import { all, amongPlaces, first, type Row, type Script, type Value } from "../script.ts";
import { SECOND_WAIT_MS } from "./second-wait.ts";

/** Throws a `RangeError` when `wanted.after` is not what a page gave. */
export function* callbacks(operation: number, wanted: CallbacksWanted): Script<CallbackPage> {
  const limit = wanted.limit ?? 100;
  const { where, values } = conditions(operation, wanted);
  const rows = yield* all(
    `${selectCallbacks(wanted.numbers)} WHERE ${where.join(" AND ")}
     ORDER BY callbacks.arrived_at DESC, callbacks.run DESC, callbacks.id DESC LIMIT ?`,
    [...values, limit + 1],
  );
  const callbacks = rows.slice(0, limit).map(callbackOf);
  const last = callbacks.at(-1);
  return { callbacks, next: rows.length > limit && last ? callbackCursorOf(last) : null };
}

/** Where several runs know the id, the newest of the live run counts, or else of the newest run. */
export function* callbackById(
  operation: number,
  id: CallbackId,
  { numbers = false }: { readonly numbers?: boolean } = {},
): Script<CallbackStory | null> {
  const row = yield* first(
    `${selectCallbacks(numbers)} WHERE callbacks.operation = ?1 AND callbacks.id = ?2
       AND callbacks.run IN (SELECT run FROM runs WHERE operation = ?1)
     ORDER BY callbacks.run IN (SELECT run FROM runs WHERE operation = ?1 AND kind = 'live') DESC,
       callbacks.run DESC LIMIT 1`,
    [operation, id],
  );
  return row ? yield* storyOf(operation, callbackOf(row)) : null;
}

export function* recentCalls(operation: number, { skills, limit }: RecentCallsWanted): Script<RecentCall[]> {
  const rows = yield* all(
    `SELECT calls.id, calls.skill, calls.arrived_at AS arrivedAt, people.number, calls.choice, calls.outcome,
       (SELECT reason FROM decisions
        WHERE operation = calls.operation AND run = calls.run AND subject = calls.id AND kind = 'offer'
        ORDER BY seq DESC, ordinal DESC LIMIT 1) AS offerReason
     FROM calls LEFT JOIN people ON people.operation = calls.operation AND people.id = calls.person
     WHERE calls.operation = ? AND calls.run IN ${runsReported("?")} ${skills ? `AND calls.skill ${amongPlaces(skills.length)}` : ""}
     ORDER BY calls.arrived_at DESC LIMIT ?`,
    [operation, operation, ...(skills ?? []), limit],
  );
  return rows.map((row) => ({ ...row }) as unknown as RecentCall);
}

/** Where several runs know the id, as `callbackById` has it. */
export function* call(operation: number, id: CallId): Script<CallStory | null> {
  const row = yield* first(
    `${SELECT_CALLS} WHERE operation = ?1 AND id = ?2
       AND run IN ${runsReported("?1")}
     ORDER BY run IN (SELECT run FROM runs WHERE operation = ?1 AND kind = 'live') DESC, run DESC LIMIT 1`,
    [operation, id],
  );
  if (!row) return null;
  const call = callOf(row);
  return { call, decisions: yield* decisionsOn([operation, call.run, id]) };
}

/** Those with a version above `after`, step by step until there are `limit`: what one step changed comes together. */
export function* callbackChanges(
  operation: number,
  { after, limit }: { readonly after: number; readonly limit: number },
): Script<CallbackChanges> {
  const live = yield* first("SELECT run, last_seq AS asOf FROM runs WHERE operation = ? AND kind = 'live'", [
    operation,
  ]);
  if (!live) return { callbacks: [], asOf: 0 };
  const rows = yield* all(
    `${selectCallbacks(true)}
     WHERE callbacks.operation = :operation AND callbacks.run = :run AND callbacks.version > :after
       AND callbacks.version <= coalesce(
         (SELECT version FROM callbacks WHERE operation = :operation AND run = :run AND version > :after
          ORDER BY version LIMIT 1 OFFSET :limit - 1), callbacks.version)
     ORDER BY callbacks.version`,
    { operation, run: live["run"] as number, after, limit },
  );
  return { callbacks: rows.map(callbackOf), asOf: live["asOf"] as number };
}

export function* person(operation: number, numberHash: string): Script<PersonData | null> {
  const persons = yield* personsOf(operation, numberHash);
  const known = yield* first(
    `SELECT number, first_seen_at AS firstSeenAt FROM people
     WHERE operation = ? AND id ${amongPlaces(persons.length)} ORDER BY first_seen_at LIMIT 1`,
    [operation, ...persons],
  );
  if (!known) return null;
  const stories: CallbackStory[] = [];
  for (const callback of yield* callbacksOf(operation, persons))
    stories.push(yield* storyOf(operation, callback));
  return {
    persons,
    number: known["number"] as string,
    firstSeenAt: known["firstSeenAt"] as number,
    calls: yield* callsOf(operation, persons),
    callbacks: stories,
  };
}

function* callsOf(operation: number, persons: readonly PersonId[]): Script<CallRecord[]> {
  const calls: CallRecord[] = [];
  for (const person of persons) {
    const sql = `${SELECT_CALLS} WHERE operation = ? AND person = ? ORDER BY arrived_at`;
    calls.push(...(yield* all(sql, [operation, person])).map(callOf));
  }
  return calls;
}

/** Those that are to call them, and those that they asked for by another number. */
function* callbacksOf(operation: number, persons: readonly PersonId[]): Script<CallbackRecord[]> {
  const callbacks: CallbackRecord[] = [];
  for (const column of ["person", "called_by"])
    for (const person of persons) {
      const sql = `${selectCallbacks(false)} WHERE callbacks.operation = ? AND callbacks.${column} = ? ORDER BY callbacks.arrived_at`;
      callbacks.push(...(yield* all(sql, [operation, person])).map(callbackOf));
    }
  return callbacks;
}

type Key = readonly [operation: number, run: number, id: string];

function* storyOf(operation: number, callback: CallbackRecord): Script<CallbackStory> {
  const key: Key = [operation, callback.run, callback.id];
  const call = yield* first(`${SELECT_CALLS} WHERE operation = ? AND run = ? AND id = ?`, key);
  return {
    callback,
    call: call?.["arrivedAt"] === callback.arrivedAt ? callOf(call) : null,
    attempts: (yield* all(ATTEMPTS, key)).map(attemptOf),
    decisions: yield* decisionsOn(key),
    orders: (yield* all(ORDERS, key)).map((row) => ({ ...row }) as unknown as OrderRecord),
  };
}

function* decisionsOn(key: Key): Script<DecisionRecord[]> {
  const rows = yield* all(
    `SELECT at, subject, kind, decision, reason, settings_version AS settingsVersion, inputs
     FROM decisions WHERE operation = ? AND run = ? AND subject = ? ORDER BY seq, ordinal`,
    key,
  );
  return rows.map(decisionOf);
}

// An attempt's id is its callback's with its number after it: its rows stand together in the table.
const ATTEMPTS = `
  SELECT id, n, skill, dialled_at AS dialledAt, ringing_at AS ringingAt, answered_at AS answeredAt,
    confirmed_at AS confirmedAt, in_line_at AS inLineAt, joined_at AS joinedAt, agent, agent_name AS agentName,
    ended_at AS endedAt, result,
    talk_ended_at AS talkEndedAt, talk_lost AS talkLost, ${SECOND_WAIT_MS} AS secondWaitMs
  FROM attempts WHERE operation = ?1 AND run = ?2 AND id > ?3 || '~' AND id < ?3 || '~~' AND callback = ?3 ORDER BY n`;

const ORDERS = `
  SELECT name AS "order", at, callback, act, not_before AS notBefore, skill, author, why, outcome
  FROM supervisor_orders WHERE operation = ? AND run = ? AND callback = ? ORDER BY seq, ordinal`;

const SELECT_CALLS = `
  SELECT run, id, skill, class, arrived_at AS arrivedAt, question_at AS questionAt, asked_again_at AS askedAgainAt, choice,
    choice_source AS choiceSource, choice_at AS choiceAt, consent_prompt AS consentPrompt, consent_key AS consentKey,
    joined_at AS joinedAt, rung_at AS rungAt, answered_at AS answeredAt, agent, agent_name AS agentName,
    ended_at AS endedAt, outcome
  FROM calls`;

function selectCallbacks(numbers = false): string {
  return numbers
    ? `SELECT ${CALLBACK_COLUMNS}, people.number FROM callbacks
       LEFT JOIN people ON people.operation = callbacks.operation AND people.id = callbacks.person`
    : `SELECT ${CALLBACK_COLUMNS} FROM callbacks`;
}

// An attempt's id is its callback's with its number after it.
const ofAttempts = (select: string, order = "") => `CASE WHEN callbacks.attempts > 0 THEN (
  ${select} AND attempts.operation = callbacks.operation AND attempts.run = callbacks.run
    AND attempts.id > callbacks.id || '~' AND attempts.id < callbacks.id || '~~' AND attempts.callback = callbacks.id
  ${order}) END`;

const EXPRESSIONS: Readonly<Record<ExpressionMember, string>> = {
  firstRangAt: ofAttempts("SELECT min(attempts.ringing_at) FROM attempts WHERE true"),
  secondWaitMs: ofAttempts(
    `SELECT ${SECOND_WAIT_MS} FROM attempts WHERE attempts.confirmed_at IS NOT NULL`,
    "ORDER BY attempts.n DESC LIMIT 1",
  ),
};

const CALLBACK_COLUMNS = rowMembers
  .map(([name]) => {
    const column = `callbacks.${name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
    return `${(EXPRESSIONS as Record<string, string>)[name] ?? column} AS "${name}"`;
  })
  .join(", ");

function conditions(operation: number, wanted: CallbacksWanted): { where: string[]; values: Value[] } {
  const where = ["callbacks.operation = ?"];
  const values: Value[] = [operation];
  const add = (condition: string, ...its: Value[]) => {
    where.push(condition);
    values.push(...its);
  };
  if (wanted.open === true)
    add(
      "ended_at IS NULL AND callbacks.run IN (SELECT run FROM runs WHERE operation = ? AND kind = 'live')",
      operation,
    );
  if (wanted.open === false) add("ended_at IS NOT NULL");
  if (wanted.status !== undefined) add("status = ?", wanted.status);
  if (wanted.skill !== undefined) add("skill = ?", wanted.skill);
  if (wanted.skills !== undefined) add(`skill ${amongPlaces(wanted.skills.length)}`, ...wanted.skills);
  if (wanted.persons !== undefined)
    add(`callbacks.person ${amongPlaces(wanted.persons.length)}`, ...wanted.persons);
  if (wanted.from !== undefined) add("callbacks.arrived_at >= ?", wanted.from);
  if (wanted.to !== undefined) add("callbacks.arrived_at < ?", wanted.to);
  if (wanted.after !== undefined) {
    const last = partsOfCursor(wanted.after);
    if (!last) throw new RangeError(`no page of callbacks ended with ${wanted.after}`);
    add("(callbacks.arrived_at, callbacks.run, callbacks.id) < (?, ?, ?)", last.arrivedAt, last.run, last.id);
  }
  return { where, values };
}

const FLAGS = membersOfKind("flag");

function callbackOf(row: Row): CallbackRecord {
  const callback: Record<string, unknown> = { ...row };
  for (const name of FLAGS) callback[name] = row[name] === 1;
  return callback as unknown as CallbackRecord;
}

function callOf(row: Row): CallRecord {
  return { ...row } as unknown as CallRecord;
}

function attemptOf(row: Row): AttemptRecord {
  return { ...row, talkLost: row["talkLost"] === 1 } as unknown as AttemptRecord;
}

function decisionOf(row: Row): DecisionRecord {
  return { ...row, inputs: JSON.parse(row["inputs"] as string) as object } as DecisionRecord;
}
