import { closeSync, existsSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Fault } from "../../../faults/faults.ts";

/**
 * The last durable step of each operation's live run, in a file beside the journal: a person who puts another journal in its
 * place, or loses its write-ahead log, is noticed. It is written over in place after each commit and never waited for, so
 * that after a loss of power it may say less than what is durable, and never more.
 */
export class LastSteps {
  readonly #file: string;
  #descriptor: number | null = null;

  /** `database`: the journal's file. */
  constructor(database: string) {
    this.#file = lastStepsFile(database);
  }

  note(operation: number, seq: number): void {
    const line = lineOf(seq);
    try {
      this.#descriptor ??= openSync(this.#file, existsSync(this.#file) ? "r+" : "w", 0o600);
      writeSync(this.#descriptor, line, operation * line.length);
    } catch {
      // What is durable stays durable without it.
    }
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}

/** What lay in the folder of a journal before anybody opened it. */
interface FoundBeside {
  /** Whether there was a write-ahead log with anything in it. */
  readonly hadLog: boolean;
  /** Last durable step by operation; `null`: nobody noted any. */
  readonly noted: ReadonlyMap<number, number> | null;
}

/** To be asked before the journal is opened: SQLite makes a log where there is none. */
export function foundBeside(database: string): FoundBeside {
  const log = statSync(`${database}-wal`, { throwIfNoEntry: false });
  return { hadLog: (log?.size ?? 0) > 0, noted: readNoted(lastStepsFile(database)) };
}

/**
 * Compares a journal with what was found beside it. Faults: `journal-shorter` when steps are missing that were durable,
 * or may be missing: a server was writing it when it was copied, and its log is not there.
 */
export function requireWhole(database: DatabaseSync, file: string, { hadLog, noted }: FoundBeside): void {
  if (!database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'runs'").get()) {
    if (noted && noted.size > 0) throw shorter(file, "it is empty");
    return;
  }
  const last = new Map(
    database
      .prepare("SELECT operation, last_seq FROM runs WHERE kind = 'live'")
      .all()
      .map((row) => [row["operation"] as number, row["last_seq"] as number]),
  );
  for (const [operation, seq] of noted ?? []) {
    const kept = last.get(operation) ?? 0;
    if (kept < seq)
      throw shorter(file, `operation ${operation} ends with step ${kept}, and step ${seq} was durable`);
  }
  if (!noted && !hadLog && isMarkedOpen(database))
    throw shorter(file, "it was copied without its log while a server was writing it");
}

/** Marks the journal's file as being written by a server: without its log a copy of it is not whole from now on. */
export function markOpen(database: DatabaseSync): void {
  if (isMarkedOpen(database)) return;
  // The mark itself must not be in the log alone.
  database.exec(`PRAGMA user_version = ${OPEN}; PRAGMA wal_checkpoint(PASSIVE)`);
}

/** What is in the file is whole, once the log is folded into it. */
export function markClosed(database: DatabaseSync): void {
  database.exec("PRAGMA user_version = 0");
}

/** Takes a journal as it is: what was noted of it is forgotten. Only the owner of the claim may do it. */
export function acceptShorter(database: DatabaseSync, file: string): void {
  rmSync(lastStepsFile(file), { force: true });
  markClosed(database);
}

function isMarkedOpen(database: DatabaseSync): boolean {
  return database.prepare("PRAGMA user_version").get()?.["user_version"] === OPEN;
}

function shorter(file: string, problem: string): Fault {
  return new Fault("journal-shorter", { file, problem });
}

function lastStepsFile(database: string): string {
  return join(dirname(database), "espera.last");
}

/** A line for each operation, at the place of its id: the number twice, so that one half written is not taken for one. */
function lineOf(seq: number): string {
  const digits = String(seq).padStart(DIGITS, "0");
  return `${digits} ${digits}\n`;
}

function readNoted(file: string): ReadonlyMap<number, number> | null {
  if (!existsSync(file)) return null;
  const length = lineOf(0).length;
  const text = readFileSync(file, "latin1");
  const noted = new Map<number, number>();
  for (let operation = 0; operation * length < text.length; operation++) {
    const [once, again] = text.slice(operation * length, (operation + 1) * length - 1).split(" ");
    if (once !== undefined && once === again && /^\d+$/.test(once)) noted.set(operation, Number(once));
  }
  return noted;
}

/** Of the largest whole number that is exact. */
const DIGITS = 16;
/** Of `user_version`, which nothing else uses. */
const OPEN = 1;
