import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { blockStart, levels } from "../counts.ts";
import type { Audit, KeptCheckpoint, Run, WrongCount } from "../port.ts";
import type { DecisionRow, OrderRow, Patch } from "../rows/projection.ts";
import { countsOfRows } from "./counts-of-rows.ts";
import { runs } from "./registry/runs.ts";
import { type RowTable, rowColumns } from "./rows.ts";
import { readSeals } from "./seals.ts";
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
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, run: Run) {
    this.#database = database;
    this.run = run;
  }

  steps(...[afterSeq, onDamage]: Parameters<Audit["steps"]>): ReturnType<Audit["steps"]> {
    return readSteps(this.#database, this.run, afterSeq, onDamage);
  }

  async checkpoints(): Promise<KeptCheckpoint[]> {
    return [
      ...readCheckpoints(this.#database, this.run, Number.MAX_SAFE_INTEGER),
      ...readSeals(this.#database, this.run),
    ].sort((one, other) => other.seq - one.seq);
  }

  async rows(table: RowTable, ids: Iterable<string>): Promise<Map<string, Patch>> {
    const find = this.#prepare(
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
    return this.#prepare(
      `SELECT seq, ordinal, at, subject, kind, decision, reason, inputs, settings_version AS settingsVersion
       FROM decisions WHERE operation = ? AND run = ? AND seq BETWEEN ? AND ? ORDER BY seq, ordinal`,
    ).all(this.run.operation, this.run.id, fromSeq, toSeq) as unknown as DecisionRow[];
  }

  async orders(fromSeq: number, toSeq: number): Promise<OrderRow[]> {
    return this.#prepare(
      `SELECT seq, ordinal, at, name AS "order", callback, act, not_before AS notBefore, skill, author, why, outcome
       FROM supervisor_orders WHERE operation = ? AND run = ? AND seq BETWEEN ? AND ? ORDER BY seq, ordinal`,
    ).all(this.run.operation, this.run.id, fromSeq, toSeq) as unknown as OrderRow[];
  }

  async wrongCounts(range: { from: number; to: number } | null, limit: number): Promise<WrongCount[]> {
    const { operation } = this.run;
    const days = range
      ? this.#wholeDays(range)
      : { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
    return levels
      .flatMap(({ name, lengthMs }, level) =>
        this.#database
          .prepare(wrongCounts())
          .all({ operation, level, length: lengthMs, ...days, limit })
          .map((row) => wrongCountOf(name, row)),
      )
      .slice(0, limit);
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  /** What is asked of every thousand steps is made ready once. */
  #prepare(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
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

/** Both sides in one grouping, not joined: a join of the two compares each block with each other one. */
const wrongCounts = () => `
  SELECT start, skill, sum(kept_treatment) AS kept_treatment, sum(counted_treatment) AS counted_treatment,
    sum(kept_yes) AS kept_yes, sum(counted_yes) AS counted_yes, sum(kept_ok) AS kept_ok, sum(counted_ok) AS counted_ok,
    sum(kept_fail) AS kept_fail, sum(counted_fail) AS counted_fail
  FROM (
    SELECT start, skill, treatment AS kept_treatment, 0 AS counted_treatment, yes AS kept_yes, 0 AS counted_yes,
      recall_ok AS kept_ok, 0 AS counted_ok, recall_fail AS kept_fail, 0 AS counted_fail
    FROM counts WHERE operation = :operation AND level = :level AND start >= :from AND start < :to
    UNION ALL
    SELECT start, skill, 0, treatment, 0, yes, 0, recall_ok, 0, recall_fail
    FROM (${countsOfRows("arrived_at >= :from AND arrived_at < :to")})
  )
  GROUP BY start, skill
  HAVING sum(kept_treatment) <> sum(counted_treatment) OR sum(kept_yes) <> sum(counted_yes)
    OR sum(kept_ok) <> sum(counted_ok) OR sum(kept_fail) <> sum(counted_fail)
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
