import type { PersonId } from "../../../line/ids.ts";
import type { KeptNumber } from "../../port/people.ts";
import { all, first, places, type Script } from "../script.ts";

export function* findPeople(operation: number, numberHashes: readonly string[]): Script<(PersonId | null)[]> {
  const found = new Map<string, PersonId>();
  for (let at = 0; at < numberHashes.length; at += AT_A_TIME) {
    const some = numberHashes.slice(at, at + AT_A_TIME);
    // Of few lengths, so that few statements are made ready; the rest is nobody's.
    const length = 2 ** Math.ceil(Math.log2(some.length));
    const rows = yield* all(
      `SELECT id, number_hash AS numberHash FROM people
       WHERE operation = ? AND number_hash IN (${places(length)}) AND same_as IS NULL`,
      [operation, ...some, ...Array.from({ length: length - some.length }, () => null)],
    );
    for (const row of rows) found.set(row["numberHash"] as string, row["id"] as PersonId);
  }
  return numberHashes.map((hash) => found.get(hash) ?? null);
}

/** As many as a group of facts may bring, and a power of two. */
const AT_A_TIME = 1_024;

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
  const [first] = yield* findPeople(operation, [numberHash]);
  if (!first) return [];
  const others = yield* all("SELECT id FROM people WHERE operation = ? AND same_as = ?", [operation, first]);
  return [first, ...others.map((row) => row["id"] as PersonId)];
}
