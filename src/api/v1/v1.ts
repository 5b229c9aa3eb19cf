import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { OperationRecord, Store } from "../../journal/port.ts";
import { Fault } from "../../line/faults.ts";
import { statusOfFault } from "../fault-status.ts";
import { sendProblem } from "../problem.ts";
import { authenticate } from "../tokens.ts";
import { callbackEndpoint, callbacksEndpoint } from "./callbacks.ts";
import type { Asker, Endpoint } from "./endpoint.ts";
import { openApi } from "./open-api.ts";
import { orderEndpoints } from "./orders.ts";
import { sendFault } from "./problems.ts";
import { skillsEndpoint } from "./skills.ts";
import { type Sources, sourcesOf, type V1Dependencies } from "./sources.ts";

/** Every endpoint of the native API, in the order of its description. */
export function endpointsOf(sources: Sources): readonly Endpoint[] {
  return [
    skillsEndpoint(sources),
    callbacksEndpoint(sources),
    callbackEndpoint(sources),
    ...orderEndpoints(sources),
  ];
}

/**
 * The native API. The token is judged before anything of a request is read; what is wrong is answered as problem
 * details (RFC 9457) with the code of a fault.
 */
export function addV1(
  api: FastifyInstance,
  dependencies: V1Dependencies & { readonly log: FastifyBaseLogger },
): void {
  const { store, log } = dependencies;
  const sources = sourcesOf(dependencies);
  const endpoints = endpointsOf(sources);
  const description = JSON.stringify(openApi(endpoints.map(({ form }) => form)));
  const askers = new WeakMap<FastifyRequest, Asker>();

  api.get("/v1/openapi.json", (_request, reply) =>
    reply.headers({ ...HEADERS, "cache-control": "no-cache" }).send(description),
  );
  void api.register(async (v1) => {
    v1.setErrorHandler((error: FastifyError | Fault, request, reply) => answerError(error, request, reply, log));
    v1.addHook("onRequest", async (request) => {
      askers.set(request, await askerOf(store, request));
    });
    for (const { form, serve } of endpoints)
      v1.route({
        method: form.method,
        url: form.path.replaceAll(/\{(\w+)\}/g, ":$1"),
        exposeHeadRoute: false,
        handler: async (request, reply) => {
          const answer = await serve(askers.get(request)!, request, reply);
          if (answer === undefined) return reply;
          return reply.headers(HEADERS).send(JSON.stringify(answer));
        },
      });
  });
}

/** Who asks. Faults: `token-missing`, `token-refused`. */
async function askerOf(store: Store, { headers }: FastifyRequest): Promise<Asker> {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const token = authenticate(store, bearer ?? headers["wolkvox-token"]);
  if (token === "missing") throw new Fault("token-missing");
  if (token === "bad") throw new Fault("token-refused");
  return { token, operation: await operationOf(store, token.operation) };
}

async function operationOf(store: Store, id: number): Promise<OperationRecord> {
  const operation = (await store.operations()).find((candidate) => candidate.id === id);
  if (!operation) throw new Error("a token names an operation that is not in the journal");
  return operation;
}

function answerError(
  error: FastifyError | Fault,
  request: FastifyRequest,
  reply: FastifyReply,
  log: FastifyBaseLogger,
): void {
  if (!(error instanceof Fault) && error.statusCode !== undefined && error.statusCode < 500) {
    const problem = "its body or one of its headers has no form that is read here";
    if (error.statusCode === 400) sendFault(reply, new Fault("request-invalid", { problem }));
    else sendProblem(reply, error.statusCode, "The request is malformed");
    return;
  }
  if (error instanceof Fault && statusOfFault(error.code) !== 500) {
    sendFault(reply, error);
    return;
  }
  log.error({ err: error, route: request.routeOptions.url }, "request failed");
  sendProblem(reply, 500, "Something failed; try again later");
}

const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};
