import type { FastifyInstance, FastifyRequest } from "fastify";
import { Fault } from "../faults/faults.ts";
import type { UserRecord } from "../journal/accounts.ts";
import type { LiveView, OperationView } from "./live-view.ts";
import { PAGE_HEADERS, servePage } from "./page/serve-page.ts";
import { sendFault } from "./problem.ts";
import { holdsOneOf } from "./sign-in/rights.ts";
import { secretIn } from "./sign-in/session-cookie.ts";
import type { Sessions } from "./sign-in/sessions.ts";
import { type SignIn, shownIn } from "./sign-in/sign-in.ts";
import { listSkills } from "./v1/schema/forms.ts";

interface PageGiven {
  readonly signIn: SignIn;
  readonly live: () => Promise<LiveView>;
  readonly sessions: Sessions;
  /** Epoch ms. */
  readonly now: () => number;
}

/** The page at the address of each of its screens, and `/live.json`, the figures of now for a program. */
export function addPage(api: FastifyInstance, { signIn, sessions, live, now }: PageGiven): void {
  servePage(api);

  // An address says nothing: behind a proxy or a forwarder everybody comes from this machine.
  api.get("/live.json", async (request, reply) => {
    const seen = seenBy(request);
    if (seen instanceof Fault) {
      sendFault(reply, seen, NO_FIGURES);
      return reply;
    }
    const view = await live();
    const operations = view.operations.flatMap(seen);
    return reply
      .headers({
        ...PAGE_HEADERS,
        "cache-control": "no-store",
        "content-type": "application/json; charset=utf-8",
      })
      .send(JSON.stringify({ version: view.version, at: now(), operations }));
  });

  /** What is seen of an operation. Faults: `token-missing`, `token-refused`, `scope-missing`, `session-ended`. */
  function seenBy(request: FastifyRequest): ((one: OperationView) => OperationView[]) | Fault {
    const shown = shownIn(request);
    const secret = secretIn(request);
    if (secret !== null && shown === undefined) {
      const user = sessions.of(secret)?.user;
      return user ? (one) => seenByUser(one, user) : new Fault("session-ended");
    }
    const token = signIn.tokenOf(shown, request.ip);
    if (token === "missing") return new Fault("token-missing");
    if (token === "bad") return new Fault("token-refused");
    // The same figures as those of the skills.
    const { scopes } = listSkills;
    if (!holdsOneOf(token, scopes)) return new Fault("scope-missing", { scopes: scopes.join(", ") });
    return (one) => (one.id === token.operation ? [one] : []);
  }
}

/** An operation that the user has, with the skills that they see. */
function seenByUser(one: OperationView, { operation, skills }: UserRecord): OperationView[] {
  if (operation !== null && operation !== one.id) return [];
  return [{ ...one, skills: one.skills.filter(({ id }) => skills === null || skills.includes(id)) }];
}

/** In the shape of an answer: a program that was written for one finds no figures in it, and does not fail. */
const NO_FIGURES = { operations: [{ skills: [{ line: {} }] }] };
