import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { Fault } from "../../../faults/faults.ts";
import { asJournalFault, isUnwritable } from "./journal-fault.ts";

/** Name of a database that lives in memory and belongs to one connection. */
export const IN_MEMORY = ":memory:";

/** How long a connection waits for another process that writes. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens the connection that writes, and makes the file where there is none: the file for its owner only, and its
 * directory too when it is made here (the files that SQLite puts beside it take the same rights).
 * Faults: those of `asJournalFault`.
 */
export function openWriter(file: string, timeout = BUSY_TIMEOUT_MS): DatabaseSync {
  if (file !== IN_MEMORY) makePrivate(file);
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { timeout });
    if (file !== IN_MEMORY) useWriteAheadLog(database);
    // FULL: a committed step survives the loss of power. The log is folded into the file every 16 MB, not the usual
    // 4, because most pages that a batch touches are touched again by the next.
    database.exec("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536");
    // What leaves a page is overwritten in it where that costs no writing; see `erasure.ts` for the rest.
    database.exec("PRAGMA secure_delete = FAST");
    return database;
  } catch (error) {
    database?.close();
    throw asJournalFault(error);
  }
}

/** Opens a connection that cannot write. Faults: `journal-not-found`, and those of `asJournalFault`. */
export function openReader(file: string): DatabaseSync {
  if (!existsSync(file)) throw new Fault("journal-not-found", { file });
  try {
    const database = opened(file) ?? openWhereNothingCanBeMade(file);
    database.exec("PRAGMA cache_size = -16384");
    return database;
  } catch (error) {
    throw asJournalFault(error);
  }
}

/** `null`: SQLite wants to make the index of the write-ahead log beside the file, and may not. */
function opened(file: string): DatabaseSync | null {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    database.prepare("SELECT 1 FROM sqlite_schema").get();
    return database;
  } catch (error) {
    database.close();
    if (isUnwritable(error) && !mayMakeFiles(dirname(file))) return null;
    throw error;
  }
}

function mayMakeFiles(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens a file in a folder without the right to write, or on a read-only file system. Nobody with this user's rights
 * writes to it, so it is read without locks: as it stands where there is no write-ahead log, else with the log's index
 * in memory.
 */
function openWhereNothingCanBeMade(file: string): DatabaseSync {
  const address = pathToFileURL(file);
  const hasLog = existsSync(`${file}-wal`);
  address.search = hasLog ? "vfs=unix-none" : "immutable=1";
  const database = new DatabaseSync(address, { readOnly: true });
  try {
    if (hasLog) database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.prepare("SELECT 1 FROM sqlite_schema").get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function makePrivate(file: string): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, "a", 0o600));
}

/** The mode stays in the file; the change to it needs the file for itself, so it is asked for only once. */
function useWriteAheadLog(database: DatabaseSync): void {
  const mode = database.prepare("PRAGMA journal_mode").get()?.["journal_mode"];
  if (mode !== "wal") database.exec("PRAGMA journal_mode = WAL");
}
