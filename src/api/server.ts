import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  fastify,
  LogController,
} from "fastify";
import { Fault } from "../faults/faults.ts";
import type { AccountStore } from "../journal/port/store.ts";
import type { ImportStore } from "../operation/imports/import-wanted.ts";
import { type AccountDesks, addAccounts } from "./accounts/accounts.ts";
import { accountForms } from "./accounts/forms.ts";
import { answerClientError, MAX_HEAD_BYTES } from "./client-error.ts";
import { isCompatible, withoutOrigin } from "./compatible-path.ts";
import { Gate, type GateDependencies } from "./limits/gate.ts";
import { addPage } from "./page.ts";
import { sendFault } from "./problem.ts";
import { addReadiness, type Sentences } from "./readiness.ts";
import { Sessions } from "./sign-in/sessions.ts";
import { SignIn, type SignInGiven } from "./sign-in/sign-in.ts";
import { PASSWORDS_ALONE, type SignInWays } from "./sign-in/sign-in-ways.ts";
import type { KeptAlerts } from "./v1/alerts/alerts.ts";
import { networkDoor } from "./v1/doors/network-door.ts";
import type { V1Dependencies } from "./v1/sources.ts";
import { addV1, answerOther } from "./v1/v1.ts";
import { whatIfEndpoints } from "./v1/what-if/what-if.ts";
import type { WhatIfDesk } from "./v1/what-if/what-if-desk.ts";
import { refusalOf } from "./wolkvox/answer.ts";
import { addFamily, type FamilyDependencies, isPathOfFamily } from "./wolkvox/family.ts";
import { answerOtherMethod, sendAnswer } from "./wolkvox/send.ts";

export interface ApiDependencies
  extends Omit<FamilyDependencies, "gate" | "signIn">,
    V1Dependencies,
    GateDependencies,
    SignInGiven {
  readonly store: ImportStore & AccountStore;
  /** Left out where nobody looks for alerts. */
  readonly lookForAlertsEveryMs?: number;
  /** Left out where alerts end with the server. */
  readonly keptAlerts?: KeptAlerts;
  readonly desks?: AccountDesks;
  /** How people sign in; by passwords alone when left out. */
  readonly ways?: SignInWays;
  /** Epoch ms on the clock that the operations live by; not the machine's while a recorded day is played. */
  readonly now: () => number;
  readonly log: FastifyBaseLogger;
  /** What is not ready yet, each a sentence for the administrator; none: ready. */
  readonly readiness: Sentences;
  /** What does not work although it is ready, each a sentence. */
  readonly degraded?: Sentences;
  /** Left out where recorded days cannot be replayed. */
  readonly whatIf?: WhatIfDesk;
  /** PEM. Without it the server speaks plain HTTP. */
  readonly https?: { readonly cert: string | Buffer; readonly key: string | Buffer };
}

/**
 * Espera's HTTP server, not yet listening. It trusts no proxy: an address is that of the connection. Each path
 * belongs to a family, and errors have the form of their family: `/api/v2/` is the compatible API's, the rest
 * Espera's own.
 */
export function buildApi(dependencies: ApiDependencies): FastifyInstance {
  const { https, log, store, desks, whatIf, ways = PASSWORDS_ALONE } = dependencies;
  const api = fastify({
    loggerInstance: childless(log),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    // Some clients send the whole address, as to a proxy: RFC 9112 requires every server to accept it.
    rewriteUrl: ({ url = "/" }) => (url.startsWith("/") ? url : withoutOrigin(url)),
    // The id of a call is the exchange's, and may be long once it is written as an address.
    routerOptions: { maxParamLength: MAX_ID_LENGTH },
    serverFactory: (handler) => {
      const server = https
        ? createTlsServer({ ...LIMITS, ...https }, handler)
        : createServer(LIMITS, handler);
      server.timeout = SILENT_CONNECTION_MS;
      server.maxConnections = MAX_CONNECTIONS;
      // An unknown expectation is ignored, and the request is answered.
      server.on("checkExpectation", handler);
      server.on("checkContinue", (request: IncomingMessage, response: ServerResponse) => {
        // A request that waits behind another one has no connection yet: Node would write the line into its answer.
        if (response.socket) response.writeContinue();
        handler(request, response);
      });
      return server;
    },
    clientErrorHandler: answerClientError,
    // An address that cannot be decoded, or has an id that is too long, reaches no route.
    frameworkErrors: (_error, request, reply) => {
      if (isCompatible(request.raw.url)) sendAnswer(reply, refusalOf("request-malformed"));
      else sendFault(reply, malformed("its address cannot be decoded, or a part of it is too long"));
    },
  });

  // Before anything of the request's body is read.
  api.addHook("onRequest", (request, reply, done) => {
    const path = request.raw.url?.split("?", 1)[0];
    if (request.raw.httpVersion === "1.1" && request.headers.host === undefined) {
      reply.header("connection", "close");
      if (isCompatible(path)) sendAnswer(reply, refusalOf("request-malformed"));
      else sendFault(reply, malformed("it names no host"));
    } else if (!request.is404) done();
    else if (isPathOfFamily(path)) answerOtherMethod(request.method, reply);
    else if (isCompatible(path)) sendAnswer(reply, refusalOf("path-unknown"));
    else answerOther(path ?? "", reply, [...native, ...accountForms]);
  });

  api.setErrorHandler((error: FastifyError, request, reply) => {
    const failed = error.statusCode === undefined || error.statusCode >= 500;
    if (failed) log.error({ err: error, route: request.routeOptions.url }, "request failed");
    if (isCompatible(request.raw.url)) {
      sendAnswer(reply, refusalOf(failed ? "failed" : "request-malformed"));
    } else {
      sendFault(
        reply,
        failed ? new Fault("request-failed") : malformed("one of its parts has no known form"),
      );
    }
  });

  const gate = new Gate(dependencies);
  api.addHook("onClose", () => gate.close());
  const signIn = new SignIn(dependencies);
  addFamily(api, { ...dependencies, gate, signIn });
  const { wallClock = Date.now } = dependencies;
  const sessions = new Sessions({ accounts: store.accounts, log, now: wallClock });
  const native = addV1(api, {
    ...dependencies,
    gate,
    door: networkDoor({ store, signIn, sessions }),
    more: whatIf ? whatIfEndpoints({ store }, whatIf) : [],
  });
  addAccounts(api, { store, sessions, ways, now: wallClock, log, ...desks });
  addReadiness(api, dependencies);
  addPage(api, { ...dependencies, signIn, sessions });
  return api;
}

function malformed(problem: string): Fault {
  return new Fault("request-invalid", { problem });
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
  maxHeaderSize: MAX_HEAD_BYTES,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 60_000,
};
