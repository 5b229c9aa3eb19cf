import { NO_HASH } from "../../step-hash.ts";
import { first, type Script } from "../script.ts";

/** The running hash after a step. */
export function* hashAt(operation: number, run: number, seq: number): Script<string> {
  // Of the step before the first that is kept a seal knows it.
  const row = yield* first(
    `SELECT hash FROM steps WHERE operation = ?1 AND run = ?2 AND seq = ?3
     UNION ALL SELECT before FROM seals WHERE operation = ?1 AND run = ?2 AND seq = ?3 + 1 LIMIT 1`,
    [operation, run, seq],
  );
  return (row?.["hash"] as string | null | undefined) ?? NO_HASH;
}
