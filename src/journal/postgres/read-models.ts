import type pg from "pg";
import type { ReadModels } from "../port/questions.ts";
import type { RowLimits, RowsWanted, WrittenRows } from "../rows/report-rows.ts";
import { dayVersions } from "../sql/questions/day-versions.ts";
import {
  type QuestionAnswer,
  type QuestionName,
  type QuestionParameters,
  scriptOf,
} from "../sql/questions/questions.ts";
import { rowsAsText, rowsStatement } from "../sql/questions/written-rows.ts";
import { countsVersion } from "../sql/registry/operations.ts";
import type { DatabasePool } from "./connection/database-pool.ts";
import { translated } from "./connection/dialect.ts";
import { postgresRunner, readMomentOn } from "./connection/run-script.ts";
import { stoppable, untilStopped } from "./connection/stoppable.ts";

/** The read models of a database. What may take long is asked on `reports`, whose connections can be stopped. */
export function postgresReadModels(soon: DatabasePool, reports: DatabasePool): ReadModels {
  const { read, readMoment } = postgresRunner(soon);
  const beside = <T>(work: (client: pg.PoolClient) => Promise<T>, signal: AbortSignal) =>
    stoppable({ pool: reports, others: soon, signal }, work);
  const ask = <Q extends QuestionName>(
    query: Q,
    parameters: QuestionParameters<Q>,
    signal?: AbortSignal,
  ): Promise<QuestionAnswer<Q>> => {
    const script = scriptOf(query, parameters);
    if (!signal) return readMoment(script);
    return beside((client) => readMomentOn(client, untilStopped(script, signal)), signal);
  };
  return {
    smartWaitCounts: (operation, from, to, signal) => ask("smartWaitCounts", [operation, from, to], signal),
    serviceLevelCounts: (...asked) => ask("serviceLevelCounts", asked),
    liftOfSkills: (operation, from, to, signal) => ask("liftOfSkills", [operation, from, to], signal),
    loadSums: (...asked) => ask("loadSums", asked),
    callbacks: (operation, wanted, signal) => ask("callbacks", [operation, wanted], signal),
    callback: (...asked) => ask("callback", asked),
    recentCalls: (...asked) => ask("recentCalls", asked),
    call: (operation, id, signal) => ask("call", [operation, id], signal),
    callbackChanges: (...asked) => ask("callbackChanges", asked),
    person: (...asked) => ask("person", asked),
    smartWaitSums: (operation, wanted, signal) => ask("smartWaitSums", [operation, wanted], signal),
    callSums: (operation, wanted, signal) => ask("callSums", [operation, wanted], signal),
    lastCalls: (operation, skills, signal) => ask("lastCalls", [operation, skills], signal),
    writeRows: (operation, wanted, limits, signal) =>
      beside((client) => writeRows(client, operation, wanted, limits), signal),
    rowsVersion: (...range) => read(dayVersions(...range)),
    countsVersion: (operation) => read(countsVersion(operation)),
    close: async () => {},
  };
}

async function writeRows(
  client: pg.ClientBase,
  operation: number,
  wanted: RowsWanted,
  limits: RowLimits,
): Promise<WrittenRows> {
  const { text, values } = translated(rowsStatement(operation, wanted));
  // Read at once: a cursor needs an open transaction for as long as somebody reads.
  const { rows } = await client.query<unknown[]>({
    text: `${text} LIMIT ${limits.rows + 1}`,
    values: [...values],
    rowMode: "array",
  });
  return rowsAsText(wanted, limits, rows);
}
