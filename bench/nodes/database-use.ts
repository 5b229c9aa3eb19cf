import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import pg from "pg";
import type { RunningServer } from "../../test/journal/postgres-cluster.ts";

/** What a database has used so far. */
interface DatabaseUse {
  readonly processorMs: number;
  /** Written to its log. */
  readonly logBytes: number;
  /** Of its tables with their indexes. */
  readonly tableBytes: number;
}

/** Asks the server and the machine that it is on. `url`: of any schema in it. */
export async function databaseUse(server: RunningServer, url: string): Promise<DatabaseUse> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ log: string; tables: string }>(
    "SELECT pg_current_wal_insert_lsn() - '0/0' AS log, pg_database_size(current_database()) AS tables",
  );
  await client.end();
  return {
    processorMs: databaseTime(server),
    logBytes: Number(rows[0]!.log),
    tableBytes: Number(rows[0]!.tables),
  };
}

/** Milliseconds of processor that a PostgreSQL has used so far, in all its processes, those that ended included. For Linux. */
function databaseTime({ socket }: RunningServer): number {
  const [server] = readFileSync(join(dirname(socket), "data", "postmaster.pid"), "utf8").split("\n");
  let ticks = 0;
  for (const process of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const fields = fieldsOf(process);
    if (process !== server && fields[PARENT] !== server) continue;
    for (const field of TIMES) ticks += Number(fields[field]);
  }
  return (ticks * 1_000) / TICKS_PER_S;
}

/** What Linux says of a process, after its name; nothing of one that ended meanwhile. */
function fieldsOf(process: string): readonly string[] {
  try {
    const text = readFileSync(`/proc/${process}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, counted from the state of the process on.
const PARENT = 1;
/** Its own, as user and in the kernel, and those of its processes that ended. */
const TIMES = [11, 12, 13, 14];
const TICKS_PER_S = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
