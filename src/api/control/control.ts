import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  fastify,
  LogController,
} from "fastify";
import type { ZodType } from "zod";
import type { CallDesk } from "../../desk/call-desk.ts";
import type { CallbackDesk } from "../../desk/callback-desk.ts";
import type { OrderDesk } from "../../desk/order-desk.ts";
import type { PersonDesk } from "../../desk/person-desk.ts";
import {
  type ClockAccepted,
  callbackQuery,
  callQuery,
  moveBody,
  oneCallbackQuery,
  orderBody,
  personBody,
  type Reloaded,
  skillQuery,
} from "../../desk/schemas.ts";
import type { SkillDesk } from "../../desk/skill-desk.ts";
import { Fault } from "../../faults/faults.ts";
import { statusOfFault } from "../fault-status.ts";
import { PROBLEM_HEADERS } from "../problem.ts";

export interface ControlGiven {
  readonly callbacks: CallbackDesk;
  readonly orders: OrderDesk;
  readonly people: PersonDesk;
  readonly skills: SkillDesk;
  readonly calls: CallDesk;
  readonly server: ServerDesk;
  readonly log: FastifyBaseLogger;
}

/** What may be ordered of the server itself. */
export interface ServerDesk {
  /** Reads the configuration again. Faults: those of the configuration. */
  reload(): Promise<Reloaded>;
  /** Believes the machine's clock where it is suspect. */
  acceptClock(): ClockAccepted;
  /** Begins to stop. */
  stop(): void;
}

/**
 * The control channel, not yet listening: plain HTTP without a token, for a socket that only its owner may open. What
 * is asked for and cannot be had is a problem (RFC 9457) with the fault's code; an order that is refused is answered
 * with 409 and its code, with the sentence in both languages.
 */
export function buildControl(given: ControlGiven): FastifyInstance {
  const { callbacks, orders, people, skills, calls, server, log } = given;
  const control = fastify({
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    // The id of a callback is the exchange's, and may be long once it is written as an address.
    routerOptions: { maxParamLength: MAX_ID_LENGTH },
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: SILENT_CONNECTION_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  control.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, 404, "There is nothing at this address"),
  );
  control.setErrorHandler((error: FastifyError | Fault | WrongRequest, request, reply) => {
    if (error instanceof Fault) return sendFault(reply, error);
    if (error instanceof WrongRequest) return sendProblem(reply, 400, error.message);
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) log.error({ err: error, route: request.routeOptions.url }, "order failed");
    sendProblem(reply, status, status === 500 ? "Something failed; see the log" : "The request is malformed");
  });

  control.get("/v1/skills", (request) => skills.list(read(skillQuery, request.query)));
  control.get("/v1/calls", (request) => calls.list(read(callQuery, request.query)));
  control.get<WithId>("/v1/calls/:id", ({ params, query }) =>
    calls.why(params.id, read(oneCallbackQuery, query)),
  );
  control.get("/v1/callbacks", (request) => callbacks.list(read(callbackQuery, request.query)));
  control.get<WithId>("/v1/callbacks/:id", ({ params, query }) =>
    callbacks.show(params.id, read(oneCallbackQuery, query)),
  );
  control.post<WithId>("/v1/callbacks/:id/cancel", async ({ params, body }, reply) =>
    sendOutcome(reply, await orders.cancel(params.id, read(orderBody, body))),
  );
  control.post<WithId>("/v1/callbacks/:id/call-now", async ({ params, body }, reply) =>
    sendOutcome(reply, await orders.callNow(params.id, read(orderBody, body))),
  );
  control.post<WithId>("/v1/callbacks/:id/move", async ({ params, body }, reply) =>
    sendOutcome(reply, await orders.move(params.id, read(moveBody, body))),
  );
  // A number in an address would stand in histories and logs.
  control.post("/v1/people/export", ({ body }) => people.export(read(personBody, body)));
  control.post("/v1/people/erase", ({ body }) => people.erase(read(personBody, body)));
  control.post("/v1/server/reload", () => server.reload());
  control.post("/v1/server/clock/accept", () => server.acceptClock());
  control.post("/v1/server/stop", (_request, reply) => {
    // Whoever ordered it hears of it first.
    reply.raw.once("finish", () => server.stop());
    return reply.send({ pid: process.pid });
  });
  return control;
}

interface WithId {
  Params: { readonly id: string };
}

/** A request that does not have the form of its schema. */
class WrongRequest extends Error {}

function read<T>(schema: ZodType<T>, given: unknown): T {
  const { success, data, error } = schema.safeParse(given ?? {});
  if (success) return data;
  const [issue] = error.issues;
  throw new WrongRequest([issue?.path.join("."), issue?.message].filter(Boolean).join(": "));
}

function sendOutcome(reply: FastifyReply, answer: { readonly outcome: string }): FastifyReply {
  return reply.code(answer.outcome === "done" ? 200 : 409).send(answer);
}

function sendFault(reply: FastifyReply, { code, message, details }: Fault): FastifyReply {
  return sendProblem(reply, statusOfFault(code), message, { code, details });
}

function sendProblem(reply: FastifyReply, status: number, title: string, members: object = {}): FastifyReply {
  return reply
    .code(status)
    .headers(PROBLEM_HEADERS)
    .send(JSON.stringify({ title, status, ...members }));
}

const MAX_BODY_BYTES = 16 * 1024;
const MAX_ID_LENGTH = 1000;
const REQUEST_TIMEOUT_MS = 20_000;
const SILENT_CONNECTION_MS = 60_000;
/** A command asks once, and once more at most. */
const KEEP_ALIVE_MS = 5_000;
