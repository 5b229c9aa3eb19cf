import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { RowLimits, RowsWanted, WrittenRows } from "../../rows/report-rows.ts";
import {
  type QuestionAnswer,
  type QuestionName,
  type QuestionParameters,
  scriptOf,
} from "../../sql/questions/questions.ts";
import { rowsAsText, rowsStatement } from "../../sql/questions/written-rows.ts";
import { damageIn } from "../database/damage.ts";
import { runScript } from "../database/run-script.ts";
import { atOneMoment } from "../database/transaction.ts";

/** What is asked of a connection besides the questions that every store answers alike. */
const own = { writeRows, damage: damageIn };

type OwnName = keyof typeof own;
type AfterDatabase<T> = T extends (database: DatabaseSync, ...asked: infer Asked) => unknown ? Asked : never;

/** The name of a question. */
export type QueryName = QuestionName | OwnName;
export type QueryParameters<Q extends QueryName> = Q extends OwnName
  ? AfterDatabase<(typeof own)[Q]>
  : Q extends QuestionName
    ? QuestionParameters<Q>
    : never;
export type QueryAnswer<Q extends QueryName> = Q extends OwnName
  ? ReturnType<(typeof own)[Q]>
  : Q extends QuestionName
    ? QuestionAnswer<Q>
    : never;

/** A question with its parameters. */
export type Ask = {
  [Q in QueryName]: { readonly query: Q; readonly parameters: QueryParameters<Q> };
}[QueryName];

/** Answers a question on a connection; what it reads belongs together. */
export function answerTo({ query, parameters }: Ask, database: DatabaseSync): unknown {
  if (query in own)
    return (own as Record<string, (...asked: unknown[]) => unknown>)[query]!(database, ...parameters);
  return atOneMoment(database, () =>
    runScript(database, scriptOf(query as QuestionName, parameters as QuestionParameters<QuestionName>)),
  );
}

/** A thread that is stopped ends between two rows. */
function writeRows(
  database: DatabaseSync,
  operation: number,
  wanted: RowsWanted,
  limits: RowLimits,
): WrittenRows {
  const { sql, bound } = rowsStatement(operation, wanted);
  const select = database.prepare(sql);
  select.setReturnArrays(true);
  const rows = select.iterate(...(bound as SQLInputValue[]));
  return rowsAsText(wanted, limits, rows as Iterable<unknown> as Iterable<readonly unknown[]>);
}
