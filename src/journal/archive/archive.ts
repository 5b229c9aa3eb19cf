import { closeSync, existsSync, linkSync, openSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { Fault } from "../../faults/faults.ts";
import type { LocalMonth } from "../../time/local-month.ts";
import type { Run } from "../port/run.ts";
import type { ArchivedSteps } from "../port/upkeep.ts";
import { all, each, first, type Row, type Runner, type Script } from "../sql/script.ts";
import { hashAt } from "../sql/steps/hashes.ts";
import { beginAt, sweep } from "../sql/steps/kept-steps.ts";
import { sealBefore } from "../sql/steps/seals.ts";
import { isUnwritable } from "../sqlite/database/journal-fault.ts";
import { stepHash, type WrittenStep } from "../step-hash.ts";

/** Steps written, put back or deleted in one transaction, so that a server beside it never waits for long. */
const AT_A_TIME = 1_000;

/**
 * An archive is an SQLite file: which steps of which operation it has, and the steps as the journal had them. `hash_before` and
 * `hash_after` are the running hashes of the step before the first and of the last.
 */
const ARCHIVE = `
  CREATE TABLE archive (
    operation TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, month TEXT NOT NULL,
    hash_before TEXT NOT NULL, hash_after TEXT NOT NULL
  ) STRICT;
  CREATE TABLE steps (
    seq INTEGER PRIMARY KEY, at REAL NOT NULL, exchange_at REAL, core_version INTEGER NOT NULL,
    settings_version INTEGER NOT NULL, fact TEXT NOT NULL, events TEXT NOT NULL, commands TEXT NOT NULL, hash TEXT
  ) STRICT;`;

const COLUMNS = "seq, at, exchange_at, core_version, settings_version, fact, events, commands, hash";

interface ArchiveHead {
  readonly operation: string;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly month: LocalMonth;
  readonly hash_before: string;
  readonly hash_after: string;
}

/**
 * Moves steps into a new file: first the file is whole and bears its name, then the journal begins later, then the
 * steps are deleted, some at a time. See `Store.archive` for its faults.
 */
export async function archiveSteps(
  { read, write }: Runner,
  run: Run,
  before: LocalMonth,
  file: string,
): Promise<ArchivedSteps> {
  const seal = await read(sealBefore(run, before));
  if (!seal || seal.seq <= run.firstSeq) throw new Fault("journal-not-sealed", { month: before });
  const operation = await read(nameOf(run.operation));
  const head: ArchiveHead = {
    operation,
    first_seq: run.firstSeq,
    last_seq: seal.seq - 1,
    month: seal.month,
    hash_before: await read(hashAt(run.operation, run.id, run.firstSeq - 1)),
    hash_after: seal.before,
  };
  await writeWhole(file, (archive) => writeArchive(archive, read, run, head));
  if (!(await write(() => beginAt(run, seal)))) {
    // What somebody else archived meanwhile is in their file.
    rmSync(file);
    throw new Fault("archived-meanwhile", { operation });
  }
  while ((await write(() => sweep(run, AT_A_TIME))) > 0) await setImmediate();
  return archived(head);
}

/** Puts the steps of an archive back. See `Store.restore` for its faults. */
export async function restoreSteps({ read, write }: Runner, file: string): Promise<ArchivedSteps> {
  const { archive, head } = openArchive(file);
  try {
    const place = await read(placeOf(head));
    for (const rows of rowsOf(archive, head, file)) {
      await write(() => putBack(place, rows));
      await setImmediate();
    }
    await write(() => beginBefore(place, head));
    return archived(head);
  } finally {
    archive.close();
  }
}

type Place = readonly [operation: number, run: number];

function* putBack(place: Place, rows: readonly Row[]): Script<void> {
  const written = COLUMNS.split(", ").slice(1);
  yield* each(
    `INSERT INTO steps (operation, run, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (operation, run, seq) DO UPDATE SET ${written.map((column) => `${column} = excluded.${column}`).join(", ")}`,
    rows.map((row) => [...place, ...Object.values(row)]),
  );
}

function* beginBefore(place: Place, head: ArchiveHead): Script<void> {
  const { first_seq: from, last_seq: to } = head;
  const kept = yield* first(
    "SELECT count(*) AS count FROM steps WHERE operation = ? AND run = ? AND seq BETWEEN ? AND ?",
    [...place, from, to],
  );
  const isWhole = kept?.["count"] === to - from + 1;
  const began = yield* first(
    `UPDATE runs SET first_seq = ?3, began_at = ${from === 1 ? "NULL" : "began_at"}
     WHERE operation = ?1 AND run = ?2 AND first_seq = ?4 RETURNING run`,
    [...place, from, to + 1],
  );
  if (!isWhole || !began) throw new Fault("archived-meanwhile", { operation: head.operation });
}

/** The live run into which the steps go, which begins where they end. */
function* placeOf(head: ArchiveHead): Script<Place> {
  const row = yield* first(
    `SELECT operations.id, runs.run, runs.first_seq, seals.before FROM operations
     JOIN runs ON runs.operation = operations.id AND runs.kind = 'live'
     LEFT JOIN seals ON seals.operation = runs.operation AND seals.run = runs.run AND seals.seq = runs.first_seq
     WHERE operations.name = ?`,
    [head.operation],
  );
  if (!row) throw new Fault("operation-unknown", { name: head.operation, known: yield* known() });
  const { last_seq: to, first_seq: from } = head;
  if (row["first_seq"] !== to + 1 || row["before"] !== head.hash_after)
    throw new Fault("archive-not-next", { from, to, first: row["first_seq"] as number });
  return [row["id"] as number, row["run"] as number];
}

/** The rows of an archive in chunks, each checked by its running hash. */
function* rowsOf(archive: DatabaseSync, head: ArchiveHead, file: string): Generator<readonly Row[]> {
  const next = archive.prepare(`SELECT ${COLUMNS} FROM steps WHERE seq > ? ORDER BY seq LIMIT ${AT_A_TIME}`);
  let hash = head.hash_before;
  let last = head.first_seq - 1;
  while (last < head.last_seq) {
    const rows = next.all(last) as Row[];
    for (const row of rows) {
      hash = hashAfter(hash, row);
      if (row["seq"] !== ++last || row["hash"] !== (hash || null))
        throw new Fault("archive-unreadable", { file, problem: `step ${last} is not what was written` });
    }
    if (rows.length === 0)
      throw new Fault("archive-unreadable", { file, problem: `step ${last + 1} is missing` });
    yield rows;
  }
}

/** The running hash after a step; none as long as the steps are older than hashes. */
function hashAfter(before: string, row: Row): string {
  if (row["hash"] === null && before === "") return "";
  return stepHash(before, {
    seq: row["seq"],
    at: row["at"],
    exchangeAt: row["exchange_at"],
    coreVersion: row["core_version"],
    settingsVersion: row["settings_version"],
    fact: row["fact"],
    events: row["events"],
    commands: row["commands"],
  } as WrittenStep);
}

async function writeArchive(
  archive: DatabaseSync,
  read: Runner["read"],
  run: Run,
  head: ArchiveHead,
): Promise<void> {
  archive.exec(ARCHIVE);
  const next = `SELECT ${COLUMNS} FROM steps WHERE operation = ? AND run = ? AND seq > ? AND seq <= ?
    ORDER BY seq LIMIT ${AT_A_TIME}`;
  const insert = archive.prepare(`INSERT INTO steps (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  let hash = head.hash_before;
  for (let last = head.first_seq - 1; last < head.last_seq; ) {
    const rows = await read(all(next, [run.operation, run.id, last, head.last_seq]));
    archive.exec("BEGIN");
    for (const row of rows) {
      hash = hashAfter(hash, row);
      if (row["seq"] !== ++last || row["hash"] !== (hash || null))
        throw new Fault("journal-damaged", { seq: last, run: run.id, problem: "it is not what was written" });
      insert.run(...Object.values(row));
    }
    archive.exec("COMMIT");
    if (rows.length === 0)
      throw new Fault("journal-damaged", { seq: last + 1, run: run.id, problem: "it is missing" });
    await setImmediate();
  }
  if (hash !== head.hash_after)
    throw new Fault("journal-damaged", {
      seq: head.last_seq,
      run: run.id,
      problem: "it is not what was sealed",
    });
  archive.prepare("INSERT INTO archive VALUES (?, ?, ?, ?, ?, ?)").run(...Object.values(head));
}

/** Under another name until it is whole, for the owner's eyes only; it never takes the place of another file. */
async function writeWhole(file: string, write: (archive: DatabaseSync) => Promise<void>): Promise<void> {
  if (existsSync(file)) throw new Fault("archive-target-exists", { file });
  const partial = `${file}.partial`;
  try {
    rmSync(partial, { force: true });
    closeSync(openSync(partial, "wx", 0o600));
    const archive = new DatabaseSync(partial);
    try {
      archive.exec("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL");
      await write(archive);
    } finally {
      archive.close();
    }
    linkSync(partial, file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "EEXIST") throw new Fault("archive-target-exists", { file }, { cause: error });
    if (isUnwritable(error) || (error instanceof Error && "syscall" in error))
      throw new Fault("output-unwritable", { file, problem: (error as Error).message }, { cause: error });
    throw error;
  } finally {
    rmSync(partial, { force: true });
  }
}

function openArchive(file: string): { readonly archive: DatabaseSync; readonly head: ArchiveHead } {
  if (!existsSync(file)) throw new Fault("archive-not-found", { file });
  let archive: DatabaseSync | null = null;
  try {
    archive = new DatabaseSync(file, { readOnly: true });
    const head = archive.prepare("SELECT * FROM archive").get();
    if (head) return { archive, head: head as unknown as ArchiveHead };
  } catch (cause) {
    archive?.close();
    throw new Fault("archive-unreadable", { file, problem: (cause as Error).message }, { cause });
  }
  archive.close();
  throw new Fault("archive-unreadable", { file, problem: "it is not whole" });
}

function archived({ operation, first_seq: from, last_seq: to, month }: ArchiveHead): ArchivedSteps {
  return { operation, from, to, month };
}

function* nameOf(operation: number): Script<string> {
  const row = yield* first("SELECT name FROM operations WHERE id = ?", [operation]);
  return row!["name"] as string;
}

function* known(): Script<string> {
  const rows = yield* all("SELECT name FROM operations ORDER BY id");
  return rows.map(({ name }) => name as string).join(", ");
}
