import type { DatabaseSync } from "node:sqlite";
import type { Journal } from "../port/journal.ts";
import type { Runner } from "../sql/script.ts";
import type { Moment } from "../sql/steps/audit.ts";
import { journalOf } from "../sql/steps/journal.ts";
import { SqliteAppender } from "./append/append.ts";
import { runScript } from "./database/run-script.ts";
import type { LastSteps } from "./steps/last-steps.ts";

/** The runs and steps in the journal of a file. */
export function sqliteJournal(given: {
  readonly runner: Runner;
  readonly writer: DatabaseSync;
  /** Where the last step is noted beside the file. */
  readonly lastSteps: LastSteps | null;
  /** A connection that sees one moment while others write; who asks for it closes it. */
  readonly connect: () => DatabaseSync;
}): Journal {
  const { runner, writer, lastSteps, connect } = given;
  const appender = new SqliteAppender(writer);
  const moment = async (): Promise<Moment> => {
    const database = connect();
    database.exec("BEGIN");
    // The moment is that of the first look, and appends may come before the audit's own.
    database.prepare("SELECT count(*) FROM operations").get();
    return {
      read: async (script) => runScript(database, script),
      close: async () => database.close(),
    };
  };
  return {
    ...journalOf(runner, moment),
    async append(run, batch) {
      appender.append(run, batch);
      const last = batch.steps.at(-1);
      if (last && run.kind === "live") lastSteps?.note(run.operation, last.seq);
    },
  };
}
