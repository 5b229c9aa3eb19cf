import pino from "pino";
import { buildApi } from "../../src/api/server.ts";
import { createToken } from "../../src/api/sign-in/tokens.ts";
import type { QueryLimits } from "../../src/api/wolkvox/limits.ts";
import { type OperationRecord, type Store, tokenScopes } from "../../src/journal/port.ts";
import { openSqliteStore } from "../../src/journal/sqlite/store.ts";
import { logOptions } from "../../src/server/log.ts";
import { ScriptedCentre } from "./scripted-centre.ts";

/** The native API over a running operation, and over another one whose token is `otherToken`. */
export async function openV1(
  given: { readonly store?: Store; readonly licences?: number; readonly limits?: Partial<QueryLimits> } = {},
) {
  const store = given.store ?? (await openSqliteStore({ file: ":memory:" }));
  const centre = await ScriptedCentre.open(store);
  await centre.begin();
  const other = await store.openOperation({ name: "other", timeZone: "Europe/Madrid", simulated: true });
  const wanted = {
    operation: centre.record.id,
    label: "lucía's page",
    scopes: tokenScopes,
    masksNumbers: true,
  };
  const { token, record } = await createToken(store, wanted, 0);
  const { token: otherToken } = await createToken(store, { operation: other.id, scopes: tokenScopes }, 0);
  const { operation } = centre;
  const logged: string[] = [];
  let runs = true;
  const api = buildApi({
    store,
    readModels: store.readModels(),
    now: () => centre.clock.now(),
    log: pino(logOptions("trace"), { write: (line: string) => void logged.push(line) }),
    live: () => ({
      version: "0.0.0",
      operations: [
        {
          id: centre.record.id,
          name: "clinic",
          timeZone: centre.record.timeZone,
          simulated: true,
          generation: null,
          skills: operation.state.settings.skills.map(({ id, name, target }) => {
            const line = operation.state.skills.get(id);
            return {
              id,
              name,
              target,
              line: { live: line?.live.size ?? 0, callbacks: line?.open ?? 0, returning: 0 },
              freeAgents: line?.freeAgents ?? 0,
              outlook: null,
              auto: null,
              holdOut: { rate: 0, heldOut: line?.heldOut ?? 0 },
              today: { answeredWithin: 0, offered: 0 },
            };
          }),
        },
      ],
    }),
    running: ({ id }: OperationRecord) =>
      runs && id === centre.record.id
        ? {
            state: operation.state,
            now: centre.clock.now(),
            settings: operation.state.settings,
            order: operation.order.bind(operation),
          }
        : null,
    readiness: () => [],
    ...(given.licences === undefined ? {} : { licences: () => given.licences! }),
    ...(given.limits === undefined ? {} : { limits: given.limits }),
  });
  const ask = async (method: "GET" | "POST", url: string, payload?: object | string, headers: object = {}) =>
    api.inject({
      method,
      url,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
  return {
    api,
    store,
    centre,
    other,
    token,
    tokenId: record.id,
    otherToken,
    logged,
    get: (url: string, headers: object = {}) => ask("GET", url, undefined, headers),
    post: (url: string, payload: object | string, headers: object = {}) => ask("POST", url, payload, headers),
    /** As while its journal keeps the operation closed. */
    stopRunning: () => {
      runs = false;
    },
    close: async () => {
      await api.close();
      await operation.stop();
      await store.close();
    },
  };
}

export type V1 = Awaited<ReturnType<typeof openV1>>;
