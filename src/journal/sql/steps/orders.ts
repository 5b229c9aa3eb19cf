import type { OrderOutcome } from "../../../line/events.ts";
import type { SupervisorOrder } from "../../../line/facts.ts";
import type { OrderStanding } from "../../port/journal.ts";
import type { Run } from "../../port/run.ts";
import { first, type Script } from "../script.ts";

/** What `Journal.orderStanding` says. A callback has few orders, and an index finds them. */
export function* orderStanding(
  { operation, id }: Run,
  { order, callback }: Pick<SupervisorOrder, "order" | "callback">,
): Script<OrderStanding> {
  const row = yield* first(
    `SELECT
       (SELECT outcome FROM supervisor_orders
        WHERE operation = ?1 AND run = ?2 AND callback = ?3 AND name = ?4) AS outcome,
       (SELECT version FROM callbacks WHERE operation = ?1 AND run = ?2 AND id = ?3) AS "changedAt"`,
    [operation, id, callback, order],
  );
  return { outcome: row!["outcome"] as OrderOutcome | null, changedAt: Number(row!["changedAt"] ?? 0) };
}
