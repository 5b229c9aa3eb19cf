import { readdirSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createToken } from "../../../src/api/sign-in/tokens.ts";
import { openSqliteStore } from "../../../src/journal/sqlite/store.ts";
import { startServer } from "../../../src/server/server.ts";
import { type Operation, type RoleName, roles, wantedToken } from "./roles.ts";

/** What the process under test says first. */
export interface Ready {
  readonly port: number;
  readonly tokens: readonly Readonly<Partial<Record<RoleName, string>>>[];
}

/** And when it is asked. */
export interface Holding {
  readonly heapBytes: number;
  readonly rssBytes: number;
  /** Open files and sockets; `null` where the system does not tell. */
  readonly descriptors: number | null;
  /** What keeps the process alive, by kind. */
  readonly resources: Readonly<Record<string, number>>;
}

// A server as `espera start` runs it, on the data folder of the first argument; with tokens of each role for as many clients as
// the second says.
if (process.send) {
  const [directory = "", clients = "1"] = process.argv.slice(2);
  const server = await startServer({
    data: directory,
    host: "127.0.0.1",
    port: 0,
    print: () => {},
    logLevel: "warn",
  });
  const tokens = await tokensFor(directory, Number(clients));
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  process.on("message", (asked) => {
    if (asked === "stop") void server.stop().then(() => process.disconnect?.());
    else process.send!(holding(collect));
  });
  // The process that started it is gone, or has ordered it to stop.
  process.once("disconnect", () => process.exit());
  process.send({ port: Number(new URL(server.url).port), tokens } satisfies Ready);
}

/** Made as `espera token create` makes them: beside the server, which sees them at once. */
async function tokensFor(directory: string, clients: number): Promise<Ready["tokens"]> {
  const store = await openSqliteStore({ directory });
  try {
    const records = await store.operations();
    const idOf = (name: Operation) => records.find((one) => one.name === name)!.id;
    const operations = { alfa: idOf("alfa"), beta: idOf("beta") };
    const made: Partial<Record<RoleName, string>>[] = [];
    for (let n = 0; n < clients; n++) {
      const ofClient: Partial<Record<RoleName, string>> = {};
      for (const name of Object.keys(roles) as RoleName[]) {
        const wanted = wantedToken(name, operations);
        if (!wanted) continue;
        const { token, record } = await createToken(store, wanted, Date.now());
        if (name === "revoked") await store.revokeToken(record.id, Date.now());
        ofClient[name] = token;
      }
      made.push(ofClient);
    }
    return made;
  } finally {
    await store.close();
  }
}

function holding(collect: () => void): Holding {
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  return { heapBytes: heapUsed, rssBytes: rss, descriptors: descriptors(), resources };
}

function descriptors(): number | null {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return null;
  }
}
