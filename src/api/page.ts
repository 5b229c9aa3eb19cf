import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import type { Store } from "../journal/port.ts";
import { Fault } from "../line/faults.ts";
import { isGoodFrom } from "./address-list.ts";
import type { LiveView } from "./live-view.ts";
import { isFromThisMachine } from "./loopback.ts";
import { sendFault } from "./problem.ts";
import { authenticate } from "./tokens.ts";

/** The page at `/`, and `/live.json`, which it polls. */
export function addPage(
  api: FastifyInstance,
  { store, live, now }: { readonly store: Store; readonly live: () => LiveView; readonly now: () => number },
): void {
  for (const { path, type, body } of files) {
    api.get(
      path,
      (_request, reply) => void reply.headers({ ...PAGE_HEADERS, "content-type": type }).send(body),
    );
  }

  // Figures are for whoever sits at this machine, and otherwise for who holds a token, of its operation only.
  api.get("/live.json", (request, reply) => {
    const shown = authenticate(store, request.headers["wolkvox-token"]);
    // From a wrong address a right token is a bad one: whoever found it learns nothing.
    const token = typeof shown === "object" && !isGoodFrom(request.ip, shown) ? "bad" : shown;
    if (token === "bad" || (token === "missing" && !isFromThisMachine(request.ip, request.headers))) {
      sendFault(reply, new Fault(token === "bad" ? "token-refused" : "token-missing"));
      return;
    }
    const view = live();
    const operations =
      token === "missing"
        ? view.operations
        : view.operations.filter((operation) => operation.id === token.operation);
    reply
      .headers({
        ...PAGE_HEADERS,
        "cache-control": "no-store",
        "content-type": "application/json; charset=utf-8",
      })
      .send(JSON.stringify({ version: view.version, at: now(), operations }));
  });
}

const PAGE_HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  "cache-control": "no-cache",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const files = [
  { path: "/", name: "page.html", type: "text/html; charset=utf-8" },
  { path: "/page.css", name: "page.css", type: "text/css; charset=utf-8" },
  { path: "/page.js", name: "page.js", type: "text/javascript; charset=utf-8" },
  { path: "/icon.svg", name: "icon.svg", type: "image/svg+xml" },
].map((file) => ({ ...file, body: readFileSync(new URL(`page/${file.name}`, import.meta.url)) }));
