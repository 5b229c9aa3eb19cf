import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Fault } from "../../line/faults.ts";

/** The right of one process to run the operations of a data directory. */
export interface Claim {
  release(): void;
}

/**
 * Claims a data directory for the server that runs its operations, until the claim is released or the process ends,
 * however it ends: the operating system gives the lock back. Other processes may still read, and import beside it.
 * Faults: `directory-in-use`.
 */
export function claimDirectory(directory: string): Claim {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "espera.lock");
  closeSync(openSync(file, "a", 0o600));
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new Fault("directory-in-use", { directory }, { cause });
  }
  return { release: () => lock.close() };
}
