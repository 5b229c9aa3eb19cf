import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type PageFile, readBuiltPage } from "./built-page.ts";

/** Sends the page's files, compressed as they were built, and the page itself at the address of each of its screens. */
export function servePage(api: FastifyInstance): void {
  const files = readBuiltPage();
  const page = files.get("/index.html");
  for (const screen of SCREENS) {
    api.get(screen, (request, reply) => (page ? sendFile(request, reply, page) : sendUnbuilt(reply)));
  }
  for (const [path, file] of files) {
    if (file !== page) api.get(path, (request, reply) => sendFile(request, reply, file));
  }
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: PageFile): FastifyReply {
  const accepted = String(request.headers["accept-encoding"] ?? "");
  const coding = [...file.compressed.keys()].find((one) => new RegExp(`\\b${one}\\b`).test(accepted));
  reply.headers({
    ...PAGE_HEADERS,
    "content-type": file.type,
    vary: "accept-encoding",
    "cache-control": file.isImmutable ? "public, max-age=31536000, immutable" : "no-cache",
  });
  if (coding !== undefined) reply.header("content-encoding", coding);
  return reply.send(coding === undefined ? file.body : file.compressed.get(coding));
}

function sendUnbuilt(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .headers({ ...PAGE_HEADERS, "content-type": "text/plain; charset=utf-8" })
    .send(UNBUILT);
}

/** Where each screen of the page is: it reads the address itself. */
const SCREENS = [
  "/",
  "/skills/:id",
  "/callbacks",
  "/callbacks/:id",
  "/reports/:report",
  "/what-if",
  "/settings",
  "/settings/prompts",
  "/administration",
  "/alerts",
  "/wall",
  "/sign-in",
] as const;

const UNBUILT =
  "La página no está construida. Ejecute 'npm ci' en la carpeta de Espera, con las dependencias de desarrollo.\n" +
  "The page is not built. Run 'npm ci' in Espera's folder, with its development dependencies.\n";

/** Nothing from elsewhere, nothing inline, and no script out of text. */
export const PAGE_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; media-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'; trusted-types 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};
