import { readFileSync } from "node:fs";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Fault } from "../faults/faults.ts";
import type { LiveOperation, LiveView } from "./live-view.ts";
import { sendFault } from "./problem.ts";
import { isPageKey } from "./sign-in/page-key.ts";
import { type SignIn, shownIn } from "./sign-in/sign-in.ts";
import { holdsOneOf } from "./v1/schema/endpoint.ts";
import { listSkills } from "./v1/schema/forms.ts";

export interface PageGiven {
  readonly signIn: SignIn;
  readonly live: () => LiveView;
  /** Epoch ms. */
  readonly now: () => number;
  /** What opens the figures of every operation; left out where nothing does. */
  readonly pageKey?: string;
}

/** The page at `/`, and `/live.json`, which it polls. */
export function addPage(api: FastifyInstance, { signIn, live, now, pageKey }: PageGiven): void {
  for (const { path, type, body } of files) {
    api.get(
      path,
      (_request, reply) => void reply.headers({ ...PAGE_HEADERS, "content-type": type }).send(body),
    );
  }

  // An address says nothing: behind a proxy or a forwarder everybody comes from this machine.
  api.get("/live.json", (request, reply) => {
    const mayBeSeen = operationsSeenBy(request);
    if (mayBeSeen instanceof Fault) {
      sendFault(reply, mayBeSeen, NO_FIGURES);
      return;
    }
    const view = live();
    const operations = view.operations.filter(mayBeSeen);
    reply
      .headers({
        ...PAGE_HEADERS,
        "cache-control": "no-store",
        "content-type": "application/json; charset=utf-8",
      })
      .send(JSON.stringify({ version: view.version, at: now(), operations }));
  });

  /** With the key all operations, with a token its own. Faults: `token-missing`, `token-refused`, `scope-missing`. */
  function operationsSeenBy(request: FastifyRequest): ((one: LiveOperation) => boolean) | Fault {
    const shown = shownIn(request);
    if (pageKey !== undefined && isPageKey(pageKey, shown)) return () => true;
    const token = signIn.tokenOf(shown, request.ip);
    if (token === "missing") return new Fault("token-missing");
    if (token === "bad") return new Fault("token-refused");
    // The same figures as those of the skills.
    const { scopes } = listSkills;
    if (!holdsOneOf(token, scopes)) return new Fault("scope-missing", { scopes: scopes.join(", ") });
    return ({ id }) => id === token.operation;
  }
}

/** In the shape of an answer: a program that was written for one finds no figures in it, and does not fail. */
const NO_FIGURES = { operations: [{ skills: [{ line: {} }] }] };

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
