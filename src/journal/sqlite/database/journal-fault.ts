import { Fault } from "../../../faults/faults.ts";

/**
 * The fault that stands for an error of SQLite; every other error is returned as it is.
 * Faults: `journal-busy`, `journal-file-damaged`, `journal-unreadable`, `journal-unwritable`.
 */
export function asJournalFault(error: unknown): unknown {
  const problem = sqliteProblem(error);
  if (problem === null) return error;
  const { code, message } = problem;
  if (code === BUSY) return new Fault("journal-busy", {}, { cause: error });
  if (DAMAGE.has(code)) return new Fault("journal-file-damaged", { problem: message }, { cause: error });
  if (REFUSES_WRITING.has(code))
    return new Fault("journal-unwritable", { problem: message }, { cause: error });
  if (REFUSES_ALL.has(code)) return new Fault("journal-unreadable", { problem: message }, { cause: error });
  return error;
}

/** Whether a file cannot be written for a reason that lies with its disk or its rights. */
export function isUnwritable(error: unknown): boolean {
  const code = sqliteProblem(error)?.code;
  return code !== undefined && (REFUSES_WRITING.has(code) || REFUSES_ALL.has(code));
}

/** The primary result code of an error of SQLite's, and its words; `null`: it is none. */
function sqliteProblem(error: unknown): { readonly code: number; readonly message: string } | null {
  if (!(error instanceof Error && "errcode" in error && typeof error.errcode === "number")) return null;
  const { errcode, message } = error;
  // Only the extended code distinguishes a file that cannot be read from one that cannot be written.
  if (errcode === IOERR_READ || errcode === IOERR_SHORT_READ) return { code: CANTOPEN, message };
  // The low byte of the extended codes is the primary one.
  return { code: errcode & 0xff, message };
}

// https://www.sqlite.org/rescode.html
const PERM = 3;
const BUSY = 5;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
const IOERR_READ = 266;
const IOERR_SHORT_READ = 522;

const DAMAGE: ReadonlySet<number> = new Set([CORRUPT, NOTADB]);
const REFUSES_WRITING: ReadonlySet<number> = new Set([READONLY, IOERR, FULL]);
const REFUSES_ALL: ReadonlySet<number> = new Set([PERM, CANTOPEN]);
