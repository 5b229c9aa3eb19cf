import { STATUS_CODES } from "node:http";
import type { FastifyReply } from "fastify";
import type { z } from "zod";
import { Fault } from "../../line/faults.ts";
import type { OrderAnswer } from "../control/schemas.ts";
import { statusOfFault } from "../fault-status.ts";
import type { problem } from "./answers.ts";

type Problem = z.infer<typeof problem>;

/** A fault with what a machine may read of it beside its code. */
export class DetailedFault extends Fault {
  readonly members: Partial<Pick<Problem, "outcome" | "es" | "en" | "errors">>;

  constructor(fault: Fault, members: DetailedFault["members"]) {
    super(fault.code, fault.details);
    this.members = members;
  }
}

/** What a supervisor's order that is not carried out is answered with. */
export function refusedOrder({ outcome, es, en }: OrderAnswer): DetailedFault {
  return new DetailedFault(new Fault("order-refused", { why: en }), { outcome, es, en });
}

/** Sends a fault as problem details (RFC 9457). */
export function sendFault(
  reply: FastifyReply,
  fault: Fault,
  status = statusOfFault(fault.code),
): FastifyReply {
  const body: Problem = {
    type: `urn:espera:fault:${fault.code}`,
    title: STATUS_CODES[status] ?? "",
    status,
    code: fault.code,
    detail: fault.message,
    ...(fault instanceof DetailedFault ? fault.members : {}),
  };
  // A client that is told to show a token again must be told how.
  if (status === 401) reply.header("www-authenticate", 'Bearer realm="espera"');
  if (status === 503) reply.header("retry-after", RETRY_AFTER_S);
  return reply
    .code(status)
    .headers({ "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" })
    .send(JSON.stringify(body));
}

const RETRY_AFTER_S = 5;
