import type { DatabaseSync } from "node:sqlite";
import { changesOf } from "../../rows/projection.ts";
import { operations } from "../../sql/registry/operations.ts";
import { runs } from "../../sql/registry/runs.ts";
import { StepsInChunks } from "../../sql/steps/steps.ts";
import { ChangesWriter } from "../append/changes-writer.ts";
import { runScript } from "./run-script.ts";

/**
 * Rebuilds the rows of calls, callbacks, attempts, decisions and orders from the steps, in the caller's
 * transaction: after the schema changed they hold what an older Espera did not keep. Counts stay as they are.
 * Faults: `journal-damaged`.
 */
export function rebuildRows(database: DatabaseSync): void {
  const writer = new ChangesWriter(database);
  for (const table of ["calls", "callbacks", "attempts", "decisions", "supervisor_orders"])
    database.exec(`DELETE FROM ${table}`);
  for (const { id: operation } of runScript(database, operations()))
    for (const run of runScript(database, runs(operation))) {
      const chunks = new StepsInChunks(run, 0);
      for (let steps = runScript(database, chunks.next()); steps.length > 0; ) {
        writer.write(operation, run.id, changesOf(steps));
        steps = runScript(database, chunks.next());
      }
    }
}
