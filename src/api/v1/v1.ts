import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Fault } from "../../faults/faults.ts";
import type { OperationRecord, Store } from "../../journal/port.ts";
import { statusOfFault } from "../fault-status.ts";
import type { DayQuota } from "../limits/day-quota.ts";
import { Deadline, USUAL_QUERY_MS } from "../limits/deadline.ts";
import { type Gate, rateLimitHeaders } from "../limits/gate.ts";
import { sendFault } from "../problem.ts";
import { type SignIn, shownIn } from "../sign-in/sign-in.ts";
import { callbackEndpoint, callbackSearchEndpoint, callbacksEndpoint } from "./callbacks/callbacks.ts";
import { orderEndpoints } from "./callbacks/orders.ts";
import { whyEndpoint } from "./callbacks/why.ts";
import { DetailedFault } from "./problems.ts";
import { type Asker, type Endpoint, type EndpointForm, holdsOneOf } from "./schema/endpoint.ts";
import { forms } from "./schema/forms.ts";
import { DESCRIPTION_PATH, methodsAt } from "./schema/known-paths.ts";
import { openApi } from "./schema/open-api.ts";
import { type Share, Shares } from "./shares.ts";
import { skillsEndpoint } from "./skills.ts";
import { smartWaitEndpoint } from "./smart-wait.ts";
import { type Sources, sourcesOf, type V1Dependencies } from "./sources.ts";
import { Streams, streamEndpoint } from "./stream/stream.ts";
import { addJsonBodies, addUploadBodies, faultOfUnread, requirePlainBody } from "./uploads/bodies.ts";
import { MOST_BYTES } from "./uploads/upload-bounds.ts";
import { uploadEndpoint } from "./uploads/uploads.ts";

function endpointsOf(sources: Sources, streams: Streams, signIn: SignIn): readonly Endpoint[] {
  return [
    skillsEndpoint(sources),
    callbacksEndpoint(sources),
    callbackSearchEndpoint(sources),
    callbackEndpoint(sources),
    ...orderEndpoints(sources),
    whyEndpoint(sources),
    uploadEndpoint(sources),
    smartWaitEndpoint(sources),
    streamEndpoint(streams, signIn),
  ];
}

/**
 * The native API. The token and its scopes are judged before anything of a request is read, then how many of it are under way; one of
 * the day's requests is used up by what is understood. What is wrong is answered as problem details (RFC 9457) with the
 * code of a fault.
 */
export function addV1(
  api: FastifyInstance,
  dependencies: V1Dependencies & { readonly log: FastifyBaseLogger },
): void {
  const { store, log, gate, signIn, limits: { queryMs = USUAL_QUERY_MS } = {} } = dependencies;
  const sources = sourcesOf(dependencies);
  const streams = new Streams(sources, log);
  const endpoints = endpointsOf(sources, streams, signIn);
  const description = JSON.stringify(openApi(forms));
  const visits = new WeakMap<FastifyRequest, Visit>();

  api.get(DESCRIPTION_PATH, (_request, reply) =>
    reply.headers({ ...HEADERS, "cache-control": "no-cache" }).send(description),
  );
  api.addHook("preClose", async () => streams.close());
  void api.register(async (v1) => {
    v1.setErrorHandler((error: FastifyError | Fault, request, reply) =>
      answerError(error, request, reply, log),
    );
    v1.addHook("onRequest", async (request, reply) => {
      const asker = await askerOf(store, signIn, request);
      const leave = gate.enter(asker.token);
      if (!leave) throw new Fault("requests-at-once", { most: asker.token.atOnce });
      // It is under way until the client has all of it, or has gone.
      reply.raw.once("close", leave);
      visits.set(request, { asker, leave });
    });
    addJsonBodies(v1);
    for (const one of endpoints) if (!one.form.bodies) addRoute(v1, one, visits, { gate, queryMs });
    for (const one of endpoints)
      if (one.form.bodies)
        await v1.register(async (raw) => addUploadRoute(raw, one, visits, { gate, queryMs }));
  });
}

/** Answers what no route of the server takes: outside of the compatible API, whatever it was going to. */
export function answerOther(path: string, reply: FastifyReply): void {
  const known = methodsAt(path).join(", ");
  if (known === "") {
    sendFault(reply, new Fault("path-unknown"));
    return;
  }
  reply.header("allow", known);
  sendFault(reply, new Fault("method-unknown", { known }));
}

/** One request that is under way. */
interface Visit {
  readonly asker: Asker;
  /** Says that it is over. */
  readonly leave: () => void;
}

type Visits = WeakMap<FastifyRequest, Visit>;

interface Bounds {
  readonly gate: Gate;
  readonly queryMs: number;
}

function addRoute(v1: FastifyInstance, endpoint: Endpoint, visits: Visits, { gate, queryMs }: Bounds): void {
  const { form } = endpoint;
  v1.route({
    method: form.method,
    url: form.path.replaceAll(/\{(\w+)\}/g, ":$1"),
    exposeHeadRoute: false,
    config: { form },
    onRequest: async (request) => {
      if (form.body || form.bodies) requirePlainBody(request);
    },
    handler: async (request, reply) => {
      const { asker, leave } = visits.get(request)!;
      const deadline = new Deadline(queryMs);
      const stop = () => deadline.stop();
      reply.raw.once("close", stop);
      try {
        const answer = await endpoint.serve(asker, request, reply, {
          admit: () => admit(gate.quotaOf(asker.operation), asker, reply),
          get signal() {
            return deadline.signal;
          },
        });
        if (answer !== undefined) return reply.headers(HEADERS).send(JSON.stringify(answer));
        // What goes on by itself from here keeps no other request of the token waiting.
        leave();
        return reply;
      } finally {
        deadline.clear();
        reply.raw.off("close", stop);
      }
    },
  });
}

/** Takes one of the day's requests. Fault: `requests-used-up`. */
async function admit(quota: DayQuota, { token }: Asker, reply: FastifyReply): Promise<void> {
  const allowed = await quota.take(token.id);
  reply.headers(rateLimitHeaders(quota));
  if (allowed) return;
  const { limit, resetS } = quota.state();
  reply.header("retry-after", resetS);
  throw new Fault("requests-used-up", { limit });
}

/** An endpoint whose body is an upload. What is held of it counts until the request is over. */
function addUploadRoute(raw: FastifyInstance, endpoint: Endpoint, visits: Visits, bounds: Bounds): void {
  const bytes = new Shares(MOST_BYTES);
  const held = new WeakMap<FastifyRequest, Share>();
  raw.addHook("onRequest", async (request, reply) => {
    const share = bytes.shareOf(visits.get(request)!.asker);
    held.set(request, share);
    reply.raw.once("close", () => share.giveBack());
  });
  addUploadBodies(raw, endpoint.form, (request) => held.get(request)!);
  addRoute(raw, endpoint, visits, bounds);
}

/** Who asks. Faults: `token-missing`, `token-refused`, `scope-missing`. */
async function askerOf(store: Store, signIn: SignIn, request: FastifyRequest): Promise<Asker> {
  const token = signIn.tokenOf(shownIn(request), request.ip);
  if (token === "missing") throw new Fault("token-missing");
  if (token === "bad") throw new Fault("token-refused");
  const { scopes } = formOf(request)!;
  if (!holdsOneOf(token, scopes)) throw new Fault("scope-missing", { scopes: scopes.join(", ") });
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
  const fault = faultOf(error, request);
  if (fault === null) log.error({ err: error, route: request.routeOptions.url }, "request failed");
  if (fault?.code === "body-encoded") reply.header("accept-encoding", "identity");
  sendFault(
    reply,
    fault ?? new Fault("request-failed"),
    fault instanceof DetailedFault ? fault.members : undefined,
  );
}

/** What whoever asked is told, or `null` of what he can do nothing about. */
function faultOf(error: FastifyError | Fault, request: FastifyRequest): Fault | null {
  if (error instanceof Fault) return statusOfFault(error.code) === 500 ? null : error;
  if (error.statusCode === undefined || error.statusCode >= 500) return null;
  return faultOfUnread(error, formOf(request));
}

function formOf({ routeOptions }: FastifyRequest): EndpointForm | undefined {
  return (routeOptions.config as { form?: EndpointForm }).form;
}

const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};
