import type { FastifyRequest } from "fastify";
import { operationNamed } from "../../../desk/operation-named.ts";
import { Fault } from "../../../faults/faults.ts";
import type { SessionRecord } from "../../../journal/accounts.ts";
import type { OperationRecord, Registry } from "../../../journal/port/registry.ts";
import { holdsOneOf, rightsOfToken } from "../../sign-in/rights.ts";
import { requireSameOrigin } from "../../sign-in/same-origin.ts";
import { secretIn } from "../../sign-in/session-cookie.ts";
import { rightsOfSession } from "../../sign-in/session-rights.ts";
import type { Sessions } from "../../sign-in/sessions.ts";
import { type SignIn, shownIn } from "../../sign-in/sign-in.ts";
import type { Asker, EndpointForm } from "../schema/endpoint.ts";
import type { Door } from "./door.ts";

interface NetworkDoorGiven {
  readonly store: Pick<Registry, "operations">;
  readonly signIn: SignIn;
  readonly sessions: Sessions;
}

/** The way in from the network: by a token, which goes first where one is shown, or by the page's cookie. Faults: those of both. */
export function networkDoor(given: NetworkDoorGiven): Door {
  return {
    tellsAll: false,
    askerOf: async (request, form) => {
      const secret = secretIn(request);
      return secret !== null && shownIn(request) === undefined
        ? askerOfSession(given, secret, request, form)
        : askerOfToken(given, request, form);
    },
  };
}

/** Faults: `token-missing`, `token-refused`, `scope-missing`. */
async function askerOfToken(
  { store, signIn }: NetworkDoorGiven,
  request: FastifyRequest,
  { scopes }: EndpointForm,
): Promise<Asker> {
  const token = signIn.tokenOf(shownIn(request), request.ip);
  if (token === "missing") throw new Fault("token-missing");
  if (token === "bad") throw new Fault("token-refused");
  if (!holdsOneOf(token, scopes)) throw new Fault("scope-missing", { scopes: scopes.join(", ") });
  const rights = rightsOfToken(token, () => signIn.stillGood(token.id, request.ip));
  const operation = (await store.operations()).find(({ id }) => id === token.operation);
  if (!operation) throw new Error("a token names an operation that is not in the journal");
  return { rights, operation };
}

/** Faults: `session-ended`, `origin-refused`, `role-missing`, and those of choosing an operation. */
async function askerOfSession(
  { store, sessions }: NetworkDoorGiven,
  secret: string,
  request: FastifyRequest,
  { scopes }: EndpointForm,
): Promise<Asker> {
  const session = sessions.of(secret);
  if (!session) throw new Fault("session-ended");
  requireSameOrigin(request);
  const rights = rightsOfSession(session, sessions);
  if (!holdsOneOf(rights, scopes)) throw new Fault("role-missing");
  return { rights, operation: await operationChosen(store, session, request) };
}

/** The one that the query names, of those that the user has; without one the only one. What it said is taken out of the query. */
function operationChosen(
  store: Pick<Registry, "operations">,
  { user }: SessionRecord,
  request: FastifyRequest,
): Promise<OperationRecord> {
  const { operation, ...query } = request.query as Readonly<Record<string, string | readonly string[]>>;
  (request as { query: unknown }).query = query;
  const operations = async () =>
    (await store.operations()).filter(({ id }) => user.operation === null || id === user.operation);
  return operationNamed({ operations }, [operation].flat().at(-1));
}
