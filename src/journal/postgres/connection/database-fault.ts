import { Fault } from "../../../faults/faults.ts";

/** By the code of an error of PostgreSQL's, if it has one. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** Whether another transaction came first: what was begun is undone, and may be done again as it is. */
export function isRolledBack(error: unknown): boolean {
  return ROLLED_BACK.has(codeOf(error) ?? "");
}

/** Whether the database did not answer, or nobody hears its answer any more. */
export function isUnreachable(error: unknown): boolean {
  const fault = asDatabaseFault(error);
  return fault instanceof Fault && fault.code === "database-unreachable";
}

/**
 * The fault that stands for an error of the database or of the way to it; every other error is returned as it is.
 * Faults: `database-unreachable`, `journal-file-damaged`, `journal-unwritable`, `query-stopped`.
 */
export function asDatabaseFault(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Fault) return error;
  const code = codeOf(error);
  const problem = error.message || (code ?? "");
  if (code === CANCELLED) return new Fault("query-stopped", {}, { cause: error });
  if (code === DAMAGED) return new Fault("journal-file-damaged", { problem }, { cause: error });
  if (code !== null && REFUSES_WRITING.test(code))
    return new Fault("journal-unwritable", { problem }, { cause: error });
  if ((code !== null && NO_SESSION.test(code)) || ENDED.test(error.message))
    return new Fault("database-unreachable", { problem }, { cause: error });
  return error;
}

// https://www.postgresql.org/docs/15/errcodes-appendix.html
const CANCELLED = "57014";
const DAMAGED = "XX001";
/** Serialization, deadlock, lock not available, and a key that somebody else wrote meanwhile. */
const ROLLED_BACK: ReadonlySet<string> = new Set(["40001", "40P01", "55P03", "23505"]);
/** Read-only, out of rights, disk full or another error of the machine. */
const REFUSES_WRITING = /^(25006|42501|53100|58\w{3})$/;
/** No session, or none any more: refused, unknown, shut down, too many; and what Node says of the way. */
const NO_SESSION = /^(08\w{3}|28\w{3}|3D000|53300|57P0\d|E[A-Z_]+)$/;
/** What the driver says without a code. */
const ENDED = /terminated|timeout|not queryable|Connection ended/i;
