import type { LocalMonth } from "../../../time/local-month.ts";
import type { Run } from "../../port/run.ts";
import { all, first, type Script } from "../script.ts";
import { type KeptSeal, sealBefore } from "./seals.ts";

/** Deletes steps as `Journal.forgetSteps` says. */
export function* forgetSteps(run: Run, before: LocalMonth, limit: number): Script<number> {
  const seal = yield* sealBefore(run, before);
  if (seal) yield* beginAt(run, seal);
  return yield* sweep(run, limit);
}

/** The run begins at a seal from now on; `false` where it does not begin any more where `run` says. */
export function* beginAt({ operation, id, firstSeq, beganAt }: Run, seal: KeptSeal): Script<boolean> {
  const began = yield* first("SELECT at FROM steps WHERE operation = ? AND run = ? AND seq = ?", [
    operation,
    id,
    firstSeq,
  ]);
  const changed = yield* first(
    `UPDATE runs SET first_seq = ?1, began_at = ?2 WHERE operation = ?3 AND run = ?4 AND first_seq = ?5 AND first_seq < ?1
     RETURNING run`,
    [seal.seq, beganAt ?? began?.["at"] ?? null, operation, id, firstSeq],
  );
  return changed !== undefined;
}

/** Deletes steps before the first that is kept, the oldest first, at most `limit`; gives how many. */
export function* sweep({ operation, id }: Run, limit: number): Script<number> {
  const gone = yield* all(
    `DELETE FROM steps WHERE operation = ?1 AND run = ?2 AND seq IN (
       SELECT seq FROM steps WHERE operation = ?1 AND run = ?2
         AND seq < (SELECT first_seq FROM runs WHERE operation = ?1 AND run = ?2) ORDER BY seq LIMIT ?3)
     RETURNING seq`,
    [operation, id, limit],
  );
  return gone.length;
}
