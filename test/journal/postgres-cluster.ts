import { execFile, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A PostgreSQL of the test's own: a cluster in a folder, reached by its socket, gone afterwards. */
export interface Cluster extends RunningServer {
  /** The address of a schema of its own, empty. */
  freshAddress(): string;
  /** Starts a copy that follows it, and waits until each commit waits for that copy. */
  standby(): Promise<RunningServer>;
}

export interface RunningServer {
  /** The path of its socket. */
  readonly socket: string;
  /** Ends it as though the machine were gone; what it has stays. */
  die(): Promise<void>;
  /** Ends it in good order: its standby has everything then. */
  shutDown(): Promise<void>;
  /** Starts it again as it was. */
  comeBack(): Promise<void>;
  /** All its processes stand still, as though the machine did. */
  freeze(): void;
  wake(): void;
  /** Makes a standby the primary. */
  promote(): Promise<void>;
  /** Starts it again, after it ended, as the standby of its successor; from then on each commit there waits for it. */
  follow(primary: RunningServer): Promise<void>;
  stop(): Promise<void>;
}

/** Where Debian keeps the newest server's programs; `null`: there is none. */
export function postgresPrograms(): string | null {
  const all = "/usr/lib/postgresql";
  const [newest] = existsSync(all)
    ? readdirSync(all).toSorted((one, other) => Number(other) - Number(one))
    : [];
  const programs = newest === undefined ? null : join(all, newest, "bin");
  return programs && existsSync(join(programs, "initdb")) ? programs : null;
}

/**
 * Starts a cluster. Root may not run the server: then it runs as the user `postgres`. `parent`: the folder that its own is made in. What
 * is committed is on the disk only where it `syncs`.
 */
export async function startCluster(
  programs: string,
  { parent = tmpdir(), syncs = false }: { readonly parent?: string; readonly syncs?: boolean } = {},
): Promise<Cluster> {
  const owner = process.getuid?.() === 0 ? userOf("postgres") : null;
  const directory = ownDirectory(owner, parent);
  const tool = (name: string, given: readonly string[]) =>
    run(join(programs, name), given, { ...owner, cwd: directory });
  await tool("initdb", [
    "--pgdata",
    join(directory, "data"),
    "--username=espera",
    "--auth=trust",
    "--no-sync",
    // So that a former primary can follow its successor.
    "--data-checksums",
    "--encoding=UTF8",
    "--locale=C.UTF-8",
  ]);
  const server = await runServer(programs, { directory, syncs }, owner);
  let schemas = 0;
  return {
    ...server,
    freshAddress() {
      const schema = `s${++schemas}`;
      execFileSync(join(programs, "psql"), [...psqlAt(directory), "-c", `CREATE SCHEMA ${schema}`], {
        ...owner,
        cwd: directory,
      });
      const address = new URL("postgres://espera@localhost/postgres");
      address.searchParams.set("host", directory);
      address.searchParams.set("options", `-c search_path=${schema}`);
      return address.href;
    },
    async standby() {
      // In its file, where a former primary that recovers alone reads it: it needs its log to see where to follow from.
      await tool("psql", [...psqlAt(directory), "-c", "ALTER SYSTEM SET wal_keep_size = '256MB'"]);
      const beside = ownDirectory(owner, parent);
      const data = join(beside, "data");
      await tool("pg_basebackup", ["-h", directory, "-U", "espera", "-D", data, "-R", "-c", "fast", "-N"]);
      const standby = await runServer(programs, { directory: beside, syncs }, owner);
      await tool("psql", [...psqlAt(directory), ...WAITS_FOR_STANDBY]);
      return standby;
    },
  };
}

const psqlAt = (directory: string) => ["-h", directory, "-U", "espera", "-d", "postgres", "-qAt"];
const WAITS_FOR_STANDBY = [
  "-c",
  "ALTER SYSTEM SET synchronous_standby_names = '*'",
  "-c",
  "SELECT pg_reload_conf()",
];

type Owner = ReturnType<typeof userOf> | null;

function ownDirectory(owner: Owner, parent: string): string {
  const directory = mkdtempSync(join(parent, "espera-postgres-"));
  if (owner) chownSync(directory, owner.uid, owner.gid);
  return directory;
}

/** Runs a server on the `data` of a folder, which is deleted when it is stopped. */
async function runServer(
  programs: string,
  { directory, syncs }: { readonly directory: string; readonly syncs: boolean },
  owner: Owner,
): Promise<RunningServer> {
  const settings = [
    "listen_addresses=",
    `unix_socket_directories=${directory}`,
    `fsync=${syncs ? "on" : "off"}`,
    "max_connections=200",
    // A standby whose primary was just lost is promoted no later for it.
    "wal_retrieve_retry_interval=200ms",
  ];
  const start = async () => {
    const server = spawn(
      join(programs, "postgres"),
      ["-D", join(directory, "data"), ...settings.flatMap((one) => ["-c", one])],
      { ...owner, cwd: directory, stdio: ["ignore", "ignore", "pipe"] },
    );
    await new Promise<void>((resolve, reject) => {
      let said = "";
      server.stderr.on("data", (text) => {
        said += String(text);
        if (/ready to accept (read-only )?connections/.test(said)) resolve();
      });
      server.once("exit", () => reject(new Error(said)));
    });
    return server;
  };
  const isOver = () => server.exitCode !== null || server.signalCode !== null;
  const end = async (signal: NodeJS.Signals) => {
    if (isOver()) return;
    const gone = new Promise((resolve) => server.once("exit", resolve));
    server.kill(signal);
    await gone;
  };
  const toAll = (signal: NodeJS.Signals) => {
    if (isOver()) return;
    // First the one that starts the others.
    server.kill(signal);
    const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, "utf8");
    for (const child of children.split(" ").filter(Boolean)) process.kill(Number(child), signal);
  };
  const psql = (at: string, given: readonly string[]) =>
    run(join(programs, "psql"), [...psqlAt(at), ...given], { ...owner, cwd: directory });
  const comeBack = async () => {
    server = await start();
  };
  let server = await start();
  return {
    socket: join(directory, ".s.PGSQL.5432"),
    die: () => end("SIGQUIT"),
    shutDown: () => end("SIGINT"),
    comeBack,
    freeze: () => toAll("SIGSTOP"),
    wake: () => toAll("SIGCONT"),
    async promote() {
      // The copied setting would have it wait for a standby of its own.
      await psql(directory, [
        "-c",
        "ALTER SYSTEM RESET synchronous_standby_names",
        "-c",
        "SELECT pg_reload_conf()",
        "-c",
        "SELECT pg_promote()",
      ]);
    },
    async follow({ socket }) {
      const primary = dirname(socket);
      const data = join(directory, "data");
      // Until then the successor's file still says that it is what its predecessor was.
      await psql(primary, ["-c", "CHECKPOINT"]);
      const source = `host=${primary} user=espera dbname=postgres`;
      await run(
        join(programs, "pg_rewind"),
        ["--target-pgdata", data, "--source-server", source, "--write-recovery-conf", "--no-sync"],
        { ...owner, cwd: directory },
      );
      await comeBack();
      await psql(primary, WAITS_FOR_STANDBY);
    },
    async stop() {
      await end("SIGINT");
      rmSync(directory, { recursive: true });
    },
  };
}

function userOf(name: string): { uid: number; gid: number } {
  const id = (which: string) => Number(execFileSync("id", [which, name], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
