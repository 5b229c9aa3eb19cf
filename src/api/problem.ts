import { STATUS_CODES } from "node:http";
import type { FastifyReply } from "fastify";
import type { Fault } from "../faults/faults.ts";
import { faultSentence } from "../words/problems/fault-sentences.ts";
import { statusOfFault } from "./fault-status.ts";
import { LATER_S, SOON_S } from "./limits/gate.ts";

/** A fault as problem details (RFC 9457), without the members that some faults add. */
interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable; of the catalogue of faults. */
  readonly code: string;
  readonly detail: string;
  readonly es: string;
  readonly en: string;
}

export function problemOf(fault: Fault): ProblemDetails {
  const { code, message } = fault;
  const status = statusOfFault(code);
  return {
    type: `urn:espera:fault:${code}`,
    title: STATUS_CODES[status] ?? "",
    status,
    code,
    detail: message,
    es: faultSentence(fault, "es"),
    en: message,
  };
}

/** Sends a fault as problem details, with the members that this one adds. */
export function sendFault(reply: FastifyReply, fault: Fault, members: object = {}): FastifyReply {
  const problem = problemOf(fault);
  const { status } = problem;
  // A client that must show a token also needs to know how.
  if (status === 401) reply.header("www-authenticate", 'Bearer realm="espera"');
  const after = retryAfterS[status];
  if (after !== undefined && !reply.hasHeader("retry-after")) reply.header("retry-after", after);
  return reply
    .code(status)
    .headers(PROBLEM_HEADERS)
    .send(JSON.stringify({ ...problem, ...members }));
}

const PROBLEM_HEADERS = {
  "content-type": "application/problem+json; charset=utf-8",
  "cache-control": "no-store",
};

/** By status, seconds; not where the route has set the header already. */
const retryAfterS: Readonly<Record<number, number>> = { 429: SOON_S, 503: SOON_S, 504: LATER_S };
