import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ZodType, z } from "zod";
import { Fault } from "../../faults/faults.ts";
import { isAdministrator, type SessionRecord } from "../../journal/accounts.ts";
import { requireNoOtherOrigin, requireSameOrigin } from "../sign-in/same-origin.ts";
import { requirePrivacy, secretIn } from "../sign-in/session-cookie.ts";
import type { Sessions, Whence } from "../sign-in/sessions.ts";
import type { By } from "../sign-in/users.ts";
import { firstProblem } from "../v1/schema/endpoint.ts";
import type { AccountForm } from "./account-form.ts";

type Of<Form extends AccountForm, Member extends "query" | "body"> = Form[Member] extends ZodType
  ? z.output<Form[Member]>
  : undefined;

export interface AccountAsked<Form extends AccountForm> {
  readonly query: Of<Form, "query">;
  readonly body: Of<Form, "body">;
  /** In the address, or "". */
  readonly id: string;
  readonly from: Whence;
  /** For the audit. */
  readonly by: By;
  /** Who asks; where anybody may, `null` for who is not signed in. */
  readonly session: Form["of"] extends "anybody" ? SessionRecord | null : SessionRecord;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/**
 * Adds a route. It judges who asks and from where first, then what is asked, by its form. Faults: `token-missing`,
 * `session-ended`, `role-missing`, `origin-refused`, `sign-in-in-the-clear`, `request-invalid`.
 */
export function addAccountRoute<const Form extends AccountForm>(
  api: FastifyInstance,
  sessions: Sessions,
  form: Form,
  answer: (asked: AccountAsked<Form>) => Promise<Form extends { readonly sends: string } ? Buffer : object>,
): void {
  const found = new WeakMap<FastifyRequest, SessionRecord | null>();
  api.route({
    method: form.method,
    url: form.path.replaceAll(/\{(\w+)\}/g, ":$1"),
    exposeHeadRoute: false,
    onRequest: async (request) => {
      found.set(request, sessionOf(sessions, request, form));
    },
    handler: async (request, reply) => {
      const session = found.get(request) ?? null;
      const from = { address: request.ip, browser: request.headers["user-agent"] ?? "" };
      const asked = {
        query: read(form.query, request.query),
        body: read(form.body, request.body),
        id: (request.params as { readonly id?: string }).id ?? "",
        from,
        by: { user: session?.user.name ?? null, session: session?.id ?? null, address: from.address },
        session,
        request,
        reply,
      };
      const answered = await answer(asked as unknown as AccountAsked<Form>);
      if (form.sends !== undefined) return reply.headers(HEADERS).type(form.sends).send(answered);
      return reply.headers(HEADERS).type(JSON_TYPE).send(JSON.stringify(answered));
    },
  });
}

function sessionOf(sessions: Sessions, request: FastifyRequest, form: AccountForm): SessionRecord | null {
  const secret = secretIn(request);
  const session = secret === null ? null : sessions.of(secret);
  if (form.of === "anybody") {
    requireNoOtherOrigin(request);
    // What only reads gives nothing away, and says nothing of where it comes from.
    if (form.method !== "GET") requirePrivacy(request);
    return session;
  }
  if (secret === null) throw new Fault("token-missing");
  if (!session) throw new Fault("session-ended");
  requireSameOrigin(request);
  if (form.of === "administrators" && !isAdministrator(session.user)) throw new Fault("role-missing");
  return session;
}

function read(schema: ZodType | undefined, given: unknown): unknown {
  if (!schema) return undefined;
  const { success, data, error } = schema.safeParse(given ?? {});
  if (success) return data;
  throw new Fault("request-invalid", { problem: firstProblem(error) });
}

const JSON_TYPE = "application/json; charset=utf-8";
const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
};
