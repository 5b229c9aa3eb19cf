import type pg from "pg";
import { Fault } from "../../../faults/faults.ts";
import type { Script } from "../../sql/script.ts";
import type { DatabasePool } from "./database-pool.ts";
import { withClient } from "./run-script.ts";

/**
 * Does work on a connection of a pool until a signal stops it: the query under way is cancelled from a connection of
 * `others`. Faults: `query-stopped`, and those of `asDatabaseFault`.
 */
export async function stoppable<T>(
  {
    pool,
    others,
    signal,
  }: { readonly pool: DatabasePool; readonly others: DatabasePool; readonly signal: AbortSignal },
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw new Fault("query-stopped");
  return withClient(pool, async (client) => {
    if (signal.aborted) throw new Fault("query-stopped");
    const { processID } = client as unknown as { readonly processID: number };
    const stop = () => void others.query("SELECT pg_cancel_backend($1)", [processID]).catch(() => {});
    signal.addEventListener("abort", stop, { once: true });
    try {
      const result = await work(client);
      if (signal.aborted) throw new Fault("query-stopped");
      return result;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  });
}

/** The same script, which ends before its next statement once the signal says so. */
export function* untilStopped<T>(script: Script<T>, signal: AbortSignal): Script<T> {
  let step = script.next();
  while (!step.done) {
    if (signal.aborted) throw new Fault("query-stopped");
    step = script.next(yield step.value);
  }
  return step.value;
}
