import type { FastifyInstance } from "fastify";

/** `/healthz`: the process answers. `/readyz`: it does its work, or 503 and, line by line, what it still lacks. */
export function addReadiness(
  api: FastifyInstance,
  { readiness }: { readonly readiness: () => readonly string[] },
): void {
  api.get("/healthz", (_request, reply) => void reply.headers(TEXT_HEADERS).send("ok"));
  api.get("/readyz", (_request, reply) => {
    const lacking = readiness();
    reply
      .code(lacking.length === 0 ? 200 : 503)
      .headers(TEXT_HEADERS)
      .send(lacking.length === 0 ? "ready\n" : `not ready\n${lacking.map((what) => `- ${what}\n`).join("")}`);
  });
}

const TEXT_HEADERS = {
  "content-type": "text/plain; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};
