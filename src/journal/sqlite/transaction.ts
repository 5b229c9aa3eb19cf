import type { DatabaseSync } from "node:sqlite";
import { Fault } from "../../line/faults.ts";

/**
 * Runs `work` in a transaction that takes the right to write at once, so that what it reads still holds when it
 * writes. Everything or nothing: whatever `work` throws undoes it.
 * Faults: `journal-busy` when another process kept writing, `journal-unwritable` when the disk refuses.
 */
export function immediately<T>(database: DatabaseSync, work: () => T): T {
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
    throw asFault(error);
  }
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

function asFault(error: unknown): unknown {
  if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) return error;
  // The low byte of SQLite's extended result codes is the primary one.
  switch (error.errcode & 0xff) {
    case BUSY:
      return new Fault("journal-busy", {}, { cause: error });
    case READONLY:
    case IOERR:
    case FULL:
    case CANTOPEN:
      return new Fault("journal-unwritable", { problem: error.message }, { cause: error });
    default:
      return error;
  }
}

// https://www.sqlite.org/rescode.html
const BUSY = 5;
const READONLY = 8;
const IOERR = 10;
const FULL = 13;
const CANTOPEN = 14;
