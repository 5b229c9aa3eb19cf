import { blockStart, levels } from "../../counts.ts";
import type { Audit, KeptCheckpoint, WrongCount } from "../../port/audit.ts";
import type { Run } from "../../port/run.ts";
import type { DecisionRow, OrderRow, RowValues } from "../../rows/projection.ts";
import { type RowTable, rowColumns } from "../../rows/row-columns.ts";
import { countsOfRows } from "../questions/counts-of-rows.ts";
import { countsOffset } from "../registry/operations.ts";
import { runs } from "../registry/runs.ts";
import { all, first, places, type Row, type Runner, type Script } from "../script.ts";
import { readCheckpoints } from "./checkpoints.ts";
import { readSeals } from "./seals.ts";
import { readSteps } from "./steps.ts";

/** A connection that sees one moment, and that nobody else uses. */
export interface Moment {
  readonly read: Runner["read"];
  close(): Promise<void>;
}

/** Opens an audit; it stands still at its moment, and is closed with it. */
export async function openAudit(moment: Moment, { operation, id }: Run): Promise<Audit> {
  const run = (await moment.read(runs(operation))).find((run) => run.id === id);
  if (!run) {
    await moment.close();
    throw new RangeError(`operation ${operation} has no run ${id}`);
  }
  return new AuditOfMoment(moment, run);
}

class AuditOfMoment implements Audit {
  readonly run: Run;
  readonly #moment: Moment;

  constructor(moment: Moment, run: Run) {
    this.#moment = moment;
    this.run = run;
  }

  steps(...[afterSeq, onDamage]: Parameters<Audit["steps"]>): ReturnType<Audit["steps"]> {
    return readSteps(this.#moment.read, this.run, afterSeq, onDamage);
  }

  checkpoints(): Promise<KeptCheckpoint[]> {
    return this.#moment.read(checkpointsAndSeals(this.run));
  }

  rows(table: RowTable, ids: Iterable<string>): Promise<Map<string, RowValues>> {
    return this.#moment.read(rowsOf(this.run, table, [...ids]));
  }

  rowTotals(): ReturnType<Audit["rowTotals"]> {
    return this.#moment.read(rowTotals(this.run));
  }

  async decisions(fromSeq: number, toSeq: number): Promise<DecisionRow[]> {
    const rows = await this.#moment.read(
      all(
        `SELECT seq, ordinal, at, subject, kind, decision, reason, inputs, settings_version AS settingsVersion
         FROM decisions WHERE operation = ? AND run = ? AND seq BETWEEN ? AND ? ORDER BY seq, ordinal`,
        [this.run.operation, this.run.id, fromSeq, toSeq],
      ),
    );
    return rows as unknown as DecisionRow[];
  }

  async orders(fromSeq: number, toSeq: number): Promise<OrderRow[]> {
    const rows = await this.#moment.read(
      all(
        `SELECT seq, ordinal, at, name AS "order", callback, act, not_before AS notBefore, skill, author, why, outcome
         FROM supervisor_orders WHERE operation = ? AND run = ? AND seq BETWEEN ? AND ? ORDER BY seq, ordinal`,
        [this.run.operation, this.run.id, fromSeq, toSeq],
      ),
    );
    return rows as unknown as OrderRow[];
  }

  wrongCounts(range: { from: number; to: number } | null, limit: number): Promise<WrongCount[]> {
    return this.#moment.read(wrongCounts(this.run.operation, range, limit));
  }

  close(): Promise<void> {
    return this.#moment.close();
  }
}

function* checkpointsAndSeals(run: Run): Script<KeptCheckpoint[]> {
  const checkpoints = yield* readCheckpoints(run, Number.MAX_SAFE_INTEGER);
  return [...checkpoints, ...(yield* readSeals(run))].sort((one, other) => other.seq - one.seq);
}

function* rowsOf(
  { operation, id: run }: Run,
  table: RowTable,
  ids: readonly string[],
): Script<Map<string, RowValues>> {
  const rows = new Map<string, RowValues>();
  for (let at = 0; at < ids.length; at += ROWS_AT_A_TIME) {
    const some = ids.slice(at, at + ROWS_AT_A_TIME);
    // As many places each time, so that one statement does for all.
    const bound = [
      operation,
      run,
      ...some,
      ...Array.from({ length: ROWS_AT_A_TIME - some.length }, () => null),
    ];
    for (const { id, ...row } of yield* all(selectRows(table), bound))
      rows.set(id as string, row as RowValues);
  }
  return rows;
}

const ROWS_AT_A_TIME = 32;

function selectRows(table: RowTable): string {
  return `SELECT id, ${rowColumns[table].join(", ")} FROM ${table}
    WHERE operation = ? AND run = ? AND id IN (${places(ROWS_AT_A_TIME)})`;
}

function* rowTotals({ operation, id }: Run): Script<Awaited<ReturnType<Audit["rowTotals"]>>> {
  function* total(table: RowTable | "decisions" | "supervisor_orders"): Script<number> {
    const sql = `SELECT count(*) AS total FROM ${table} WHERE operation = ? AND run = ?`;
    return (yield* first(sql, [operation, id]))!["total"] as number;
  }
  return {
    calls: yield* total("calls"),
    callbacks: yield* total("callbacks"),
    attempts: yield* total("attempts"),
    decisions: yield* total("decisions"),
    orders: yield* total("supervisor_orders"),
  };
}

function* wrongCounts(
  operation: number,
  range: { from: number; to: number } | null,
  limit: number,
): Script<WrongCount[]> {
  const days = range
    ? yield* wholeDays(operation, range)
    : { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
  const wrong: WrongCount[] = [];
  for (const [level, { name, lengthMs }] of levels.entries()) {
    const rows = yield* all(wrongCountsSql(), { operation, level, length: lengthMs, ...days, limit });
    wrong.push(...rows.map((row) => wrongCountOf(name, row)));
  }
  return wrong.slice(0, limit);
}

/** Blocks of the longest level hold whole blocks of the others. */
function* wholeDays(
  operation: number,
  { from, to }: { from: number; to: number },
): Script<{ from: number; to: number }> {
  const offset = yield* countsOffset(operation);
  const longest = levels.length - 1;
  return {
    from: blockStart(longest, from, offset),
    to: blockStart(longest, to, offset) + levels[longest]!.lengthMs,
  };
}

/** Both sides in one grouping, not joined: a join of the two compares each block with each other one. */
const wrongCountsSql = () => `
  SELECT start, skill, sum(kept_treatment) AS kept_treatment, sum(counted_treatment) AS counted_treatment,
    sum(kept_yes) AS kept_yes, sum(counted_yes) AS counted_yes, sum(kept_ok) AS kept_ok, sum(counted_ok) AS counted_ok,
    sum(kept_fail) AS kept_fail, sum(counted_fail) AS counted_fail
  FROM (
    SELECT start, skill, treatment AS kept_treatment, 0 AS counted_treatment, yes AS kept_yes, 0 AS counted_yes,
      recall_ok AS kept_ok, 0 AS counted_ok, recall_fail AS kept_fail, 0 AS counted_fail
    FROM counts WHERE operation = :operation AND level = :level AND start >= :from AND start < :to
    UNION ALL
    SELECT start, skill, 0, treatment, 0, yes, 0, recall_ok, 0, recall_fail
    FROM (${countsOfRows("arrived_at >= :from AND arrived_at < :to")}) AS counted
  ) AS both_sides
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
