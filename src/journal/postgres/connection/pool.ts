import pg from "pg";
import { addressesOf } from "./addresses.ts";
import { DatabasePool } from "./database-pool.ts";

/** Where the database is: `postgres://…`, with TLS as its `sslmode` says; with commas between its servers where there are several. */
export interface DatabaseAddress {
  readonly url: string;
  /** In place of one in the address. */
  readonly password?: string;
}

/** Connections of a node, as many as gave most appends when it was measured; one for each operation gives fewer. */
const CONNECTIONS = 16;
/** So that reports, however many, leave the database to those who append. */
const REPORT_CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 5_000;
/** So that nobody waits for an answer that a cut line swallowed: the system would wait for a quarter of an hour. */
const ANSWER_MS = 15_000;
/** A query of a report is ended by the server before. */
const REPORT_MS = 60_000;

/** With a query that may rightly take long: a migration, or what touches a whole run. */
export const MAY_TAKE_LONG = { query_timeout: 600_000 };

/** The connections on which the store reads and writes. */
export function openPool(
  address: DatabaseAddress,
  { readOnly }: { readonly readOnly: boolean },
): DatabasePool {
  const settings = "-c idle_in_transaction_session_timeout=10s";
  return poolOf(
    address,
    CONNECTIONS,
    readOnly ? `${settings} -c default_transaction_read_only=on` : settings,
    { query_timeout: ANSWER_MS },
  );
}

/** The connections on which reports are read; a report runs on one processor. */
export function openReportPool(address: DatabaseAddress): DatabasePool {
  return poolOf(
    address,
    REPORT_CONNECTIONS,
    `-c jit=off -c max_parallel_workers_per_gather=0 -c statement_timeout=${REPORT_MS} -c client_connection_check_interval=500ms`,
    { query_timeout: REPORT_MS + ANSWER_MS },
  );
}

/** The connection on which a node says that it lives: nothing else is asked on it, and it waits for nobody. */
export function openBeatPool(address: DatabaseAddress): DatabasePool {
  return poolOf(address, 1, "", SOON);
}

/** The connections on which operations are taken over: one whose row a dead session still locks must not hold up the others. */
export function openOwnershipPool(address: DatabaseAddress): DatabasePool {
  return poolOf(address, 2, "-c lock_timeout=500ms", SOON);
}

/** What does not come soon is asked again on a new connection: the machine may stand still. */
const SOON: pg.PoolConfig = { query_timeout: 1_000, connectionTimeoutMillis: 1_000 };

function poolOf(
  { url, password }: DatabaseAddress,
  max: number,
  settings: string,
  limits: pg.PoolConfig = {},
): DatabasePool {
  const addresses = addressesOf(url).map((address) => withOptions(address, settings));
  const pool = new DatabasePool(addresses, {
    ...(password === undefined ? {} : { password }),
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "espera",
    keepAlive: true,
    types,
    ...limits,
  });
  // The server may end a session that nobody uses; the next query opens another.
  pool.on("error", () => {});
  // Also of one that is lent, or was given back as broken: its user learns of it by their query.
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

function withOptions(address: string, settings: string): string {
  const asked = new URL(address);
  const options = [asked.searchParams.get("options"), settings].filter(Boolean).join(" ");
  asked.searchParams.set("options", options);
  return asked.href;
}

/** Whole numbers and sums as numbers, truth as 1 and 0, bytes as such: what every store gives. */
const types: pg.CustomTypesConfig = {
  getTypeParser(type, format) {
    if (format === "binary") return pg.types.getTypeParser(type, "binary");
    return (PARSERS.get(type as number) ?? pg.types.getTypeParser(type, "text")) as never;
  },
};

// https://github.com/postgres/postgres/blob/REL_15_STABLE/src/include/catalog/pg_type.dat
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [16, (text) => (text === "t" ? 1 : 0)],
  [17, (text) => new Uint8Array(Buffer.from(text.slice(2), "hex"))],
  [20, Number],
  [1700, Number],
]);
