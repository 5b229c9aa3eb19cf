import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { OperationRecord, Store } from "../../journal/port.ts";
import { Fault } from "../../line/faults.ts";
import { isGoodFrom } from "../address-list.ts";
import { statusOfFault } from "../fault-status.ts";
import { authenticate } from "../tokens.ts";
import { callbackEndpoint, callbacksEndpoint } from "./callbacks.ts";
import type { Asker, Endpoint } from "./endpoint.ts";
import { forms, uploadCalls } from "./forms.ts";
import { openApi } from "./open-api.ts";
import { orderEndpoints } from "./orders.ts";
import { sendFault } from "./problems.ts";
import { skillsEndpoint } from "./skills.ts";
import { smartWaitEndpoint } from "./smart-wait.ts";
import { type Sources, sourcesOf, type V1Dependencies } from "./sources.ts";
import { Streams, streamEndpoint } from "./stream.ts";
import { MAX_UPLOAD_BYTES, tooLarge } from "./upload-records.ts";
import { uploadEndpoint } from "./uploads.ts";
import { whyEndpoint } from "./why.ts";

function endpointsOf(sources: Sources, streams: Streams): readonly Endpoint[] {
  return [
    skillsEndpoint(sources),
    callbacksEndpoint(sources),
    callbackEndpoint(sources),
    ...orderEndpoints(sources),
    whyEndpoint(sources),
    uploadEndpoint(sources),
    smartWaitEndpoint(sources),
    streamEndpoint(streams),
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
  const streams = new Streams(sources, log);
  const endpoints = endpointsOf(sources, streams);
  const description = JSON.stringify(openApi(forms));
  const askers = new WeakMap<FastifyRequest, Asker>();

  api.get("/v1/openapi.json", (_request, reply) =>
    reply.headers({ ...HEADERS, "cache-control": "no-cache" }).send(description),
  );
  api.addHook("preClose", async () => streams.close());
  void api.register(async (v1) => {
    v1.setErrorHandler((error: FastifyError | Fault, request, reply) =>
      answerError(error, request, reply, log),
    );
    v1.addHook("onRequest", async (request) => {
      askers.set(request, await askerOf(store, request));
    });
    for (const one of endpoints) if (!one.form.bodies) addRoute(v1, one, askers);
    await v1.register(async (raw) => {
      raw.removeAllContentTypeParsers();
      for (const one of endpoints) if (one.form.bodies) addRawRoute(raw, one, askers);
    });
  });
}

type Askers = WeakMap<FastifyRequest, Asker>;

function addRoute(v1: FastifyInstance, endpoint: Endpoint, askers: Askers, bodyLimit?: number): void {
  const { form } = endpoint;
  v1.route({
    method: form.method,
    url: form.path.replaceAll(/\{(\w+)\}/g, ":$1"),
    exposeHeadRoute: false,
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    handler: async (request, reply) => {
      const answer = await endpoint.serve(askers.get(request)!, request, reply);
      if (answer === undefined) return reply;
      return reply.headers(HEADERS).send(JSON.stringify(answer));
    },
  });
}

/** An endpoint that reads its body by itself: how large it may be, and how many at once, is bounded here. */
function addRawRoute(raw: FastifyInstance, endpoint: Endpoint, askers: Askers): void {
  let under = 0;
  raw.addContentTypeParser(
    Object.keys(endpoint.form.bodies ?? {}),
    { parseAs: "buffer", bodyLimit: MAX_UPLOAD_BYTES },
    (_request, body, done) => done(null, body),
  );
  raw.addHook("onRequest", async (_request, reply) => {
    if (under >= MAX_UPLOADS) throw new Fault("uploads-full", { most: MAX_UPLOADS });
    under++;
    reply.raw.once("close", () => under--);
  });
  addRoute(raw, endpoint, askers, MAX_UPLOAD_BYTES);
}

/** Who asks. Faults: `token-missing`, `token-refused`. */
async function askerOf(store: Store, { headers, ip }: FastifyRequest): Promise<Asker> {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const token = authenticate(store, bearer ?? headers["wolkvox-token"]);
  if (token === "missing") throw new Fault("token-missing");
  // From a wrong address a right token is a bad one: whoever found it learns nothing.
  if (token === "bad" || !isGoodFrom(ip, token)) throw new Fault("token-refused");
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
  if (error instanceof Fault && statusOfFault(error.code) !== 500) {
    sendFault(reply, error);
    return;
  }
  if (!(error instanceof Fault) && error.statusCode !== undefined && error.statusCode < 500) {
    if (error.statusCode === 413 && request.routeOptions.url === uploadCalls.path) {
      sendFault(reply, tooLarge());
      return;
    }
    const problem = "its body or one of its headers has no form that is read here";
    sendFault(reply, new Fault("request-invalid", { problem }), error.statusCode);
    return;
  }
  log.error({ err: error, route: request.routeOptions.url }, "request failed");
  sendFault(reply, new Fault("request-failed"));
}

/** What is being uploaded is held in memory. */
const MAX_UPLOADS = 4;

const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};
