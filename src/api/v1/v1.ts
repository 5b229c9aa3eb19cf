import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Fault } from "../../faults/faults.ts";
import type { OperationRecord } from "../../journal/port/registry.ts";
import { statusOfFault } from "../fault-status.ts";
import { Deadline, USUAL_QUERY_MS } from "../limits/deadline.ts";
import { type Gate, rateLimitHeaders } from "../limits/gate.ts";
import { sendFault } from "../problem.ts";
import type { QueryLimits } from "../wolkvox/limits.ts";
import { Alerts, alertsEndpoint, type KeptAlerts } from "./alerts/alerts.ts";
import { callbackEndpoint, callbackSearchEndpoint, callbacksEndpoint } from "./callbacks/callbacks.ts";
import { callsEndpoint } from "./callbacks/calls.ts";
import { orderEndpoints } from "./callbacks/orders.ts";
import { whyEndpoint } from "./callbacks/why.ts";
import type { Door } from "./doors/door.ts";
import { DetailedFault } from "./problems.ts";
import { recentEndpoint } from "./recent.ts";
import { diagram2Endpoint } from "./reports/diagram-2.ts";
import { diagram3Endpoint } from "./reports/diagram-3.ts";
import { exportEndpoint } from "./reports/export.ts";
import { levelsEndpoint } from "./reports/levels.ts";
import { liftEndpoint } from "./reports/lift-days.ts";
import { smartWaitEndpoint } from "./reports/smart-wait.ts";
import type { Asker, Endpoint, EndpointForm } from "./schema/endpoint.ts";
import { forms } from "./schema/forms.ts";
import { DESCRIPTION_PATH, methodsAt } from "./schema/known-paths.ts";
import { openApi } from "./schema/open-api.ts";
import { type Share, Shares } from "./shares.ts";
import { skillsEndpoint } from "./skills.ts";
import { type Sources, sourcesOf, type V1Dependencies } from "./sources.ts";
import { Streams, streamEndpoint } from "./stream/stream.ts";
import {
  addJsonBodies,
  addRawBodies,
  addUploadBodies,
  faultOfUnread,
  requirePlainBody,
} from "./uploads/bodies.ts";
import { MOST_BYTES } from "./uploads/upload-bounds.ts";
import { uploadEndpoint } from "./uploads/uploads.ts";

/** What looks and orders: all that can be asked without a connection that lasts, or a body that is read as it comes. */
export function deskEndpoints(sources: Sources): readonly Endpoint[] {
  return [
    skillsEndpoint(sources),
    recentEndpoint(sources),
    callbacksEndpoint(sources),
    callbackSearchEndpoint(sources),
    callbackEndpoint(sources),
    ...orderEndpoints(sources),
    callsEndpoint(sources),
    whyEndpoint(sources),
    smartWaitEndpoint(sources),
    diagram2Endpoint(sources),
    diagram3Endpoint(sources),
    levelsEndpoint(sources),
    liftEndpoint(sources),
    exportEndpoint(sources),
  ];
}

export interface V1Given extends V1Dependencies {
  readonly log: FastifyBaseLogger;
  readonly door: Door;
  readonly gate: Gate;
  /** What this way in has beside what every way in has. */
  readonly more?: readonly Endpoint[];
  readonly limits?: Pick<Partial<QueryLimits>, "queryMs">;
  /** Left out where nobody looks: there are none then. */
  readonly lookForAlertsEveryMs?: number;
  /** Left out where alerts end with the server. */
  readonly keptAlerts?: KeptAlerts;
}

/**
 * The native API behind a door, by which every request is let in before anything else of it is read. What is wrong is
 * answered as problem details (RFC 9457) with the code of a fault. Gives what it has.
 */
export function addV1(api: FastifyInstance, given: V1Given): readonly EndpointForm[] {
  const {
    log,
    door,
    gate,
    more = [],
    lookForAlertsEveryMs,
    keptAlerts,
    limits: { queryMs = USUAL_QUERY_MS } = {},
  } = given;
  const sources = sourcesOf(given);
  const streams = new Streams(sources, log);
  const alerts = new Alerts(sources, log, keptAlerts);
  if (lookForAlertsEveryMs !== undefined) alerts.lookEvery(lookForAlertsEveryMs);
  const endpoints = [
    ...deskEndpoints(sources),
    alertsEndpoint(sources, alerts),
    uploadEndpoint(sources),
    streamEndpoint(streams),
    ...more,
  ];
  const has = [...forms, ...more.map(({ form }) => form)];
  const description = JSON.stringify(openApi(has));
  const visits = new WeakMap<FastifyRequest, Visit>();

  api.get(DESCRIPTION_PATH, (_request, reply) =>
    reply.headers({ ...HEADERS, "cache-control": "no-cache" }).send(description),
  );
  api.addHook("preClose", async () => {
    alerts.close();
    streams.close();
  });
  void api.register(async (v1) => {
    v1.setErrorHandler((error: FastifyError | Fault, request, reply) =>
      answerError(error, request, reply, { log, door }),
    );
    v1.addHook("onRequest", async (request, reply) => {
      const asker = await door.askerOf(request, formOf(request)!);
      const leave = gate.enter(asker.rights);
      if (!leave) throw new Fault("requests-at-once", { most: asker.rights.atOnce });
      // It is under way until the client has all of it, or has gone.
      reply.raw.once("close", leave);
      visits.set(request, { asker, leave });
    });
    addJsonBodies(v1);
    const isJson = ({ form }: Endpoint) => !form.bodies && !form.raw;
    for (const one of endpoints) if (isJson(one)) addRoute(v1, one, visits, { gate, queryMs });
    for (const one of endpoints)
      if (one.form.raw)
        await v1.register(async (raw) => {
          addRawBodies(raw, one.form.raw!);
          addRoute(raw, one, visits, { gate, queryMs });
        });
    for (const one of endpoints)
      if (one.form.bodies)
        await v1.register(async (raw) => addUploadRoute(raw, one, visits, { gate, queryMs }));
  });
  return has;
}

/** Answers what no route of the server takes: outside of the compatible API, whatever it was going to. */
export function answerOther(path: string, reply: FastifyReply, has: Parameters<typeof methodsAt>[1]): void {
  const known = methodsAt(path, has).join(", ");
  if (known === "") {
    sendFault(reply, new Fault("path-unknown"));
    return;
  }
  reply.header("allow", known);
  sendFault(reply, new Fault("method-unknown", { known }));
}

/** One request that is under way. */
interface Visit {
  readonly asker: Asker<OperationRecord | null>;
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
      if (form.body || form.bodies || form.raw) requirePlainBody(request);
    },
    handler: async (request, reply) => {
      const { asker, leave } = visits.get(request)!;
      const deadline = new Deadline(queryMs);
      const stop = () => deadline.stop();
      reply.raw.once("close", stop);
      try {
        const answer = await endpoint.serve(asker, request, reply, {
          admit: () => admit(gate, asker, reply),
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

/** Takes one of the day's requests of the operation. Fault: `requests-used-up`. */
async function admit(gate: Gate, { rights, operation }: Visit["asker"], reply: FastifyReply): Promise<void> {
  if (!rights.isMetered || !operation) return;
  const quota = gate.quotaOf(operation);
  const allowed = await quota.take(rights.id);
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
    const share = bytes.shareOf(visits.get(request)!.asker as Asker);
    held.set(request, share);
    reply.raw.once("close", () => share.giveBack());
  });
  addUploadBodies(raw, endpoint.form, (request) => held.get(request)!);
  addRoute(raw, endpoint, visits, bounds);
}

function answerError(
  error: FastifyError | Fault,
  request: FastifyRequest,
  reply: FastifyReply,
  { log, door }: Pick<V1Given, "log" | "door">,
): void {
  const fault = faultOf(error, request, door);
  if (fault === null) log.error({ err: error, route: request.routeOptions.url }, "request failed");
  if (fault?.code === "body-encoded") reply.header("accept-encoding", "identity");
  sendFault(
    reply,
    fault ?? new Fault("request-failed"),
    fault instanceof DetailedFault ? fault.members : undefined,
  );
}

/** What callers of the API get to know, or `null` of what they can do nothing about. */
function faultOf(error: FastifyError | Fault, request: FastifyRequest, { tellsAll }: Door): Fault | null {
  if (error instanceof Fault) return statusOfFault(error.code) === 500 && !tellsAll ? null : error;
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
