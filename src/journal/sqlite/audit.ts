import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { blockStart, levels } from "../counts.ts";
import type { Audit, Run, WrongCount } from "../port.ts";
import type { DecisionRow, OrderRow, Patch } from "../projection.ts";
import { countsOfRows } from "./counts-of-rows.ts";
import { type RowTable, rowColumns } from "./rows.ts";
import { runs } from "./runs.ts";
import { readCheckpoints, readSteps } from "./steps.ts";

type Row = Record<string, SQLOutputValue>;

/** Opens an audit on a connection that nobody else uses; it stands still at this moment, and is closed with it. */
export function openAudit(database: DatabaseSync, { operation, id }: Run): Audit {
  database.exec("BEGIN");
  const run = runs(database, operation).find((run) => run.id === id);
  if (!run) {
    database.close();
    throw new RangeError(`operation ${operation} has no run ${id}`);
  }
  return new SqliteAudit(database, run);
}

class SqliteAudit implements Audit {
  readonly run: Run;
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync, run: Run) {
    this.#database = database;
    this.run = run;
  }

  steps(afterSeq: number): ReturnType<Audit["steps"]> {
    return readSteps(this.#database, this.run, afterSeq);
  }

  async checkpoints(): Promise<{ seq: number; state: string }[]> {
    return readCheckpoints(this.#database, this.run, Number.MAX_SAFE_INTEGER);
  }

  async rows(table: RowTable, ids: Iterable<string>): Promise<Map<string, Patch>> {
    const find = this.#database.prepare(
      `SELECT ${rowColumns[table].join(", ")} FROM ${table} WHERE operation = ? AND run = ? AND id = ?`,
    );
    const rows = new Map<string, Patch>();
    for (const id of ids) {
      const row = find.get(this.run.operation, this.run.id, id);
      if (row) rows.set(id, row as Patch);
    }
    return rows;
  }

  async rowTotals(): ReturnType<Audit["rowTotals"]> {
    const total = (table: RowTable | "decisions" | "supervisor_orders") =>
      this.#database
        .prepare(`SELECT count(*) AS total FROM ${table} WHERE operation = ? AND run = ?`)
        .get(this.run.operation, this.run.id)!["total"] as number;
    return {
      calls: total("calls"),
      callbacks: total("callbacks"),
      attempts: total("attempts"),
      decisions: total("decisions"),
      orders: total("supervisor_orders"),
    };
  }

  async decisions(fromSeq: number, toSeq: number): Promise<DecisionRow[]> {
    return this.#database
      .prepare(
        `SELECT seq, ordinal, at, subject, kind, decision, reason, inputs, settings_version AS settingsVersion
         FROM decisions WHERE operation = ? AND run = ? AND seq BETWEEN ? AND ? ORDER BY seq, ordinal`,
      )
      .all(this.run.operation, this.run.id, fromSeq, toSeq)
      .map((row) => ({ ...row }) as unknown as DecisionRow);
  }

  async orders(fromSeq: number, toSeq: number): Promise<OrderRow[]> {
    return this.#database
      .prepare(
        `SELECT seq, ordinal, at, name AS "order", callback, act, not_before AS notBefore, skill, author, why, outcome
         FROM supervisor_orders WHERE operation = ? AND run = ? AND seq BETWEEN ? AND ? ORDER BY seq, ordinal`,
      )
      .all(this.run.operation, this.run.id, fromSeq, toSeq)
      .map((row) => ({ ...row }) as unknown as OrderRow);
  }

  async wrongCounts(range: { from: number; to: number } | null, limit: number): Promise<WrongCount[]> {
    const { operation } = this.run;
    const days = range
      ? this.#wholeDays(range)
      : { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
    return levels
      .flatMap(({ name, lengthMs }, level) =>
        this.#database
          .prepare(WRONG_COUNTS)
          .all({ operation, level, length: lengthMs, ...days, limit })
          .map((row) => wrongCountOf(name, row)),
      )
      .slice(0, limit);
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  /** Blocks of the longest level hold whole blocks of the others. */
  #wholeDays({ from, to }: { from: number; to: number }): { from: number; to: number } {
    const row = this.#database
      .prepare("SELECT counts_offset_ms AS offset FROM operations WHERE id = ?")
      .get(this.run.operation);
    const offset = Number(row?.["offset"]);
    const longest = levels.length - 1;
    return {
      from: blockStart(longest, from, offset),
      to: blockStart(longest, to, offset) + levels[longest]!.lengthMs,
    };
  }
}

const WRONG_COUNTS = `
  SELECT coalesce(kept.start, counted.start) AS start, coalesce(kept.skill, counted.skill) AS skill,
    ifnull(kept.treatment, 0) AS kept_treatment, ifnull(counted.treatment, 0) AS counted_treatment,
    ifnull(kept.yes, 0) AS kept_yes, ifnull(counted.yes, 0) AS counted_yes,
    ifnull(kept.recall_ok, 0) AS kept_ok, ifnull(counted.recall_ok, 0) AS counted_ok,
    ifnull(kept.recall_fail, 0) AS kept_fail, ifnull(counted.recall_fail, 0) AS counted_fail
  FROM (SELECT * FROM counts WHERE operation = :operation AND level = :level AND start >= :from AND start < :to) AS kept
  FULL JOIN (${countsOfRows("arrived_at >= :from AND arrived_at < :to")}) AS counted
    ON kept.start = counted.start AND kept.skill = counted.skill
  WHERE kept_treatment <> counted_treatment OR kept_yes <> counted_yes OR kept_ok <> counted_ok
    OR kept_fail <> counted_fail
  ORDER BY start, skill LIMIT :limit`;

function wrongCountOf(level: WrongCount["level"], row: Row): WrongCount {
  const number = (name: string) => row[name] as number;
  return {
    level,
    start: number("start"),
    skill: number("skill"),
    kept: {
      treatment: number("kept_treatment"),
      yes: number("kept_yes"),
      recallOk: number("kept_ok"),
      recallFail: number("kept_fail"),
    },
    counted: {
      treatment: number("counted_treatment"),
      yes: number("counted_yes"),
      recallOk: number("counted_ok"),
      recallFail: number("counted_fail"),
    },
  };
}
