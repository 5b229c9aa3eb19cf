import type pg from "pg";
import { Fault } from "../../../faults/faults.ts";
import { isUnreachable } from "../connection/database-fault.ts";
import type { QueryLimit } from "../connection/run-script.ts";

/**
 * Has an append carried out, until it is known to be durable on all machines that must have it. Fault, besides the database's
 * own: `append-unknown` where the connection ended before the answer came, or the wait for a standby was cut short.
 */
export async function acknowledged(client: pg.ClientBase, query: pg.QueryConfig & QueryLimit): Promise<void> {
  let alone = false;
  const note = (notice: { readonly routine?: string | undefined }) => {
    alone ||= notice.routine === GAVE_UP_WAITING;
  };
  client.on("notice", note);
  try {
    await client.query(query);
  } catch (error) {
    if (isUnreachable(error)) throw new Fault("append-unknown", {}, { cause: error });
    throw error;
  } finally {
    client.off("notice", note);
  }
  if (alone) throw new Fault("append-unknown");
}

// The text of the notice is translated, its place in the source is not: https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/replication/syncrep.c
const GAVE_UP_WAITING = "SyncRepWaitForLSN";
