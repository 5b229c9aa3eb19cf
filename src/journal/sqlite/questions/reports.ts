import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { SkillId } from "../../../line/ids.ts";
import { decompose } from "../../counts.ts";
import { isCountedAs } from "../../definitions.ts";
import type { LoadSums } from "../../load-sums.ts";
import type { ServiceLevelCounts, SmartWaitCounts } from "../../port.ts";
import { atOneMoment } from "../database/transaction.ts";
import { newestSettings } from "../registry/settings-versions.ts";
import { LOAD_SUMS } from "./load-sums.ts";
import { SERVICE_LEVELS } from "./service-levels.ts";

type Sums = { -readonly [name in keyof SmartWaitCounts]: SmartWaitCounts[name] };

/** The questions of reports, answered at once on one connection; each sees one moment of the journal. */
export class Reports {
  readonly #database: DatabaseSync;
  readonly #offset: StatementSync;
  readonly #blocks: StatementSync;
  readonly #calls: StatementSync;
  readonly #callbacks: StatementSync;
  readonly #levels: StatementSync;
  readonly #loads: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#offset = database.prepare("SELECT counts_offset_ms AS offset FROM operations WHERE id = ?");
    this.#blocks = database.prepare(
      `SELECT skill, sum(treatment) AS treatment, sum(yes) AS yes, sum(recall_ok) AS recall_ok,
         sum(recall_fail) AS recall_fail
       FROM counts WHERE operation = ? AND level = ? AND start >= ? AND start < ? GROUP BY skill`,
    );
    this.#calls = database.prepare(
      `SELECT asked_for AS skill, count(*) AS treatment FROM calls
       WHERE operation = ? AND arrived_at >= ? AND arrived_at < ? AND question_at IS NOT NULL GROUP BY asked_for`,
    );
    this.#callbacks = database.prepare(
      `SELECT registered_for AS skill, count(*) AS yes, sum(${isCountedAs("recallOk")}) AS recall_ok,
         sum(${isCountedAs("recallFail")}) AS recall_fail
       FROM callbacks WHERE operation = ? AND arrived_at >= ? AND arrived_at < ? GROUP BY registered_for`,
    );
    this.#levels = database.prepare(SERVICE_LEVELS);
    this.#loads = database.prepare(LOAD_SUMS);
  }

  /** Costs the same however many calls the range holds: whole blocks from the kept counts, the rest from rows. */
  smartWaitCounts(operation: number, from: number, to: number): SmartWaitCounts[] {
    const bySkill = new Map<SkillId, Sums>();
    atOneMoment(this.#database, () => {
      const offsetMs = Number(this.#offset.get(operation)?.["offset"] ?? 0);
      const { blocks, rest } = decompose({ from, to }, offsetMs);
      for (const { level, from, to, sign } of blocks)
        add(bySkill, this.#blocks.all(operation, level, from, to), sign);
      for (const { from, to, sign } of rest) {
        add(bySkill, this.#calls.all(operation, from, to), sign);
        add(bySkill, this.#callbacks.all(operation, from, to), sign);
      }
    });
    return [...bySkill.values()]
      .filter(({ treatment }) => treatment > 0)
      .sort((one, other) => one.skill - other.skill);
  }

  loadSums(operation: number, from: number, to: number): LoadSums[] {
    return this.#loads.all({ operation, from, to }).map((row) => ({ ...row }) as unknown as LoadSums);
  }

  serviceLevelCounts(operation: number, from: number, to: number, thresholdMs: number): ServiceLevelCounts[] {
    return atOneMoment(this.#database, () => {
      const skills = newestSettings(this.#database, operation)?.skills ?? [];
      const names = new Map(skills.map(({ id, name }) => [id, name]));
      return this.#levels.all({ operation, from, to, thresholdMs }).map((row) => {
        const counts = { ...row } as unknown as Omit<ServiceLevelCounts, "name">;
        return { ...counts, name: names.get(counts.skill) ?? "" };
      });
    });
  }
}

function add(bySkill: Map<SkillId, Sums>, rows: Record<string, SQLOutputValue>[], sign: 1 | -1): void {
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
