import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { SkillId } from "../../line/ids.ts";
import { decompose } from "../counts.ts";
import type { LiftCallRow, LiftMeasured, LiftOfSkill, LiftSums } from "../lift.ts";
import { atOneMoment } from "./database/transaction.ts";
import { LIFT_CALLS } from "./lift-calls.ts";
import { LIFT_COLUMNS } from "./lift-writer.ts";

type Sums = { -readonly [name in keyof LiftSums]: number };

/** The lift of ranges, from what was measured, on one connection. */
export class LiftReader {
  readonly #database: DatabaseSync;
  readonly #offset: StatementSync;
  readonly #blocks: StatementSync;
  readonly #calls: StatementSync;
  readonly #measures: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    const sums = LIFT_COLUMNS.split(", ").map((column) => `sum(${column}) AS ${column}`);
    this.#offset = database.prepare("SELECT counts_offset_ms AS offset FROM operations WHERE id = ?");
    this.#blocks = database.prepare(
      `SELECT skill, ${sums.join(", ")} FROM lift_sums
       WHERE operation = ? AND level = ? AND start >= ? AND start < ? GROUP BY skill`,
    );
    this.#calls = database.prepare(
      `SELECT skill, ${sums.join(", ")} FROM lift_calls
       WHERE operation = ? AND arrived_at >= ? AND arrived_at < ? GROUP BY skill`,
    );
    this.#measures = database.prepare("SELECT measure FROM lift_measures WHERE operation = ?");
  }

  /** By skill, ascending, of the calls that arrived in the range. Costs the same however many they are. */
  liftOfSkills(operation: number, from: number, to: number): LiftOfSkill[] {
    return atOneMoment(this.#database, () => {
      const bySkill = new Map<SkillId, Sums>();
      const offsetMs = Number(this.#offset.get(operation)?.["offset"] ?? 0);
      const { blocks, rest } = decompose({ from, to }, offsetMs);
      for (const block of blocks)
        add(bySkill, this.#blocks.all(operation, block.level, block.from, block.to), block.sign);
      for (const { from, to, sign } of rest) add(bySkill, this.#calls.all(operation, from, to), sign);
      const measured = new Map(
        this.#measures.all(operation).map((row) => {
          const measure = JSON.parse(String(row["measure"])) as LiftMeasured;
          return [measure.skill, measure];
        }),
      );
      return [...new Set([...bySkill.keys(), ...measured.keys()])]
        .sort((one, other) => one - other)
        .map((skill) => ({ skill, sums: bySkill.get(skill) ?? null, measured: measured.get(skill) ?? null }));
    });
  }
}

/** The calls that arrived in a range, in order of arrival. */
export function liftCalls(
  database: DatabaseSync,
  operation: number,
  from: number,
  to: number,
): LiftCallRow[] {
  return database
    .prepare(LIFT_CALLS)
    .all({ operation, from, to })
    .map((row) => ({ ...row }) as unknown as LiftCallRow);
}

/** The local days that were measured by this method. */
export function measuredDays(database: DatabaseSync, operation: number, method: number): Set<string> {
  const rows = database.prepare("SELECT day FROM lift_days WHERE operation = ? AND method = ?");
  return new Set(rows.all(operation, method).map(({ day }) => String(day)));
}

/** When the first call of an operation arrived, epoch ms; `null`: there is none. */
export function firstArrival(database: DatabaseSync, operation: number): number | null {
  const row = database.prepare("SELECT min(arrived_at) AS at FROM calls WHERE operation = ?").get(operation);
  return typeof row?.["at"] === "number" ? row["at"] : null;
}

function add(
  bySkill: Map<SkillId, Sums>,
  rows: readonly Record<string, SQLOutputValue>[],
  sign: 1 | -1,
): void {
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
