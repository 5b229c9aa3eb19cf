import type { DatabaseSync } from "node:sqlite";
import { Fault } from "../../../faults/faults.ts";
import type { ReadModels } from "../../port/questions.ts";
import { dayVersions } from "../../sql/questions/day-versions.ts";
import { countsVersion } from "../../sql/registry/operations.ts";
import { runScript } from "../database/run-script.ts";
import { type Ask, answerTo, type QueryAnswer, type QueryName, type QueryParameters } from "./answers.ts";
import { ReaderThread } from "./reader-thread.ts";
import { ReportThreads } from "./report-threads.ts";

/** Asks somebody who answers. */
type Asking = <Q extends QueryName>(
  query: Q,
  parameters: QueryParameters<Q>,
  signal?: AbortSignal,
) => Promise<QueryAnswer<Q>>;

/**
 * The read models of a journal in a file: questions go to a thread, those that may take long to threads of their own;
 * versions are read by `reader`, which only reads, on the main thread.
 */
export function readModelsOfFile(file: string, reader: DatabaseSync): ReadModels {
  const thread = new ReaderThread(file);
  const reports = new ReportThreads(file);
  return {
    ...questions(
      asking((ask, signal) => thread.ask(ask, signal)),
      asking((ask, signal = new AbortController().signal) => reports.ask(ask, signal)),
    ),
    ...versions(reader),
    close: async () => void (await Promise.all([thread.close(), reports.close()])),
  };
}

/** The read models of a journal in memory, which no other connection sees: answered on the one there is. */
export function readModelsInMemory(database: DatabaseSync): ReadModels {
  const here = asking(async (ask, signal) => {
    if (signal?.aborted) throw new Fault("query-stopped");
    return answerTo(ask, database);
  });
  return { ...questions(here, here), ...versions(database), close: async () => {} };
}

function asking(ask: (ask: Ask, signal?: AbortSignal) => Promise<unknown>): Asking {
  return <Q extends QueryName>(query: Q, parameters: QueryParameters<Q>, signal?: AbortSignal) =>
    ask({ query, parameters } as Ask, signal) as Promise<QueryAnswer<Q>>;
}

/** `soon` answers at once; `beside` what may take long. */
function questions(
  soon: Asking,
  beside: Asking,
): Omit<ReadModels, "rowsVersion" | "countsVersion" | "close"> {
  return {
    smartWaitCounts: (operation, from, to, signal) => soon("smartWaitCounts", [operation, from, to], signal),
    serviceLevelCounts: (...asked) => soon("serviceLevelCounts", asked),
    liftOfSkills: (operation, from, to, signal) => soon("liftOfSkills", [operation, from, to], signal),
    loadSums: (...asked) => soon("loadSums", asked),
    callbacks: (operation, wanted, signal) =>
      (signal ? beside : soon)("callbacks", [operation, wanted], signal),
    callback: (...asked) => soon("callback", asked),
    recentCalls: (...asked) => soon("recentCalls", asked),
    call: (operation, id, signal) => soon("call", [operation, id], signal),
    callbackChanges: (...asked) => soon("callbackChanges", asked),
    person: (...asked) => soon("person", asked),
    smartWaitSums: (operation, wanted, signal) => beside("smartWaitSums", [operation, wanted], signal),
    callSums: (operation, wanted, signal) => beside("callSums", [operation, wanted], signal),
    writeRows: (operation, wanted, limits, signal) =>
      beside("writeRows", [operation, wanted, limits], signal),
    lastCalls: (operation, skills, signal) => beside("lastCalls", [operation, skills], signal),
  };
}

function versions(reader: DatabaseSync): Pick<ReadModels, "rowsVersion" | "countsVersion"> {
  return {
    rowsVersion: (...range) => runScript(reader, dayVersions(...range)),
    countsVersion: (operation) => runScript(reader, countsVersion(operation)),
  };
}
