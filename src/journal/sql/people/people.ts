import type { PersonId } from "../../../line/ids.ts";
import type { KeptNumber } from "../../port/people.ts";
import { all, first, type Script } from "../script.ts";

export function* findPerson(operation: number, numberHash: string): Script<PersonId | null> {
  const row = yield* first(FIND_PERSON, [operation, numberHash]);
  return (row?.["id"] as PersonId | undefined) ?? null;
}

export function* numberOfPerson(operation: number, person: PersonId): Script<KeptNumber | null> {
  const row = yield* first(
    "SELECT number, number_hash AS numberHash FROM people WHERE operation = ? AND id = ?",
    [operation, person],
  );
  return (row as KeptNumber | undefined) ?? null;
}

/** In the order of their ids, after `after`. */
export function* numbers(
  operation: number,
  { after, limit }: { readonly after: PersonId | null; readonly limit: number },
): Script<(KeptNumber & { readonly id: PersonId })[]> {
  const rows = yield* all(
    "SELECT id, number, number_hash AS numberHash FROM people WHERE operation = ? AND id > ? ORDER BY id LIMIT ?",
    [operation, after ?? "", limit],
  );
  return rows as unknown as (KeptNumber & { id: PersonId })[];
}

/** Every id of the person found by this hash: the one that counts, and those of others that met them at that moment. */
export function* personsOf(operation: number, numberHash: string): Script<PersonId[]> {
  const first = yield* findPerson(operation, numberHash);
  if (first === null) return [];
  const others = yield* all("SELECT id FROM people WHERE operation = ? AND same_as = ?", [operation, first]);
  return [first, ...others.map((row) => row["id"] as PersonId)];
}

/** SQL. Binds the operation and the hash of the number. */
export const FIND_PERSON =
  "SELECT id FROM people WHERE operation = ? AND number_hash = ? AND same_as IS NULL";
