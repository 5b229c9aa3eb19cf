import pino from "pino";
import { type ApiDependencies, buildApi } from "../../src/api/server.ts";
import { createToken, type WantedToken } from "../../src/api/tokens.ts";
import type {
  OperationRecord,
  ReadModels,
  SmartWaitCounts,
  Store,
  TokenRecord,
} from "../../src/journal/port.ts";
import { logOptions } from "../../src/server/log.ts";

/** One treated call: when it arrived and in which skill; what became of it. */
export interface TreatedCall {
  readonly operation: number;
  readonly skill: number;
  readonly at: number;
  readonly yes?: boolean;
  readonly end?: "ok" | "fail";
}

/** As much of a journal as the API asks of it, with the counts taken call by call. */
export class InMemoryJournal {
  readonly calls: TreatedCall[] = [];
  readonly kept = new Map<string, TokenRecord>();
  readonly operations: OperationRecord[] = [];
  version = 0;
  queries = 0;
  /** What a query waits for, besides. */
  beforeAnswer: () => Promise<void> = async () => {};

  add(...calls: TreatedCall[]): void {
    this.calls.push(...calls);
    this.version++;
  }

  addOperation(operation: Partial<OperationRecord> & { id: number }): void {
    this.operations.push({
      name: `operación ${operation.id}`,
      timeZone: "America/Bogota",
      simulated: false,
      personKey: new Uint8Array(32),
      ...operation,
    });
  }

  readonly store = {
    addToken: async (token: TokenRecord) => void this.kept.set(token.id, token),
    token: (id: string) => this.kept.get(id) ?? null,
    operations: async () => [...this.operations],
  } as unknown as Store;

  readonly readModels: ReadModels = {
    countsVersion: () => this.version,
    serviceLevelCounts: async () => [],
    close: async () => {},
    smartWaitCounts: async (operation, from, to) => {
      this.queries++;
      const counts = this.#counts(operation, from, to);
      await this.beforeAnswer();
      return counts;
    },
  };

  #counts(operation: number, from: number, to: number): SmartWaitCounts[] {
    const inRange = this.calls.filter(
      (call) => call.operation === operation && call.at >= from && call.at < to,
    );
    const skills = [...new Set(inRange.map((call) => call.skill))].sort((one, other) => one - other);
    return skills.map((skill) => {
      const calls = inRange.filter((call) => call.skill === skill);
      return {
        skill,
        treatment: calls.length,
        yes: calls.filter((call) => call.yes).length,
        recallOk: calls.filter((call) => call.end === "ok").length,
        recallFail: calls.filter((call) => call.end === "fail").length,
      };
    });
  }
}

/** An API over a journal in memory with operation 1, and a token for it. */
export async function apiInMemory(
  wanted: Partial<WantedToken> = {},
  dependencies: Partial<ApiDependencies> = {},
) {
  const journal = new InMemoryJournal();
  journal.addOperation({ id: 1 });
  const { token } = await createToken(journal.store, { operation: 1, label: "prueba", ...wanted }, 0);
  const logged: string[] = [];
  const api = buildApi({
    store: journal.store,
    readModels: journal.readModels,
    now: () => 0,
    log: pino(logOptions("trace"), { write: (line: string) => void logged.push(line) }),
    live: () => ({ version: "0.0.0", operations: [] }),
    readiness: () => [],
    ...dependencies,
  });
  return { api, journal, token, logged };
}

/** The path of a `diagram_2` query; `null` leaves a parameter out. */
export function diagram2Path(changed: Record<string, string | null> = {}): string {
  const parameters = {
    api: "diagram_2",
    date_ini: "20260301000000",
    date_end: "20260301235959",
    ...changed,
  };
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null);
  return `/api/v2/reports_manager.php?${new URLSearchParams(given).toString()}`;
}

/** Epoch ms of a time of 1 March 2026 in Bogotá, which is five hours behind UTC all year. */
export function inBogota(time: string, day = "2026-03-01"): number {
  return Date.parse(`${day}T${time}-05:00`);
}
