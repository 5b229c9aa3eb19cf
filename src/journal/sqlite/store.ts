import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Fault } from "../../faults/faults.ts";
import { archiveSteps, restoreSteps } from "../archive/archive.ts";
import type { ReadModels } from "../port/questions.ts";
import type { Store } from "../port/store.ts";
import { liftRecordsOf } from "../sql/lift/lift-records.ts";
import { accountsOf } from "../sql/registry/accounts.ts";
import { registryOf } from "../sql/registry/registry.ts";
import { sessionByHash } from "../sql/registry/sessions.ts";
import { backUp } from "./database/backup.ts";
import { IN_MEMORY, openReader, openWriter } from "./database/connection.ts";
import { damageIn } from "./database/damage.ts";
import { asJournalFault } from "./database/journal-fault.ts";
import { migrateSqlite, requireCurrentFile } from "./database/migrations.ts";
import { runScript, sqliteRunner } from "./database/run-script.ts";
import { takeTurns } from "./database/write-turn.ts";
import { sqliteJournal } from "./journal.ts";
import { sqlitePeople } from "./people/people.ts";
import { readModelsInMemory, readModelsOfFile } from "./questions/read-models.ts";
import { ReaderThread } from "./questions/reader-thread.ts";
import { claimDirectory } from "./registry/claim.ts";
import { TokenReader } from "./registry/token-reader.ts";
import {
  acceptShorter,
  foundBeside,
  LastSteps,
  markClosed,
  markOpen,
  requireWhole,
} from "./steps/last-steps.ts";

/** Where the journal is: `espera.db` in a directory, or in memory until the store is closed. */
export type Location =
  | {
      readonly directory: string;
      readonly readOnly?: boolean;
      /** By the server that has the claim: it learns of a journal that lost steps, and marks it as being written. */
      readonly serves?: boolean;
      /** How long to wait for another process that writes; 5 s when left out. */
      readonly busyTimeoutMs?: number;
    }
  | { readonly file: typeof IN_MEMORY };

/**
 * Opens the journal, and makes it where there is none. With `readOnly` it must be there, and what would write fails.
 * Faults: those of `migrateSqlite` and `asJournalFault`, `journal-not-found` and `journal-older`; for who serves, `journal-shorter`.
 */
export async function openSqliteStore(location: Location): Promise<Store> {
  if ("file" in location) {
    const database = openWriter(IN_MEMORY);
    migrateSqlite(database, IN_MEMORY, Date.now());
    return storeOn(IN_MEMORY, database, database, false);
  }
  const file = journalFile(location.directory);
  const beside = location.serves ? foundBeside(file) : null;
  const writer = location.readOnly ? null : openWriter(file, location.busyTimeoutMs);
  let reader: DatabaseSync | null = null;
  try {
    if (writer && beside) requireWhole(writer, file, beside);
    if (writer) migrateSqlite(writer, file, Date.now());
    if (writer && beside) markOpen(writer);
    if (writer) takeTurns(writer, { first: location.serves === true });
    reader = openReader(file);
    if (!writer) requireCurrentFile(reader, file);
    return storeOn(file, writer ?? reader, reader, beside !== null);
  } catch (error) {
    reader?.close();
    writer?.close();
    throw asJournalFault(error);
  }
}

/**
 * Takes the journal of a directory as it is, though it is shorter than it was. Faults: `journal-not-found`, and those of
 * the claim.
 */
export function acceptJournal(directory: string): void {
  const file = journalFile(directory);
  if (!existsSync(file)) throw new Fault("journal-not-found", { file });
  const claim = claimDirectory(directory);
  try {
    const writer = openWriter(file);
    acceptShorter(writer, file);
    writer.close();
  } catch (error) {
    throw asJournalFault(error);
  } finally {
    claim.release();
  }
}

function journalFile(directory: string): string {
  return join(directory, "espera.db");
}

/**
 * The store over node:sqlite: it works in the calling thread, so a promise is fulfilled when the work is done. `serves`:
 * it marks the journal as closed at the end.
 */
function storeOn(file: string, writer: DatabaseSync, reader: DatabaseSync, serves: boolean): Store {
  const inMemory = file === IN_MEMORY;
  const lastSteps = inMemory ? null : new LastSteps(file);
  const inspector = new ReaderThread(file);
  const opened = new Set<ReadModels>();
  const runner = sqliteRunner(writer, reader);
  const tokens = new TokenReader(reader, { writtenByOthers: !inMemory });
  /** For work that must see one moment while others write; a journal in memory is copied for that. */
  const connect = () => {
    if (!inMemory) return openReader(file);
    const copy = openWriter(IN_MEMORY);
    copy.deserialize(writer.serialize());
    return copy;
  };
  return {
    ...sqliteJournal({ runner, writer, lastSteps, connect }),
    ...sqlitePeople(file, writer, runner),
    ...registryOf(runner),
    ...liftRecordsOf(runner),
    token: (id) => tokens.find(id),
    accounts: {
      ...accountsOf(runner),
      session: (secretHash) => runScript(reader, sessionByHash(secretHash)),
    },

    archive: (run, before, target) => archiveSteps(runner, run, before, target),
    restore: (archived) => restoreSteps(runner, archived),
    async damage({ thorough }) {
      if (inMemory) return damageIn(reader, thorough);
      return (await inspector.ask({ query: "damage", parameters: [thorough] })) as string[];
    },
    async backup(target) {
      const source = connect();
      try {
        await backUp(source, target);
      } finally {
        source.close();
      }
    },

    readModels() {
      const models = inMemory ? readModelsInMemory(reader) : readModelsOfFile(file, reader);
      opened.add(models);
      return models;
    },
    ownership: () => null,
    async close() {
      await inspector.close();
      await Promise.all([...opened].map((models) => models.close()));
      lastSteps?.close();
      reader.close();
      if (serves) markClosed(writer);
      if (writer !== reader) writer.close();
    },
  };
}
