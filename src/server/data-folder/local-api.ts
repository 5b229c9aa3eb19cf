import type { FastifyBaseLogger } from "fastify";
import type { LiveView } from "../../api/live-view.ts";
import { buildLocalApi } from "../../api/local-api.ts";
import type { ServerDesk } from "../../api/v1/administration.ts";
import { ALERTS_EVERY_MS } from "../../api/v1/alerts/alerts.ts";
import type { Owner } from "../../desk/owner.ts";
import type { OperationBase } from "../operations/operation-base.ts";
import type { RunningOperation } from "../operations/running-operation.ts";
import { listenForControl } from "./control-socket.ts";

/** Opens the native API of a running server on the socket of its data directory. Gives how to close it. */
export async function openLocalApi(
  { store, readModels, directory, log }: OperationBase,
  operations: readonly RunningOperation[],
  given: {
    readonly server: ServerDesk;
    readonly live: () => Promise<LiveView>;
    readonly now: () => number;
    readonly owner: Owner;
  },
): Promise<() => Promise<void>> {
  const api = buildLocalApi({
    ...given,
    lookForAlertsEveryMs: ALERTS_EVERY_MS,
    store,
    readModels,
    recordings: ({ id }) => operations.find(({ record }) => record.id === id)?.recordings ?? null,
    log: log as FastifyBaseLogger,
  });
  await api.ready();
  await listenForControl(api.server, directory);
  return async () => {
    // Fastify closes what it opened itself; this it did not.
    const closed = new Promise((resolve) => api.server.close(resolve));
    await api.close();
    await closed;
  };
}
