import { closeSync, existsSync, linkSync, openSync, rmSync } from "node:fs";
import { backup as copyPages, DatabaseSync } from "node:sqlite";
import { Fault } from "../../../faults/faults.ts";
import { markClosed } from "../steps/last-steps.ts";
import { asJournalFault, isUnwritable } from "./journal-fault.ts";

/** Pages copied before others get the processor again. */
const PAGES_AT_A_TIME = 500;

/**
 * Copies a database into `target` as it is now: under another name until the copy is whole, so that what bears the
 * name of a backup is one, for the owner's eyes only, while others go on writing. `source` must
 * be a connection that nobody else uses: it stands still until the copy is made, so that the copy never starts over.
 * Faults: `backup-target-exists`, `output-unwritable`, and those of `asJournalFault`.
 */
export async function backUp(source: DatabaseSync, target: string): Promise<void> {
  if (existsSync(target)) throw new Fault("backup-target-exists", { file: target });
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  closeSync(openSync(partial, "wx", 0o600));
  try {
    source.exec("BEGIN");
    source.prepare("SELECT count(*) FROM operations").get();
    await copyPages(source, partial, { rate: PAGES_AT_A_TIME });
    source.exec("COMMIT");
    markWhole(partial);
    // Fails where somebody took the name meanwhile.
    linkSync(partial, target);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new Fault("backup-target-exists", { file: target }, { cause: error });
    if (isUnwritable(error)) {
      const problem = (error as Error).message;
      throw new Fault("output-unwritable", { file: target, problem }, { cause: error });
    }
    throw asJournalFault(error);
  } finally {
    rmSync(partial, { force: true });
  }
}

/** It is whole in one file, even if a server was writing the journal that it was copied from. */
function markWhole(file: string): void {
  const copy = new DatabaseSync(file);
  try {
    markClosed(copy);
  } finally {
    copy.close();
  }
}
