import type { FastifyRequest } from "fastify";
import { Fault } from "../../faults/faults.ts";
import { originOf } from "./session-cookie.ts";

/**
 * A browser adds the cookie to what other sites make it send, too: what changes anything is taken from Espera's own page
 * alone, which the browser says. Fault: `origin-refused`.
 */
export function requireSameOrigin(request: FastifyRequest): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  if (!isSameOrigin(request)) throw new Fault("origin-refused");
}

/** Where nobody is signed in yet, a program that says nothing of where it comes from may try. Fault: `origin-refused`. */
export function requireNoOtherOrigin(request: FastifyRequest): void {
  const { origin, "sec-fetch-site": site } = request.headers;
  if ((origin !== undefined || site !== undefined) && !isSameOrigin(request))
    throw new Fault("origin-refused");
}

function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  const origin = originOf(request);
  return origin !== null && origin.host === request.headers.host;
}
