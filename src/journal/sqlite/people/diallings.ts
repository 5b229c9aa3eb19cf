import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Run } from "../../port.ts";

/** Counts how often a number was dialled, from the attempts themselves: nothing is kept beside them. */
export class Diallings {
  readonly #onPhones: StatementSync;
  readonly #inRun: StatementSync;
  readonly #simulated: StatementSync;

  constructor(database: DatabaseSync) {
    this.#onPhones = database.prepare(DIALLINGS.onPhones);
    this.#inRun = database.prepare(DIALLINGS.inRun);
    this.#simulated = database.prepare("SELECT simulated FROM operations WHERE id = ?");
  }

  /** Since `since`, epoch ms: by all operations on real phones; for a run of a simulated one, in it alone. */
  of({ operation, id: run }: Run, number: string, since: number): number {
    const simulated = this.#simulated.get(operation)?.["simulated"] === 1;
    const row = simulated
      ? this.#inRun.get({ number, since, operation, run })
      : this.#onPhones.get({ number, since });
    return row?.["diallings"] as number;
  }
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
    AND attempts.callback = callbacks.id AND ifnull(attempts.result, '') NOT IN ('refused', 'over-limit')
  WHERE people.number = :number AND callbacks.last_dialled_at >= :since AND attempts.dialled_at >= :since`;

/** The two questions, as SQL. */
export const DIALLINGS = {
  onPhones: `${COUNT} AND (SELECT simulated FROM operations WHERE id = callbacks.operation) = 0`,
  inRun: `${COUNT} AND callbacks.operation = :operation AND callbacks.run = :run`,
};
