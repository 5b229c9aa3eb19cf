import { Agent, get } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import type { LiveView } from "../src/api/live-view.ts";
import { buildApi } from "../src/api/server.ts";
import { createToken } from "../src/api/sign-in/tokens.ts";
import { ownerHere } from "../src/desk/owner.ts";
import type { ReadModels } from "../src/journal/port/questions.ts";
import { type OperationRecord, tokenScopes } from "../src/journal/port/registry.ts";
import type { Store } from "../src/journal/port/store.ts";
import type { Operation } from "../src/operation/operation.ts";
import { FrontThread } from "../src/server/front/front-thread.ts";
import { PublishedTime } from "../src/server/front/published-time.ts";
import { formatLocal } from "../src/time/dates.ts";
import type { PlayedExchange } from "./large-centre.ts";

interface ServedApi {
  readonly port: number;
  readonly tokens: readonly string[];
  close(): Promise<void>;
}

/** The real API over a real socket on a free port, with tokens of the operation. */
export async function serveApi(
  store: Store,
  readModels: ReadModels,
  record: OperationRecord,
  tokenCount: number,
  live: () => Promise<LiveView> = NOTHING_LIVE,
): Promise<ServedApi> {
  const api = buildApi({
    store,
    readModels,
    now: Date.now,
    log: pino({ level: "silent" }),
    live,
    readiness: () => [],
    licences: () => ENOUGH_LICENCES,
  });
  await api.listen({ host: "127.0.0.1", port: 0 });
  const tokens = await tokensOf(store, record, tokenCount);
  return { port: (api.server.address() as AddressInfo).port, tokens, close: () => api.close() };
}

/** The same as a running server has it, in a thread of its own beside the one that decides. */
export async function serveFront(
  { directory, store, record }: { directory: string; store: Store; record: OperationRecord },
  { operation, exchange }: { operation: Operation; exchange: PlayedExchange },
  tokenCount: number,
  live: () => Promise<LiveView> = NOTHING_LIVE,
): Promise<ServedApi> {
  const front = new FrontThread(pino({ level: "warn" }, pino.destination(2)));
  const now = () => exchange.clock.now();
  const time = new PublishedTime(now);
  const { port } = await front.open(
    {
      directory,
      host: "127.0.0.1",
      port: 0,
      https: null,
      configurationFile: null,
      signIn: { passwords: true, provider: null },
      licences: new Map([[record.id, ENOUGH_LICENCES]]),
      time: time.memory,
      logLevel: "silent",
    },
    {
      owner: ownerHere(({ id }) =>
        id === record.id ? { operation, now: now(), connected: true, lacking: false } : null,
      ),
      server: {
        live,
        readiness: async () => [],
        degraded: async () => [],
        nodes: async () => null,
        rulesOf: async () => "file",
        promptsOf: async () => ({ kind: "simulated" }),
      },
    },
  );
  const close = async () => {
    time.close();
    await front.close();
  };
  return { port, tokens: await tokensOf(store, record, tokenCount), close };
}

async function tokensOf(store: Store, record: OperationRecord, count: number): Promise<string[]> {
  const tokens: string[] = [];
  for (let n = 0; n < count; n++) {
    const wanted = { operation: record.id, label: `bench ${n}`, scopes: tokenScopes };
    tokens.push((await createToken(store, wanted, Date.now())).token);
  }
  return tokens;
}

const NOTHING_LIVE = async (): Promise<LiveView> => ({ version: "bench", operations: [] });

/** So many that no bench uses the day's requests up. */
const ENOUGH_LICENCES = 1_000_000;

/** The path and query of a report from one moment (epoch ms) to another, both inclusive to the second. */
export function reportPath(api: string, from: number, to: number, timeZone: string): string {
  const compact = (at: number) => formatLocal(at, timeZone).replaceAll(/[- :]/g, "");
  return `/api/v2/reports_manager.php?api=${api}&date_ini=${compact(from)}&date_end=${compact(to)}`;
}

/** Asks over one connection that is kept open. */
export class KeptConnection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  ask(
    path: string,
    token: string,
  ): Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }> {
    return new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port: this.#port, path, agent: this.#agent };
      get({ ...options, headers: { "wolkvox-token": token } }, (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          body += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
      }).on("error", reject);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
