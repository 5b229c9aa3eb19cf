import { createReadStream, existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import type { PersonId } from "../../../line/ids.ts";
import { deletePeople } from "../../sql/people/erasure.ts";
import { IN_MEMORY } from "../database/connection.ts";
import { runScript } from "../database/run-script.ts";
import { immediately } from "../database/transaction.ts";

/** How often, and how long apart, others are waited for who read what was there before. */
const TRIES = 8;
const BETWEEN_TRIES_MS = 50;

const TELEPHONE_NUMBER = /^\+?\d{7,}$/;

/** Takes people out, and overwrites the pages that held them. Gives the numbers taken out. */
export function overwritePeople(
  database: DatabaseSync,
  operation: number,
  people: readonly PersonId[],
): string[] {
  return overwriting(database, () =>
    immediately(database, () => runScript(database, deletePeople(operation, people))),
  );
}

/**
 * Sees to it that no file of the journal holds any of these numbers: folds the write-ahead log into the database and
 * empties it, reads all of both, and rewrites the people should a page still hold a copy that SQLite left there
 * when it moved rows between pages. `false` where another process kept reading what was there before. Looked for are
 * telephone numbers that nobody has any more: shorter keys of imported customers are found in any file.
 */
export async function cleanFiles(
  database: DatabaseSync,
  file: string,
  numbers: readonly string[],
): Promise<boolean> {
  if (file === IN_MEMORY) return true;
  if (!(await emptyLog(database))) return false;
  const has = database.prepare("SELECT 1 FROM people WHERE number = ?");
  const gone = numbers.filter((number) => TELEPHONE_NUMBER.test(number) && !has.get(number));
  if (!(await holdsAny(file, gone))) return true;
  rewritePeople(database);
  return (await emptyLog(database)) && !(await holdsAny(file, gone));
}

/** Folds the write-ahead log into the file and cuts it to nothing, once nobody reads an earlier moment any more. */
async function emptyLog(database: DatabaseSync): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    if (emptyLogNow(database)) return true;
    if (tries === TRIES) return false;
    await wait(BETWEEN_TRIES_MS);
  }
}

/** Without waiting: SQLite waits for readers in the thread that must go on deciding. */
function emptyLogNow(database: DatabaseSync): boolean {
  const timeout = Number(database.prepare("PRAGMA busy_timeout").get()?.["timeout"]);
  database.exec("PRAGMA busy_timeout = 0");
  try {
    return database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()?.["busy"] === 0;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${timeout}`);
  }
}

/** Copies the people out and in again: the pages they leave are overwritten, and those they come to are new. */
function rewritePeople(database: DatabaseSync): void {
  database.exec("PRAGMA temp_store = MEMORY");
  overwriting(database, () =>
    immediately(database, () => {
      database.exec("CREATE TEMP TABLE people_kept AS SELECT * FROM main.people ORDER BY operation, id");
      database.exec("DELETE FROM main.people; INSERT INTO main.people SELECT * FROM people_kept");
      database.exec("DROP TABLE people_kept");
    }),
  );
}

/** While it runs, what is deleted is overwritten with zeros, and pages that become free are. */
function overwriting<T>(database: DatabaseSync, work: () => T): T {
  database.exec("PRAGMA secure_delete = ON");
  try {
    return work();
  } finally {
    database.exec("PRAGMA secure_delete = FAST");
  }
}

async function holdsAny(file: string, numbers: readonly string[]): Promise<boolean> {
  for (const part of [file, `${file}-wal`])
    if (existsSync(part) && (await fileHoldsAny(part, numbers))) return true;
  return false;
}

/** Reads the file once, in pieces that overlap by the length of what is looked for. */
async function fileHoldsAny(file: string, numbers: readonly string[]): Promise<boolean> {
  const overlap = Math.max(0, ...numbers.map((number) => Buffer.byteLength(number) - 1));
  let end = Buffer.alloc(0);
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([end, piece as Buffer]);
    if (numbers.some((number) => bytes.includes(number))) return true;
    end = bytes.subarray(bytes.length - Math.min(overlap, bytes.length));
  }
  return false;
}
