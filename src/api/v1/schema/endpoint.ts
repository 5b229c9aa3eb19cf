import type { FastifyReply, FastifyRequest } from "fastify";
import type { ZodObject, ZodType, z } from "zod";
import { Fault, type FaultCode } from "../../../faults/faults.ts";
import type { OperationRecord } from "../../../journal/port/registry.ts";
import type { Rights, Scope } from "../../sign-in/rights.ts";

/** The client that asks, and the operation it asks about. */
export interface Asker<Operation = OperationRecord> {
  readonly rights: Rights;
  readonly operation: Operation;
}

/** What an endpoint takes, gives and refuses: its description is made of this, and its requests are judged by it. */
export interface EndpointForm {
  readonly method: "GET" | "POST";
  /** With `{id}` where the address holds an id. */
  readonly path: string;
  readonly name: string;
  /** A sentence. */
  readonly summary: string;
  /** One of these is needed. */
  readonly scopes: readonly Scope[];
  /** It is about the server itself, and about no operation. */
  readonly ofServer?: true;
  readonly parameters?: ZodObject;
  readonly query?: ZodObject;
  readonly headers?: ZodObject;
  readonly body?: ZodType;
  /** Bodies by their media type where they are not one JSON value of `body`. */
  readonly bodies?: Readonly<Record<string, ZodType>>;
  /** A body of bytes, in place of JSON. */
  readonly raw?: { readonly mediaType: string; readonly mostBytes: number };
  readonly answer: ZodType | { readonly mediaType: string; readonly says: string };
  /** Whether the answer carries an ETag. */
  readonly tagged?: true;
  readonly faults: readonly FaultCode[];
  /**
   * An example of a request, for those who try it: with variables as `{{yesterday}}`, which `postman.ts` gives values, those
   * that it `needs` by asking the server before.
   */
  readonly example?: {
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly needs?: "skill" | "callback" | "open-callback";
  };
}

type Of<
  Form extends EndpointForm,
  Member extends "parameters" | "query" | "headers" | "body",
> = Form[Member] extends ZodType ? z.output<Form[Member]> : undefined;

export interface EndpointRequest<Form extends EndpointForm>
  extends Asker<Form extends { readonly ofServer: true } ? null : OperationRecord> {
  readonly parameters: Of<Form, "parameters">;
  readonly query: Of<Form, "query">;
  readonly headers: Of<Form, "headers">;
  readonly body: Of<Form, "body">;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Aborted once answering takes too long, or nobody waits for it; it runs from the first time that it is read. */
  readonly signal: AbortSignal;
}

/** What a request is let in by and stopped by, once it is understood. */
interface Passage {
  /** Takes one of the day's requests. Fault: `requests-used-up`. */
  admit(): Promise<void>;
  readonly signal: AbortSignal;
}

export interface Endpoint {
  readonly form: EndpointForm;
  /** Answers with what is to be sent as JSON, or with `undefined` when it answers by itself. */
  serve(
    asker: Asker<OperationRecord | null>,
    request: FastifyRequest,
    reply: FastifyReply,
    passage: Passage,
  ): Promise<unknown>;
}

/**
 * An endpoint whose requests are read by its form before they are answered; one that is not understood uses none of the
 * day's requests up. Fault: `request-invalid`.
 */
export function endpoint<const Form extends EndpointForm>(
  form: Form,
  answer: (
    asked: EndpointRequest<Form>,
  ) => Promise<Form["answer"] extends ZodType ? z.input<Form["answer"]> : undefined>,
): Endpoint {
  return {
    form,
    serve: async (asker, request, reply, passage) => {
      const asked = {
        ...asker,
        parameters: read(form.parameters, request.params),
        query: read(form.query, request.query),
        headers: read(form.headers, request.headers),
        body: read(form.body, request.body),
        request,
        reply,
        get signal() {
          return passage.signal;
        },
      };
      await passage.admit();
      return answer(asked as unknown as EndpointRequest<Form>);
    },
  };
}

function read(schema: ZodType | undefined, given: unknown): unknown {
  return schema && understood(schema, given);
}

/** What was asked, by its schema. Fault: `request-invalid`. */
export function understood<Schema extends ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(given ?? {});
  if (success) return data;
  throw new Fault("request-invalid", { problem: firstProblem(error) });
}

/** What is wrong first, with the member that it is wrong in. */
export function firstProblem({ issues: [issue] }: z.ZodError): string {
  return [issue?.path.join("."), issue?.message].filter(Boolean).join(": ");
}
