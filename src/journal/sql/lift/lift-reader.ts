import type { SkillId } from "../../../line/ids.ts";
import { decompose } from "../../counts.ts";
import type { LiftCallRow, LiftMeasured, LiftOfSkill, LiftSums } from "../../lift.ts";
import { countsOffset } from "../registry/operations.ts";
import { all, first, type Row, type Script } from "../script.ts";
import { LIFT_CALLS } from "./lift-calls.ts";
import { LIFT_COLUMNS } from "./lift-writer.ts";

type Sums = { -readonly [name in keyof LiftSums]: number };

/** By skill, ascending, of the calls that arrived in the range. Costs the same however many they are. */
export function* liftOfSkills(operation: number, from: number, to: number): Script<LiftOfSkill[]> {
  const bySkill = new Map<SkillId, Sums>();
  const { blocks, rest } = decompose({ from, to }, yield* countsOffset(operation));
  for (const { level, from, to, sign } of blocks)
    add(bySkill, yield* all(BLOCKS, [operation, level, from, to]), sign);
  for (const { from, to, sign } of rest) add(bySkill, yield* all(CALLS, [operation, from, to]), sign);
  const rows = yield* all("SELECT measure FROM lift_measures WHERE operation = ?", [operation]);
  const measured = new Map(
    rows.map((row) => {
      const measure = JSON.parse(String(row["measure"])) as LiftMeasured;
      return [measure.skill, measure];
    }),
  );
  return [...new Set([...bySkill.keys(), ...measured.keys()])]
    .sort((one, other) => one - other)
    .map((skill) => ({ skill, sums: bySkill.get(skill) ?? null, measured: measured.get(skill) ?? null }));
}

/** The calls that arrived in a range, in order of arrival. */
export function* liftCalls(operation: number, from: number, to: number): Script<LiftCallRow[]> {
  const rows = yield* all(LIFT_CALLS, { operation, from, to });
  return rows.map((row) => ({ ...row }) as unknown as LiftCallRow);
}

/** The local days that were measured by this method. */
export function* measuredDays(operation: number, method: number): Script<Set<string>> {
  const rows = yield* all("SELECT day FROM lift_days WHERE operation = ? AND method = ?", [
    operation,
    method,
  ]);
  return new Set(rows.map(({ day }) => String(day)));
}

/** When the first call of an operation arrived, epoch ms; `null`: there is none. */
export function* firstArrival(operation: number): Script<number | null> {
  const row = yield* first("SELECT min(arrived_at) AS at FROM calls WHERE operation = ?", [operation]);
  return typeof row?.["at"] === "number" ? row["at"] : null;
}

const SUMS = LIFT_COLUMNS.split(", ")
  .map((column) => `sum(${column}) AS ${column}`)
  .join(", ");
const BLOCKS = `SELECT skill, ${SUMS} FROM lift_sums
  WHERE operation = ? AND level = ? AND start >= ? AND start < ? GROUP BY skill`;
const CALLS = `SELECT skill, ${SUMS} FROM lift_calls
  WHERE operation = ? AND arrived_at >= ? AND arrived_at < ? GROUP BY skill`;

function add(bySkill: Map<SkillId, Sums>, rows: readonly Row[], sign: 1 | -1): void {
  for (const row of rows) {
    const skill = row["skill"] as SkillId;
    const sums = bySkill.get(skill) ?? nothing();
    bySkill.set(skill, sums);
    sums.promiseMet += sign * Number(row["promise_met"]);
    sums.strictMet += sign * Number(row["strict_met"]);
    sums.liveMet += sign * Number(row["live_met"]);
    sums.counted += sign * Number(row["counted"]);
    sums.liveCounted += sign * Number(row["live_counted"]);
    sums.withoutMet += sign * Number(row["without_met"]);
    sums.withoutCounted += sign * Number(row["without_counted"]);
  }
}

function nothing(): Sums {
  return {
    promiseMet: 0,
    strictMet: 0,
    liveMet: 0,
    counted: 0,
    liveCounted: 0,
    withoutMet: 0,
    withoutCounted: 0,
  };
}
