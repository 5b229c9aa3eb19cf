import type { CallbackId, PersonId } from "../../../line/ids.ts";
import { all, each, type Script } from "../script.ts";

/**
 * Of the next `limit` people after `after`, those without an open callback of a run that goes on, and who neither
 * called nor were to be called since `since` (epoch ms).
 */
export function* unusedPeople(
  operation: number,
  {
    since,
    after,
    limit,
  }: { readonly since: number; readonly after: PersonId | null; readonly limit: number },
): Script<{ people: PersonId[]; next: PersonId | null }> {
  const rows = yield* all(
    `SELECT id, first_seen_at < :since
       AND NOT EXISTS (
         SELECT 1 FROM calls WHERE calls.operation = :operation AND calls.person = people.id AND arrived_at >= :since)
       AND NOT EXISTS (
         SELECT 1 FROM callbacks JOIN runs USING (operation, run)
         WHERE operation = :operation AND callbacks.person = people.id
           AND (ended_at >= :since OR (ended_at IS NULL AND runs.complete = 0))) AS unused
     FROM people WHERE operation = :operation AND id > :after ORDER BY id LIMIT :limit`,
    { operation, since, after: after ?? "", limit },
  );
  return {
    people: rows.filter((row) => row["unused"] === 1).map((row) => row["id"] as PersonId),
    next: rows.length === limit ? (rows.at(-1)!["id"] as PersonId) : null,
  };
}

/** Callbacks that ended before `endedBefore` (epoch ms) and whose recorded name is not known to be gone; the oldest first. */
export function* recordedNames(operation: number, endedBefore: number, limit: number): Script<CallbackId[]> {
  const rows = yield* all(
    `SELECT id FROM callbacks
     WHERE operation = ? AND name_recorded = 1 AND name_deleted_at IS NULL AND ended_at < ?
     ORDER BY ended_at LIMIT ?`,
    [operation, endedBefore, limit],
  );
  return rows.map((row) => row["id"] as CallbackId);
}

/** In all runs: the recording bears the id alone. */
export function* markNamesDeleted(
  operation: number,
  callbacks: readonly CallbackId[],
  at: number,
): Script<void> {
  yield* each(
    `UPDATE callbacks SET name_deleted_at = ? WHERE operation = ? AND id = ? AND name_recorded = 1
       AND run IN (SELECT run FROM runs WHERE runs.operation = callbacks.operation)`,
    callbacks.map((callback) => [at, operation, callback]),
  );
}
