import type { FastifyBaseLogger } from "fastify";
import { CallDesk } from "../api/control/call-desk.ts";
import { CallbackDesk } from "../api/control/callback-desk.ts";
import { buildControl, type ServerDesk } from "../api/control/control.ts";
import { OrderDesk } from "../api/control/order-desk.ts";
import { PersonDesk } from "../api/control/person-desk.ts";
import { SkillDesk } from "../api/control/skill-desk.ts";
import type { OperationRecord } from "../journal/port.ts";
import { listenForControl } from "./control-socket.ts";
import type { OperationBase } from "./operation-base.ts";
import type { RunningOperation } from "./running-operation.ts";
import { runningStateOf } from "./running-state.ts";

/** Opens the control channel of a running server. Gives how to close it. */
export async function openControlChannel(
  { store, readModels, directory, log }: OperationBase,
  operations: readonly RunningOperation[],
  server: ServerDesk,
): Promise<() => Promise<void>> {
  const running = (record: OperationRecord) => runningStateOf(operations, record);
  const recordings = ({ id }: OperationRecord) =>
    operations.find(({ record }) => record.id === id)?.recordings ?? null;
  const callbacks = new CallbackDesk({ store, readModels, running });
  const runningSkills = (record: OperationRecord) => {
    const state = running(record);
    const one = operations.find((operation) => operation.record.id === record.id);
    return (
      state && {
        ...state,
        connected: (one?.degraded ?? null) === null,
        lacking: (one?.lacking ?? null) !== null,
      }
    );
  };
  const control = buildControl({
    callbacks,
    skills: new SkillDesk({ store, readModels, running: runningSkills }),
    calls: new CallDesk({ store, readModels, callbacks }),
    orders: new OrderDesk({ store, running }),
    people: new PersonDesk({ store, readModels, running, recordings }),
    server,
    log: log as FastifyBaseLogger,
  });
  await control.ready();
  await listenForControl(control.server, directory);
  return async () => {
    // Fastify closes what it opened itself; this it did not.
    const closed = new Promise((resolve) => control.server.close(resolve));
    await control.close();
    await closed;
  };
}
