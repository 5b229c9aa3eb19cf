import type pg from "pg";
import { Fault, type FaultCode } from "../../../faults/faults.ts";
import type { Row, Runner, Script } from "../../sql/script.ts";
import type { Moment } from "../../sql/steps/audit.ts";
import { asDatabaseFault, isRolledBack, isUnreachable } from "./database-fault.ts";
import type { DatabasePool } from "./database-pool.ts";
import { translated } from "./dialect.ts";
import { MAY_TAKE_LONG } from "./pool.ts";

const READ_MOMENT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/** What was read still holds at the end, or everything is undone and done again. */
const WRITE = "BEGIN ISOLATION LEVEL SERIALIZABLE";
/** Faults, of those that are raised on a connection, after which it is not used again. */
const ENDS_SESSION: ReadonlySet<FaultCode> = new Set(["query-stopped", "append-unknown"]);
/** Those after which the server may be gone, or be the primary no more. */
const LOST: ReadonlySet<FaultCode> = new Set([
  "database-unreachable",
  "append-unknown",
  "journal-unwritable",
]);
/** Two writers in turn need one more each; somebody else wins each time. */
const MOST_TRIES = 20;

/** Runs scripts on the connections of a pool. */
export function postgresRunner(pool: DatabasePool): Runner {
  return {
    read: (script) => withClient(pool, (client) => runOn(client, script)),
    readMoment: (script) => withClient(pool, (client) => readMomentOn(client, script)),
    async write(script) {
      for (let tries = 1; ; tries++) {
        try {
          return await withClient(pool, (client) => within(client, WRITE, script(), MAY_TAKE_LONG));
        } catch (error) {
          const cause = error instanceof Fault ? error.cause : error;
          if (!isRolledBack(cause) || tries === MOST_TRIES) throw error;
        }
      }
    },
  };
}

/** Reads what belongs together on a connection. */
export function readMomentOn<T>(client: pg.ClientBase, script: Script<T>): Promise<T> {
  return within(client, READ_MOMENT, script);
}

/** Opens a connection that sees one moment until it is closed. */
export async function openMoment(pool: DatabasePool): Promise<Moment> {
  const client = await connected(pool);
  try {
    await client.query(READ_MOMENT);
    // Whoever reads it works on what they read; it locks nothing that others need.
    await client.query("SET LOCAL idle_in_transaction_session_timeout = '10min'");
    // The moment is that of the first look.
    await client.query("SELECT 1");
  } catch (error) {
    client.release(true);
    throw asDatabaseFault(error);
  }
  return {
    async read(script) {
      try {
        return await runOn(client, script, MAY_TAKE_LONG);
      } catch (error) {
        throw asDatabaseFault(error);
      }
    },
    // Its transaction ends with it.
    close: async () => client.release(true),
  };
}

/** Lends a connection for a piece of work; one that broke is not used again. Faults: those of `asDatabaseFault`. */
export async function withClient<T>(
  pool: DatabasePool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connected(pool);
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    const fault = asDatabaseFault(error);
    // After a fault nobody knows what the session is at, and a stop may still be on its way to it.
    broken ||= fault instanceof Fault && (fault !== error || ENDS_SESSION.has(fault.code));
    if (fault instanceof Fault && LOST.has(fault.code)) pool.noteLoss();
    throw fault;
  } finally {
    client.release(broken);
  }
}

async function connected(pool: DatabasePool): Promise<pg.PoolClient> {
  try {
    return await pool.lend();
  } catch (error) {
    throw asDatabaseFault(error);
  }
}

/** What the driver takes with a query, and its types do not know: ms after which it gives the answer up. */
export interface QueryLimit {
  readonly query_timeout?: number;
}

/** Runs a script to its end, each of its statements awaited. */
export async function runOn<T>(client: pg.ClientBase, script: Script<T>, limit: QueryLimit = {}): Promise<T> {
  let step = script.next();
  while (!step.done) {
    const { text, values } = translated(step.value);
    const { rows } = await client.query<Row>({ text, values: [...values], ...limit });
    step = script.next(rows);
  }
  return step.value;
}

async function within<T>(
  client: pg.ClientBase,
  begin: string,
  script: Script<T>,
  limit: QueryLimit = {},
): Promise<T> {
  await client.query(begin);
  let result: T;
  try {
    result = await runOn(client, script, limit);
  } catch (error) {
    // Where the connection itself is gone, or answers nothing, the transaction goes with it.
    if (!isUnreachable(error)) await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
  const { command } = await client.query({ text: "COMMIT", ...limit });
  if (command !== "COMMIT") throw new Error(`the database answered COMMIT with ${command}`);
  return result;
}
