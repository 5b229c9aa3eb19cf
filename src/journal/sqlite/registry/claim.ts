import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Fault } from "../../../faults/faults.ts";

/** The right of one process to run the operations of a data directory. */
interface Claim {
  release(): void;
}

/**
 * Claims a data directory for the server that runs its operations, until the claim is released or the process ends,
 * however it ends: the operating system gives the lock back. Other processes may still read, and import beside it.
 * Faults: `directory-in-use`, `directory-unusable`.
 */
export function claimDirectory(directory: string): Claim {
  let lock: DatabaseSync | null = null;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const file = join(directory, "espera.lock");
    closeSync(openSync(file, "a", 0o600));
    lock = new DatabaseSync(file, { timeout: 0 });
    lock.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  } catch (cause) {
    lock?.close();
    if (isBusy(cause)) throw new Fault("directory-in-use", { directory }, { cause });
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new Fault("directory-unusable", { directory, problem }, { cause });
  }
  const claimed = lock;
  return { release: () => claimed.close() };
}

/** Whether somebody else has the lock. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === BUSY;
}

// https://www.sqlite.org/rescode.html
const BUSY = 5;
