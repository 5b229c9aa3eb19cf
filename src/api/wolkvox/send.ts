import type { FastifyReply } from "fastify";
import { type Answer, type RowsAnswer, refusalOf } from "./answer.ts";

/** Sends an answer of the compatible family with the headers that the family has. */
export function sendAnswer(reply: FastifyReply, answer: Answer | RowsAnswer): void {
  // Old Java clients throw on a 401 without a challenge instead of showing the answer.
  if (answer.status === 401) reply.header("www-authenticate", 'wolkvox-token realm="espera"');
  if ("length" in answer) reply.header("content-length", answer.length);
  reply.code(answer.status).headers(FAMILY_HEADERS).send(answer.body);
}

/** Answers whatever else is asked of a path of the family: a browser's preflight, or 405. */
export function answerOtherMethod(method: string, reply: FastifyReply): void {
  reply.header("allow", "GET, OPTIONS");
  if (method !== "OPTIONS") {
    sendAnswer(reply, refusalOf("method-unknown"));
    return;
  }
  // The token's header is not one that a page may send unasked: without this, no browser could use the API.
  reply
    .code(204)
    .headers({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET",
      "access-control-allow-headers":
        "content-type, accept, authorization, wolkvox-token, wolkvox_server, wolkvox-server",
      "access-control-max-age": "86400",
      "cache-control": "no-store",
    })
    .send();
}

const FAMILY_HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset",
  "cache-control": "no-store",
};
