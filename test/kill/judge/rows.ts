import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteStore } from "../../../src/journal/sqlite/store.ts";
import { verifyOperation } from "../../../src/journal/verify/verify.ts";
import { OPERATION } from "../story-settings.ts";

export interface CallRow {
  readonly id: string;
  readonly question_at: number | null;
  readonly ended_at: number | null;
}

export interface CallbackRow {
  readonly id: string;
  readonly skill: number;
  readonly status: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly promised_from: number;
  readonly promised_until: number;
  readonly ended_at: number | null;
}

export interface AttemptRow {
  readonly id: string;
  readonly callback: string;
  readonly n: number;
  readonly dialled_at: number;
  readonly ended_at: number | null;
  readonly result: string | null;
}

/** What is kept of an order of a supervisor: `why` is what they said. */
export interface OrderRow {
  readonly callback: string;
  readonly why: string;
  readonly outcome: string;
}

/** What the journal of a data directory says of the live run of the story, by id. */
export interface Rows {
  readonly calls: ReadonlyMap<string, CallRow>;
  readonly callbacks: ReadonlyMap<string, CallbackRow>;
  readonly attempts: ReadonlyMap<string, AttemptRow>;
  readonly orders: readonly OrderRow[];
  /** Of each upload that is whole, when its first call arrived and how many there are. */
  readonly uploads: readonly { readonly from: number; readonly calls: number }[];
}

/** Reads the rows with SQL of its own, past the store that wrote them. */
export function readRows(directory: string): Rows {
  const database = new DatabaseSync(join(directory, "espera.db"), { readOnly: true });
  const live = `operation IN (SELECT id FROM operations WHERE name = '${OPERATION}')
    AND run IN (SELECT run FROM runs WHERE runs.operation = operation AND kind = 'live')`;
  const rowsOf = <T>(table: string) =>
    database.prepare(`SELECT * FROM ${table} WHERE ${live}`).all() as unknown as T[];
  const byId = <T extends { readonly id: string }>(table: string) =>
    new Map(rowsOf<T>(table).map((row) => [row.id, row]));
  try {
    return {
      calls: byId("calls"),
      callbacks: byId("callbacks"),
      attempts: byId("attempts"),
      orders: rowsOf("supervisor_orders"),
      uploads: database
        .prepare(
          `SELECT min(arrived_at) AS "from", count(*) AS calls FROM calls JOIN runs USING (operation, run)
           WHERE kind = 'imported' AND complete = 1 GROUP BY operation, run ORDER BY 1`,
        )
        .all() as unknown as Rows["uploads"],
    };
  } finally {
    database.close();
  }
}

/** What `diagram_2` must say of a skill, in its words. */
export interface SkillCounts {
  readonly skill_id: string;
  readonly treatment: string;
  readonly customer_say_no: string;
  readonly customer_say_yes: string;
  readonly recall_fail: string;
  readonly recall_ok: string;
  /** Not known: never a number. */
  readonly service_level_up: "";
}

/** Counts the events of the story's steps, one by one. */
export async function countSteps(directory: string): Promise<SkillCounts[]> {
  const store = await openSqliteStore({ directory, readOnly: true });
  const counts = new Map<number, { treatment: number; yes: number; ok: number; fail: number }>();
  const of = (skill: number) => {
    const known = counts.get(skill) ?? { treatment: 0, yes: 0, ok: 0, fail: 0 };
    counts.set(skill, known);
    return known;
  };
  try {
    const operation = (await store.operations()).find(({ name }) => name === OPERATION);
    const runs = operation ? await store.runs(operation.id) : [];
    for (const run of runs.filter(({ kind }) => kind === "live"))
      for await (const steps of store.steps(run, 0))
        for (const event of steps.flatMap((step) => step.events)) {
          if (event.type === "question-began") of(event.skill).treatment++;
          if (event.type === "callback-registered") of(event.skill).yes++;
          if (event.type !== "callback-ended") continue;
          if (event.status === "OK") of(event.skill).ok++;
          if (event.status === "FAIL" || event.status === "NO USER") of(event.skill).fail++;
        }
  } finally {
    await store.close();
  }
  return [...counts]
    .sort(([one], [other]) => one - other)
    .map(([skill, { treatment, yes, ok, fail }]) => ({
      skill_id: String(skill),
      treatment: String(treatment),
      customer_say_no: String(treatment - yes),
      customer_say_yes: String(yes),
      recall_fail: String(fail),
      recall_ok: String(ok),
      service_level_up: "",
    }));
}

/** What `journal verify --all` finds wrong, in all runs. */
export async function problemsOfJournal(directory: string): Promise<string[]> {
  const store = await openSqliteStore({ directory, readOnly: true });
  try {
    const problems: string[] = [];
    for (const operation of await store.operations())
      for await (const result of verifyOperation(store, operation.id, { all: true }))
        problems.push(...result.problems);
    return problems;
  } finally {
    await store.close();
  }
}
