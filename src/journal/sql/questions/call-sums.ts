import type { SkillId } from "../../../line/ids.ts";
import type { CallSums, CallSumsWanted } from "../../rows/report-rows.ts";
import { RUNS_LEFT_OUT } from "../registry/runs.ts";
import { all, first, type Row, type Script, type Value } from "../script.ts";
import { finishedCalls } from "./finished-calls.ts";

type Sums = { -readonly [name in keyof CallSums]: CallSums[name] } & { readonly within: number[] };

/** Counts calls by skill and group, range by range. */
export function* callSums(
  operation: number,
  { ranges, skill, thresholdsMs, callers }: CallSumsWanted,
): Script<CallSums[]> {
  const count = countOf(thresholdsMs.length, skill !== null);
  const list = callers ? callersOf(skill !== null) : null;
  const given = skill === null ? [operation, operation] : [operation, operation, skill];
  const found = new Map<string, Sums>();
  const met = new Map<string, Set<Value>>();
  for (const { from, to, group } of ranges) {
    for (const row of yield* all(count, [...thresholdsMs, ...given, from, to]))
      add(found, row, group, thresholdsMs.length);
    if (list) for (const row of yield* all(list, [...given, from, to])) meet(met, row, group);
  }
  for (const [key, people] of met) found.get(key)!.callers = people.size;
  return [...found.values()].sort((one, other) => one.skill - other.skill || one.group - other.group);
}

/** When the last call came to each of these skills that had one. */
export function* lastCalls(operation: number, skills: readonly SkillId[]): Script<Map<SkillId, number>> {
  const found = new Map<SkillId, number>();
  for (const skill of skills) {
    const row = yield* first(
      `SELECT max(arrived_at) AS at FROM calls
       WHERE operation = ? AND run NOT IN ${RUNS_LEFT_OUT} AND skill = ?`,
      [operation, operation, skill],
    );
    if (typeof row?.["at"] === "number") found.set(skill, row["at"]);
  }
  return found;
}

function countOf(thresholds: number, ofOneSkill: boolean): string {
  const within = Array.from(
    { length: thresholds },
    (_, n) => `count(*) FILTER (WHERE answer_ms <= ?) AS within_${n},`,
  );
  return `
    SELECT skill, count(*) AS finished, count(*) FILTER (WHERE answered) AS answered,
      ${within.join("\n")}
      coalesce(sum(answer_ms), 0) AS answer_ms, count(answer_ms) AS answers,
      coalesce(sum(abandon_ms), 0) AS abandon_ms, count(abandon_ms) AS abandons,
      coalesce(sum(handle_ms), 0) AS handle_ms, count(handle_ms) AS handled
    FROM (${finishedCalls(ofOneSkill)}) AS finished_calls
    GROUP BY skill`;
}

function callersOf(ofOneSkill: boolean): string {
  return `SELECT DISTINCT skill, coalesce(person, run || ' ' || id) AS caller FROM (${finishedCalls(ofOneSkill)}) AS finished_calls`;
}

function keyOf(skill: SkillId, group: number): string {
  return `${skill}/${group}`;
}

/** The same person may call in two ranges of one group. */
function meet(met: Map<string, Set<Value>>, row: Row, group: number): void {
  const key = keyOf(row["skill"] as SkillId, group);
  const people = met.get(key) ?? new Set();
  met.set(key, people.add(row["caller"]!));
}

function add(found: Map<string, Sums>, row: Row, group: number, thresholds: number): void {
  const skill = row["skill"] as SkillId;
  const key = keyOf(skill, group);
  let sums = found.get(key);
  if (!sums) {
    sums = { skill, group, within: Array.from({ length: thresholds }, () => 0), ...nothing };
    found.set(key, sums);
  }
  const number = (name: string) => Number(row[name] ?? 0);
  sums.finished += number("finished");
  sums.answered += number("answered");
  sums.answerMs += number("answer_ms");
  sums.answers += number("answers");
  sums.abandonMs += number("abandon_ms");
  sums.abandons += number("abandons");
  sums.handleMs += number("handle_ms");
  sums.handled += number("handled");
  for (let n = 0; n < thresholds; n++) sums.within[n]! += number(`within_${n}`);
}

const nothing = {
  finished: 0,
  answered: 0,
  callers: 0,
  answerMs: 0,
  answers: 0,
  abandonMs: 0,
  abandons: 0,
  handleMs: 0,
  handled: 0,
};
