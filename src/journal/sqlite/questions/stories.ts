import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { CallbackId, CallId, PersonId } from "../../../line/ids.ts";
import { cursorOf, partsOfCursor } from "../../callback-cursor.ts";
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
import { atOneMoment } from "../database/transaction.ts";
import { personsOf } from "../people/people.ts";
import { TOLD_RUNS } from "../registry/runs.ts";
import { SECOND_WAIT_MS } from "./second-wait.ts";

/** What happened to callbacks and people, answered at once on one connection; each answer sees one moment. */
export class Stories {
  readonly #database: DatabaseSync;
  readonly #call: StatementSync;
  readonly #attempts: StatementSync;
  readonly #decisions: StatementSync;
  readonly #orders: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#call = database.prepare(`${SELECT_CALLS} WHERE operation = ? AND run = ? AND id = ?`);
    // An attempt's id is its callback's with its number after it: its rows stand together in the table.
    this.#attempts = database.prepare(
      `SELECT id, n, skill, dialled_at AS dialledAt, ringing_at AS ringingAt, answered_at AS answeredAt,
         confirmed_at AS confirmedAt, in_line_at AS inLineAt, joined_at AS joinedAt, agent, agent_name AS agentName,
         ended_at AS endedAt, result,
         talk_ended_at AS talkEndedAt, talk_lost AS talkLost, ${SECOND_WAIT_MS} AS secondWaitMs
       FROM attempts WHERE operation = ?1 AND run = ?2 AND id > ?3 || '~' AND id < ?3 || '~~' AND callback = ?3 ORDER BY n`,
    );
    this.#decisions = database.prepare(
      `SELECT at, subject, kind, decision, reason, settings_version AS settingsVersion, inputs
       FROM decisions WHERE operation = ? AND run = ? AND subject = ? ORDER BY seq, ordinal`,
    );
    this.#orders = database.prepare(
      `SELECT name AS "order", at, callback, act, not_before AS notBefore, skill, author, why, outcome
       FROM supervisor_orders WHERE operation = ? AND run = ? AND callback = ? ORDER BY seq, ordinal`,
    );
  }

  /** Throws a `RangeError` when `wanted.after` is not what a page gave. */
  callbacks(operation: number, wanted: CallbacksWanted): CallbackPage {
    const limit = wanted.limit ?? 100;
    const { where, values } = conditions(operation, wanted);
    const rows = this.#database
      .prepare(
        `${selectCallbacks(wanted.numbers)} WHERE ${where.join(" AND ")}
         ORDER BY callbacks.arrived_at DESC, callbacks.run DESC, callbacks.id DESC LIMIT ?`,
      )
      .all(...values, limit + 1)
      .map(callbackOf);
    const callbacks = rows.slice(0, limit);
    const last = callbacks.at(-1);
    return { callbacks, next: rows.length > limit && last ? cursorOf(last) : null };
  }

  /** Where several runs know the id, the newest of the live run counts, or else of the newest run. */
  callback(
    operation: number,
    id: CallbackId,
    { numbers = false }: { readonly numbers?: boolean } = {},
  ): CallbackStory | null {
    return atOneMoment(this.#database, () => {
      const row = this.#database
        .prepare(
          `${selectCallbacks(numbers)} WHERE callbacks.operation = ?1 AND callbacks.id = ?2
             AND callbacks.run IN (SELECT run FROM runs WHERE operation = ?1)
           ORDER BY callbacks.run IN (SELECT run FROM runs WHERE operation = ?1 AND kind = 'live') DESC,
             callbacks.run DESC LIMIT 1`,
        )
        .get(operation, id);
      return row ? this.#storyOf(operation, callbackOf(row)) : null;
    });
  }

  recentCalls(operation: number, { skill, limit }: RecentCallsWanted): RecentCall[] {
    return this.#database
      .prepare(
        `SELECT calls.id, calls.skill, calls.arrived_at AS arrivedAt, people.number, calls.choice, calls.outcome,
           (SELECT reason FROM decisions
            WHERE operation = calls.operation AND run = calls.run AND subject = calls.id AND kind = 'offer'
            ORDER BY seq DESC, ordinal DESC LIMIT 1) AS offerReason
         FROM calls LEFT JOIN people ON people.operation = calls.operation AND people.id = calls.person
         WHERE calls.operation = ?1 AND calls.run IN ${TOLD_RUNS} ${skill === undefined ? "" : "AND calls.skill = ?3"}
         ORDER BY calls.arrived_at DESC LIMIT ?2`,
      )
      .all(operation, limit, ...(skill === undefined ? [] : [skill]))
      .map((row) => ({ ...row }) as unknown as RecentCall);
  }

  /** Where several runs know the id, as `callback` has it. */
  call(operation: number, id: CallId): CallStory | null {
    return atOneMoment(this.#database, () => {
      const row = this.#database
        .prepare(
          `${SELECT_CALLS} WHERE operation = ?1 AND id = ?2
             AND run IN ${TOLD_RUNS}
           ORDER BY run IN (SELECT run FROM runs WHERE operation = ?1 AND kind = 'live') DESC, run DESC LIMIT 1`,
        )
        .get(operation, id);
      if (!row) return null;
      const call = callOf(row);
      return { call, decisions: this.#decisions.all(operation, call.run, id).map(decisionOf) };
    });
  }

  /** Those with a version above `after`, step by step until there are `limit`: what one step changed is told together. */
  callbackChanges(
    operation: number,
    { after, limit }: { readonly after: number; readonly limit: number },
  ): CallbackChanges {
    return atOneMoment(this.#database, () => {
      const live = this.#database
        .prepare("SELECT run, last_seq AS asOf FROM runs WHERE operation = ? AND kind = 'live'")
        .get(operation);
      if (!live) return { callbacks: [], asOf: 0 };
      const callbacks = this.#database
        .prepare(
          `${selectCallbacks(true)}
           WHERE callbacks.operation = :operation AND callbacks.run = :run AND callbacks.version > :after
             AND callbacks.version <= coalesce(
               (SELECT version FROM callbacks WHERE operation = :operation AND run = :run AND version > :after
                ORDER BY version LIMIT 1 OFFSET :limit - 1), callbacks.version)
           ORDER BY callbacks.version`,
        )
        .all({ operation, run: live["run"] as number, after, limit })
        .map(callbackOf);
      return { callbacks, asOf: live["asOf"] as number };
    });
  }

  person(operation: number, numberHash: string): PersonData | null {
    return atOneMoment(this.#database, () => {
      const persons = personsOf(this.#database, operation, numberHash);
      const known = this.#database
        .prepare(
          `SELECT number, min(first_seen_at) AS firstSeenAt FROM people
           WHERE operation = ? AND id IN (SELECT value FROM json_each(?))`,
        )
        .get(operation, JSON.stringify(persons));
      if (persons.length === 0 || !known) return null;
      return {
        persons,
        number: known["number"] as string,
        firstSeenAt: known["firstSeenAt"] as number,
        calls: this.#callsOf(operation, persons),
        callbacks: this.#callbacksOf(operation, persons).map((callback) =>
          this.#storyOf(operation, callback),
        ),
      };
    });
  }

  #callsOf(operation: number, persons: readonly PersonId[]): CallRecord[] {
    const find = this.#database.prepare(
      `${SELECT_CALLS} WHERE operation = ? AND person = ? ORDER BY arrived_at`,
    );
    return persons.flatMap((person) => find.all(operation, person)).map(callOf);
  }

  /** Those that are to call him, and those that he asked for by another number. */
  #callbacksOf(operation: number, persons: readonly PersonId[]): CallbackRecord[] {
    return ["person", "called_by"].flatMap((column) => {
      const find = this.#database.prepare(
        `${selectCallbacks(false)} WHERE callbacks.operation = ? AND callbacks.${column} = ? ORDER BY callbacks.arrived_at`,
      );
      return persons.flatMap((person) => find.all(operation, person)).map(callbackOf);
    });
  }

  #storyOf(operation: number, callback: CallbackRecord): CallbackStory {
    const key = [operation, callback.run, callback.id] as const;
    const call = this.#call.get(...key);
    return {
      callback,
      call: call?.["arrivedAt"] === callback.arrivedAt ? callOf(call) : null,
      attempts: this.#attempts.all(...key).map(attemptOf),
      decisions: this.#decisions.all(...key).map(decisionOf),
      orders: this.#orders.all(...key).map((row) => ({ ...row }) as unknown as OrderRecord),
    };
  }
}

type Row = ReturnType<StatementSync["all"]>[number];

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

function conditions(
  operation: number,
  wanted: CallbacksWanted,
): { where: string[]; values: SQLInputValue[] } {
  const where = ["callbacks.operation = ?"];
  const values: SQLInputValue[] = [operation];
  const add = (condition: string, ...its: SQLInputValue[]) => {
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
  if (wanted.persons !== undefined)
    add("callbacks.person IN (SELECT value FROM json_each(?))", JSON.stringify(wanted.persons));
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
