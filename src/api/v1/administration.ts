import type { PersonDesk } from "../../desk/person-desk.ts";
import {
  acceptClock,
  type ClockAccepted,
  erasePersonForm,
  exportPersonForm,
  type Reloaded,
  reloadServer,
  stopServer,
} from "./schema/administration.ts";
import { type Endpoint, endpoint } from "./schema/endpoint.ts";

/** What may be ordered of a running server itself. */
export interface ServerDesk {
  /** Reads the configuration again. Faults: those of the configuration. */
  reload(): Promise<Reloaded>;
  /** Believes the machine's clock where it is suspect. */
  acceptClock(): ClockAccepted;
  /** Begins to stop. */
  stop(): void;
}

/** What only the owner of the data may ask: about people by their numbers. */
export function personEndpoints(people: PersonDesk): readonly Endpoint[] {
  return [
    endpoint(exportPersonForm, async ({ operation, body }) => {
      const { held, ...of } = await people.export(operation, body.number);
      return { ...of, held: [...held] };
    }),
    endpoint(erasePersonForm, ({ operation, body }) => people.erase(operation, body.number)),
  ];
}

/** And of the server that runs. */
export function serverEndpoints(server: ServerDesk): readonly Endpoint[] {
  return [
    endpoint(reloadServer, () => server.reload()),
    endpoint(acceptClock, async () => {
      const { byMs, now } = server.acceptClock();
      return { byMs, now: new Date(now).toISOString() };
    }),
    endpoint(stopServer, async ({ reply }) => {
      // The client that ordered it has its answer first.
      reply.raw.once("finish", () => server.stop());
      return { pid: process.pid };
    }),
  ];
}
