import type { PersonId } from "../../../line/ids.ts";
import { raiseDaysOfPeople } from "../questions/day-versions.ts";
import { all, each, type Script } from "../script.ts";

/**
 * Takes people out, with what else was found by their number. The first of those who were met a second time under an id
 * of their own stays, and is found by it from now on. Gives the numbers taken out.
 */
export function* deletePeople(operation: number, people: readonly PersonId[]): Script<string[]> {
  yield* raiseDaysOfPeople(operation, people);
  const numbers: string[] = [];
  for (const person of people) {
    const removed = yield* all("DELETE FROM people WHERE operation = ? AND id = ? RETURNING number", [
      operation,
      person,
    ]);
    for (const row of removed) numbers.push(row["number"] as string);
    yield* all(
      `UPDATE people SET same_as = NULL WHERE operation = ?1 AND id = (
         SELECT id FROM people WHERE operation = ?1 AND same_as = ?2 ORDER BY id LIMIT 1)`,
      [operation, person],
    );
  }
  return numbers;
}

/** Imported runs that are under way, or broke off, bring nobody from now on whose number has one of these hashes. */
export function* keepOutOfImports(operation: number, numberHashes: readonly string[]): Script<void> {
  yield* each(
    `INSERT INTO erased_meanwhile (operation, run, number_hash)
       SELECT operation, run, ?1 FROM runs WHERE operation = ?2 AND kind = 'imported' AND complete = 0
     ON CONFLICT DO NOTHING`,
    numberHashes.map((hash) => [hash, operation]),
  );
}
