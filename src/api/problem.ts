import type { FastifyReply } from "fastify";

/** Sends an error of Espera's own family: `application/problem+json` (RFC 9457). */
export function sendProblem(reply: FastifyReply, status: number, title: string): void {
  reply
    .code(status)
    .headers({ "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" })
    .send(JSON.stringify({ title, status }));
}
