import type { FastifyInstance } from "fastify";

/** Sentences for the administrator, as of now. */
export type Sentences = () => readonly string[] | Promise<readonly string[]>;

/**
 * `/healthz`: the process answers. `/readyz`: it does its work, with what calls go without nevertheless, or 503 with what
 * it still lacks, line by line.
 */
export function addReadiness(
  api: FastifyInstance,
  { readiness, degraded = () => [] }: { readonly readiness: Sentences; readonly degraded?: Sentences },
): void {
  api.get("/healthz", (_request, reply) => void reply.headers(TEXT_HEADERS).send("ok"));
  api.get("/readyz", async (_request, reply) => {
    const [lacking, without] = await Promise.all([readiness(), degraded()]);
    const isReady = lacking.length === 0;
    const lines = [...lacking, ...without].map((what) => `- ${what}\n`);
    return reply
      .code(isReady ? 200 : 503)
      .headers(TEXT_HEADERS)
      .send(`${isReady ? "ready" : "not ready"}\n${lines.join("")}`);
  });
}

const TEXT_HEADERS = {
  "content-type": "text/plain; charset=utf-8",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};
