import type { DatabaseSync } from "node:sqlite";
import { asJournalFault } from "./journal-fault.ts";
import { inItsTurn } from "./write-turn.ts";

/**
 * Runs `work` in a transaction that takes the right to write at once, so that what it reads still holds when it
 * writes. Everything or nothing: whatever `work` throws undoes it.
 * Faults: `journal-busy` when another process kept writing, `journal-unwritable` when the disk refuses, and the others of
 * `asJournalFault`.
 */
export function immediately<T>(database: DatabaseSync, work: () => T): T {
  return inItsTurn(database, () => {
    try {
      database.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        // A full disk may have ended the transaction already.
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    } catch (error) {
      throw asJournalFault(error);
    }
  });
}

/** What `read` reads belongs together, whatever is written meanwhile. */
export function atOneMoment<T>(database: DatabaseSync, read: () => T): T {
  database.exec("BEGIN");
  try {
    return read();
  } finally {
    database.exec("COMMIT");
  }
}

/**
 * Commits what `write` writes without waiting for the disk: after a loss of power it may be missing, with all that was committed
 * after it and not synced either. The next commit that is synced makes it durable too.
 */
export function unsynced(database: DatabaseSync, write: () => void): void {
  database.exec("PRAGMA synchronous = NORMAL");
  try {
    write();
  } finally {
    database.exec("PRAGMA synchronous = FULL");
  }
}
