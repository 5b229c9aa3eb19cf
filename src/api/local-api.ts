import { type FastifyInstance, fastify, LogController } from "fastify";
import type { Owner } from "../desk/owner.ts";
import { PersonDesk, type PersonDeskGiven } from "../desk/person-desk.ts";
import { answerClientError } from "./client-error.ts";
import { Gate } from "./limits/gate.ts";
import { personEndpoints, type ServerDesk, serverEndpoints } from "./v1/administration.ts";
import { ownerDoor } from "./v1/doors/owner-door.ts";
import { addV1, answerOther, type V1Given } from "./v1/v1.ts";

interface LocalApiGiven extends Omit<V1Given, "door" | "gate" | "more">, Pick<PersonDeskGiven, "recordings"> {
  readonly owner: Owner;
  readonly server: ServerDesk;
}

/**
 * The native API for a socket that only its owner may open, not yet listening: a server of its own, without tokens and
 * limits, and with what its owner alone may order.
 */
export function buildLocalApi(given: LocalApiGiven): FastifyInstance {
  const api = fastify({
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    // The id of a callback is the exchange's, and may be long once it is written as an address.
    routerOptions: { maxParamLength: MAX_ID_LENGTH },
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: SILENT_CONNECTION_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    clientErrorHandler: answerClientError,
  });
  const has = addV1(api, {
    ...given,
    door: ownerDoor(given.store),
    gate: new Gate(given),
    more: [...personEndpoints(new PersonDesk(given)), ...serverEndpoints(given.server)],
  });
  // Before anything of the body is read: one that cannot be is no reason for another answer.
  api.addHook("onRequest", (request, reply, done) => {
    if (request.is404) answerOther(request.url.split("?", 1)[0]!, reply, has);
    else done();
  });
  return api;
}

const MAX_ID_LENGTH = 1000;
const REQUEST_TIMEOUT_MS = 20_000;
const SILENT_CONNECTION_MS = 60_000;
/** A command asks once, and once more at most. */
const KEEP_ALIVE_MS = 5_000;
