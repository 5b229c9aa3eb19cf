import type { FastifyBaseLogger } from "fastify";
import { buildControl, type ServerDesk } from "../api/control/control.ts";
import { CallDesk } from "../desk/call-desk.ts";
import { CallbackDesk } from "../desk/callback-desk.ts";
import { OrderDesk } from "../desk/order-desk.ts";
import { PersonDesk } from "../desk/person-desk.ts";
import { SkillDesk } from "../desk/skill-desk.ts";
import type { OperationRecord } from "../journal/port.ts";
import { listenForControl } from "./control-socket.ts";
import type { OperationBase } from "./operations/operation-base.ts";
import type { RunningOperation } from "./operations/running-operation.ts";
import { runningStateOf } from "./operations/running-state.ts";

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
