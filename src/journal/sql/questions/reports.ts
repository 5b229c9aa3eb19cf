import type { SkillId } from "../../../line/ids.ts";
import { decompose } from "../../counts.ts";
import { isCountedAs } from "../../definitions.ts";
import type { LoadSums } from "../../load-sums.ts";
import type { ServiceLevelCounts, SmartWaitCounts } from "../../port/questions.ts";
import { countsOffset } from "../registry/operations.ts";
import { newestSettings } from "../registry/settings-versions.ts";
import { all, type Row, type Script } from "../script.ts";
import { LOAD_SUMS } from "./load-sums.ts";
import { SERVICE_LEVELS } from "./service-levels.ts";

type Sums = { -readonly [name in keyof SmartWaitCounts]: SmartWaitCounts[name] };

/** Costs the same however many calls the range holds: whole blocks from the kept counts, the rest from rows. */
export function* smartWaitCounts(operation: number, from: number, to: number): Script<SmartWaitCounts[]> {
  const bySkill = new Map<SkillId, Sums>();
  const { blocks, rest } = decompose({ from, to }, yield* countsOffset(operation));
  for (const { level, from, to, sign } of blocks)
    add(bySkill, yield* all(BLOCKS, [operation, level, from, to]), sign);
  for (const { from, to, sign } of rest) {
    add(bySkill, yield* all(CALLS, [operation, from, to]), sign);
    add(bySkill, yield* all(callbacks(), [operation, from, to]), sign);
  }
  return [...bySkill.values()]
    .filter(({ treatment }) => treatment > 0)
    .sort((one, other) => one.skill - other.skill);
}

export function* loadSums(operation: number, from: number, to: number): Script<LoadSums[]> {
  const rows = yield* all(LOAD_SUMS, { operation, from, to });
  return rows.map((row) => ({ ...row }) as unknown as LoadSums);
}

export function* serviceLevelCounts(
  operation: number,
  from: number,
  to: number,
  thresholdMs: number,
): Script<ServiceLevelCounts[]> {
  const skills = (yield* newestSettings(operation))?.skills ?? [];
  const names = new Map(skills.map(({ id, name }) => [id, name]));
  const rows = yield* all(SERVICE_LEVELS, { operation, from, to, thresholdMs });
  return rows.map((row) => {
    const counts = { ...row } as unknown as Omit<ServiceLevelCounts, "name">;
    return { ...counts, name: names.get(counts.skill) ?? "" };
  });
}

const BLOCKS = `SELECT skill, sum(treatment) AS treatment, sum(yes) AS yes, sum(recall_ok) AS recall_ok,
    sum(recall_fail) AS recall_fail
  FROM counts WHERE operation = ? AND level = ? AND start >= ? AND start < ? GROUP BY skill`;
const CALLS = `SELECT asked_for AS skill, count(*) AS treatment FROM calls
  WHERE operation = ? AND arrived_at >= ? AND arrived_at < ? AND question_at IS NOT NULL GROUP BY asked_for`;
const callbacks = () => `SELECT registered_for AS skill, count(*) AS yes,
    count(*) FILTER (WHERE ${isCountedAs("recallOk")}) AS recall_ok,
    count(*) FILTER (WHERE ${isCountedAs("recallFail")}) AS recall_fail
  FROM callbacks WHERE operation = ? AND arrived_at >= ? AND arrived_at < ? GROUP BY registered_for`;

function add(bySkill: Map<SkillId, Sums>, rows: readonly Row[], sign: 1 | -1): void {
  for (const row of rows) {
    const skill = row["skill"] as SkillId;
    let sums = bySkill.get(skill);
    if (!sums) {
      sums = { skill, treatment: 0, yes: 0, recallOk: 0, recallFail: 0 };
      bySkill.set(skill, sums);
    }
    sums.treatment += sign * Number(row["treatment"] ?? 0);
    sums.yes += sign * Number(row["yes"] ?? 0);
    sums.recallOk += sign * Number(row["recall_ok"] ?? 0);
    sums.recallFail += sign * Number(row["recall_fail"] ?? 0);
  }
}
