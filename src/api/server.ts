import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  fastify,
  LogController,
} from "fastify";
import { answerClientError } from "./client-error.ts";
import { isCompatible } from "./compatible-path.ts";
import { addPage } from "./page.ts";
import { sendProblem } from "./problem.ts";
import { addReadiness } from "./readiness.ts";
import type { V1Dependencies } from "./v1/sources.ts";
import { addV1 } from "./v1/v1.ts";
import { refusalOf } from "./wolkvox/answer.ts";
import { addFamily, type FamilyDependencies, isPathOfFamily } from "./wolkvox/family.ts";
import { answerOtherMethod, sendAnswer } from "./wolkvox/send.ts";

export interface ApiDependencies extends FamilyDependencies, V1Dependencies {
  /** Epoch ms on the clock that the operations live by; not the machine's while a recorded day is played. */
  readonly now: () => number;
  readonly log: FastifyBaseLogger;
  /** What is not ready yet, each a sentence for the administrator; none: ready. */
  readonly readiness: () => readonly string[];
  /** What calls go without though it is ready, each a sentence. */
  readonly degraded?: () => readonly string[];
  /** PEM. Without it the server speaks plain HTTP. */
  readonly https?: { readonly cert: string | Buffer; readonly key: string | Buffer };
}

/**
 * Espera's HTTP server, not yet listening. It trusts no proxy: an address is that of the connection. Each path
 * belongs to a family, and errors have the form of their family: `/api/v2/` is the compatible API's, the rest
 * Espera's own.
 */
export function buildApi(dependencies: ApiDependencies): FastifyInstance {
  const { https, log } = dependencies;
  const api = fastify({
    loggerInstance: childless(log),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    // The id of a call is the exchange's, and may be long once it is written as an address.
    routerOptions: { maxParamLength: MAX_ID_LENGTH },
    serverFactory: (handler) => {
      const server = https
        ? createTlsServer({ ...LIMITS, ...https }, handler)
        : createServer(LIMITS, handler);
      server.timeout = SILENT_CONNECTION_MS;
      server.maxConnections = MAX_CONNECTIONS;
      // An expectation that is not known is none: what follows is answered as it is.
      server.on("checkExpectation", handler);
      return server;
    },
    clientErrorHandler: answerClientError,
    // An address that cannot be decoded reaches no route.
    frameworkErrors: (_error, request, reply) => {
      if (isCompatible(request.raw.url)) sendAnswer(reply, refusalOf("request-malformed"));
      else sendProblem(reply, 400, "The address is malformed");
    },
  });

  // Before anything of the request's body is read.
  api.addHook("onRequest", (request, reply, done) => {
    const path = request.raw.url?.split("?", 1)[0];
    if (request.raw.httpVersion === "1.1" && request.headers.host === undefined) {
      reply.header("connection", "close");
      if (isCompatible(path)) sendAnswer(reply, refusalOf("request-malformed"));
      else sendProblem(reply, 400, "The request names no host");
    } else if (!request.is404) done();
    else if (isPathOfFamily(path)) answerOtherMethod(request.method, reply);
    else if (isCompatible(path)) sendAnswer(reply, refusalOf("path-unknown"));
    else sendProblem(reply, 404, "There is nothing at this address");
  });

  api.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500) log.error({ err: error, route: request.routeOptions.url }, "request failed");
    if (isCompatible(request.raw.url)) {
      sendAnswer(reply, refusalOf(status === 500 ? "failed" : "request-malformed"));
    } else {
      sendProblem(
        reply,
        status,
        status === 500 ? "Something failed; try again later" : "The request is malformed",
      );
    }
  });

  addFamily(api, dependencies);
  addV1(api, dependencies);
  addReadiness(api, dependencies);
  addPage(api, dependencies);
  return api;
}

/** A child logger per request costs more than the answer; what is logged names its route instead. */
function childless(log: FastifyBaseLogger): FastifyBaseLogger {
  const itself: FastifyBaseLogger = Object.create(log, { child: { value: () => itself } });
  return itself;
}

/** No request has a body that means anything; one that sends a large one is cut off. */
const MAX_BODY_BYTES = 16 * 1024;
const MAX_ID_LENGTH = 1000;
/** Under the number of files a process may open, so that the journal always gets its own. */
const MAX_CONNECTIONS = 800;
/** A connection on which nothing moves, in either direction. */
const SILENT_CONNECTION_MS = 65_000;
/** A client that sends slowly is given this long, whatever it does. */
const LIMITS = {
  // A request without a host is answered in the form of its family instead.
  requireHostHeader: false,
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 60_000,
};
