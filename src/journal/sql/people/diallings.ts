import type { Run } from "../../port/run.ts";
import { first, type Script } from "../script.ts";

/**
 * How often a number was dialled since `since`, epoch ms, from the attempts themselves: by all operations on real phones;
 * for a run of a simulated one, in it alone.
 */
export function* diallingsOf({ operation, id: run }: Run, number: string, since: number): Script<number> {
  const found = yield* first("SELECT simulated FROM operations WHERE id = ?", [operation]);
  const row =
    found?.["simulated"] === 1
      ? yield* first(DIALLINGS.inRun, { number, since, operation, run })
      : yield* first(DIALLINGS.onPhones, { number, since });
  return row!["diallings"] as number;
}

/**
 * From the number to its ids, to their callbacks, to their attempts: each an entry of an index. Attempts that were not
 * let out to the phones do not count.
 */
const COUNT = `
  SELECT count(*) AS diallings
  FROM people
  CROSS JOIN callbacks ON callbacks.operation = people.operation AND callbacks.person = people.id
  CROSS JOIN attempts ON attempts.operation = callbacks.operation AND attempts.run = callbacks.run
    AND attempts.id > callbacks.id || '~' AND attempts.id < callbacks.id || '~~'
    AND attempts.callback = callbacks.id AND coalesce(attempts.result, '') NOT IN ('refused', 'over-limit')
  WHERE people.number = :number AND callbacks.last_dialled_at >= :since AND attempts.dialled_at >= :since`;

/** The two questions, as SQL. */
export const DIALLINGS = {
  onPhones: `${COUNT} AND (SELECT simulated FROM operations WHERE id = callbacks.operation) = 0`,
  inRun: `${COUNT} AND callbacks.operation = :operation AND callbacks.run = :run`,
};
