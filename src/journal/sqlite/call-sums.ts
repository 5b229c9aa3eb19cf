import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { SkillId } from "../../line/ids.ts";
import type { CallSums, CallSumsWanted } from "../report-rows.ts";
import { UNTOLD_RUNS } from "./runs.ts";
import { atOneMoment } from "./transaction.ts";

type Sums = { -readonly [name in Exclude<keyof CallSums, "within">]: CallSums[name] } & { within: number[] };

/** Counts calls by skill and group on one connection, range by range; the answer sees one moment. */
export class CallCounter {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  callSums(operation: number, { ranges, skill, thresholdsMs, shortAbandonMs }: CallSumsWanted): CallSums[] {
    const count = this.#database.prepare(countOf(thresholdsMs.length, skill !== null));
    const found = new Map<string, Sums>();
    atOneMoment(this.#database, () => {
      for (const { from, to, group } of ranges) {
        const limits = skill === null ? [from, to] : [skill, from, to];
        for (const row of count.all(shortAbandonMs, ...thresholdsMs, operation, operation, ...limits))
          add(found, row, group, thresholdsMs.length);
      }
    });
    return [...found.values()].sort((one, other) => one.skill - other.skill || one.group - other.group);
  }

  lastCalls(operation: number, skills: readonly SkillId[]): Map<SkillId, number> {
    const newest: StatementSync = this.#database.prepare(
      `SELECT max(arrived_at) AS at FROM calls
       WHERE operation = ? AND run NOT IN ${UNTOLD_RUNS} AND skill = ?`,
    );
    const found = new Map<SkillId, number>();
    for (const skill of skills) {
      const at = newest.get(operation, operation, skill)?.["at"];
      if (typeof at === "number") found.set(skill, at);
    }
    return found;
  }
}

function countOf(thresholds: number, ofOneSkill: boolean): string {
  const within = Array.from(
    { length: thresholds },
    (_, n) => `coalesce(sum(answered_at - arrived_at <= ?), 0) AS within_${n},`,
  );
  return `
    SELECT skill, count(*) AS arrived,
      sum(outcome = 'answered' OR answered_at IS NOT NULL) AS answered,
      coalesce(sum(outcome = 'abandoned'), 0) AS abandoned,
      coalesce(sum(outcome = 'abandoned' AND ended_at - arrived_at < ?), 0) AS abandoned_short,
      ${within.join("\n")}
      coalesce(sum(answered_at - arrived_at), 0) AS answer_ms,
      coalesce(sum(CASE WHEN outcome = 'abandoned' THEN ended_at - arrived_at END), 0) AS abandon_ms,
      coalesce(sum(ended_at - answered_at), 0) AS handle_ms, count(ended_at - answered_at) AS handled
    FROM calls WHERE operation = ? AND run NOT IN ${UNTOLD_RUNS} ${ofOneSkill ? "AND skill = ?" : ""}
      AND arrived_at >= ? AND arrived_at < ?
    GROUP BY skill`;
}

function add(
  found: Map<string, Sums>,
  row: Record<string, SQLOutputValue>,
  group: number,
  thresholds: number,
): void {
  const skill = row["skill"] as SkillId;
  let sums = found.get(`${skill}/${group}`);
  if (!sums) {
    sums = { skill, group, within: Array.from({ length: thresholds }, () => 0), ...nothing };
    found.set(`${skill}/${group}`, sums);
  }
  const number = (name: string) => Number(row[name] ?? 0);
  sums.arrived += number("arrived");
  sums.answered += number("answered");
  sums.abandoned += number("abandoned");
  sums.abandonedShort += number("abandoned_short");
  sums.answerMs += number("answer_ms");
  sums.abandonMs += number("abandon_ms");
  sums.handleMs += number("handle_ms");
  sums.handled += number("handled");
  for (let n = 0; n < thresholds; n++) sums.within[n]! += number(`within_${n}`);
}

const nothing = {
  arrived: 0,
  answered: 0,
  abandoned: 0,
  abandonedShort: 0,
  answerMs: 0,
  abandonMs: 0,
  handleMs: 0,
  handled: 0,
};
