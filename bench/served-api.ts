import { Agent, get } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import type { LiveView } from "../src/api/live-view.ts";
import { buildApi } from "../src/api/server.ts";
import { createToken } from "../src/api/sign-in/tokens.ts";
import { type OperationRecord, type ReadModels, type Store, tokenScopes } from "../src/journal/port.ts";
import { formatLocal } from "../src/time/dates.ts";

export interface ServedApi {
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
  live: () => LiveView = () => ({ version: "bench", operations: [] }),
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
  const tokens: string[] = [];
  for (let n = 0; n < tokenCount; n++) {
    const wanted = { operation: record.id, label: `bench ${n}`, scopes: tokenScopes };
    const { token } = await createToken(store, wanted, Date.now());
    tokens.push(token);
  }
  return { port: (api.server.address() as AddressInfo).port, tokens, close: () => api.close() };
}

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
