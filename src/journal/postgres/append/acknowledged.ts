import type pg from "pg";
import { Fault } from "../../../faults/faults.ts";
import { asDatabaseFault } from "../connection/database-fault.ts";

/**
 * Has an append carried out, until it is known to be durable on all machines that must have it. Fault, besides the database's
 * own: `append-unknown` where the connection ended before the answer came, or the wait for a standby was cut short.
 */
export async function acknowledged(client: pg.ClientBase, query: pg.QueryConfig & Limit): Promise<void> {
  let alone = false;
  const note = (notice: { readonly routine?: string | undefined }) => {
    alone ||= notice.routine === GAVE_UP_WAITING;
  };
  client.on("notice", note);
  try {
    await client.query(query);
  } catch (error) {
    const fault = asDatabaseFault(error);
    if (fault instanceof Fault && fault.code === "database-unreachable")
      throw new Fault("append-unknown", {}, { cause: error });
    throw error;
  } finally {
    client.off("notice", note);
  }
  if (alone) throw new Fault("append-unknown");
}

/** What the driver takes with a query, and its types do not know: ms after which it gives the answer up. */
interface Limit {
  readonly query_timeout?: number;
}

// The text of the notice is translated, its place in the source is not: https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/replication/syncrep.c
const GAVE_UP_WAITING = "SyncRepWaitForLSN";
