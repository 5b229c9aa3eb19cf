import type { DatabaseSync } from "node:sqlite";
import { Changes, project } from "../../rows/projection.ts";
import { ChangesWriter } from "../changes-writer.ts";
import { operations } from "../registry/operations.ts";
import { runs } from "../registry/runs.ts";
import { stepsInChunks } from "../steps.ts";

/**
 * Writes the rows of calls, callbacks, attempts, decisions and orders anew from the steps, in the caller's
 * transaction: after the schema changed they hold what an older Espera did not keep. Counts stay as they are.
 * Faults: `journal-damaged`.
 */
export function rebuildRows(database: DatabaseSync): void {
  const writer = new ChangesWriter(database);
  for (const table of ["calls", "callbacks", "attempts", "decisions", "supervisor_orders"])
    database.exec(`DELETE FROM ${table}`);
  for (const { id: operation } of operations(database))
    for (const run of runs(database, operation))
      for (const steps of stepsInChunks(database, run, 0)) {
        const changes = new Changes();
        for (const step of steps) project(changes, step, step.events);
        writer.write(operation, run.id, changes);
      }
}
