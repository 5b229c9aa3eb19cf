import { type ZodObject, type ZodType, z } from "zod";
import { type FaultCode, faults, ofMany } from "../../../faults/faults.ts";
import { statusOfFault } from "../../fault-status.ts";
import { problemAnswer } from "./answers.ts";
import type { EndpointForm } from "./endpoint.ts";

type Json = { readonly [member: string]: unknown };

/** The description of the native API (OpenAPI 3.1), made of the forms of its endpoints. */
export function openApi(forms: readonly EndpointForm[]): Json {
  const schemas: Record<string, unknown> = {};
  const schemaOf = (schema: ZodType, io: "input" | "output") => jsonSchema(schema, io, schemas);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const form of forms) {
    paths[form.path] ??= {};
    paths[form.path]![form.method.toLowerCase()] = operation(form, schemaOf);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Espera",
      version: "1",
      summary: "The native API of Espera, the open smart-wait server",
      description:
        "Each token belongs to one operation and opens only that, within the scopes that were chosen for it: `security` names the scopes that open each request. Moments have the offset of the operation's time zone. Errors are problem details (RFC 9457), with a stable code.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).sort(([one], [other]) => (one < other ? -1 : 1))),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        "wolkvox-token": { type: "apiKey", in: "header", name: "wolkvox-token" },
      },
    },
  };
}

/** What any request may be answered with, and any that may bring a body, also where none is asked for. */
const COMMON_FAULTS: FaultCode[] = [
  "token-missing",
  "token-refused",
  "scope-missing",
  "requests-at-once",
  "requests-used-up",
];
const BODY_FAULTS: FaultCode[] = ["body-encoded", "body-type-unknown"];

/** A body that is no JSON. */
const BYTES = z.string().meta({ format: "binary" });

type SchemaOf = (schema: ZodType, io: "input" | "output") => Json;

function operation(form: EndpointForm, schemaOf: SchemaOf): Json {
  const bodies =
    form.bodies ??
    (form.raw ? { [form.raw.mediaType]: BYTES } : form.body ? { "application/json": form.body } : null);
  return {
    operationId: form.name,
    summary: form.summary,
    // What no token opens needs none where it is there at all.
    security: form.scopes
      .filter((scope) => scope !== "administration")
      .flatMap((scope) => [{ bearer: [scope] }, { "wolkvox-token": [scope] }]),
    parameters: [
      ...parametersIn("path", form.parameters, schemaOf),
      ...parametersIn("query", form.query, schemaOf),
      ...parametersIn("header", form.headers, schemaOf),
    ],
    ...(bodies
      ? {
          requestBody: {
            required: true,
            content: Object.fromEntries(
              Object.entries(bodies).map(([type, schema]) => [type, { schema: schemaOf(schema, "input") }]),
            ),
          },
        }
      : {}),
    responses: { "200": success(form, schemaOf), ...refusals(form, schemaOf) },
  };
}

function parametersIn(where: "path" | "query" | "header", schema: ZodObject | undefined, schemaOf: SchemaOf) {
  if (!schema) return [];
  const { properties, required } = schemaOf(schema, "input") as {
    properties: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...own }]) => ({
    name,
    in: where,
    ...(description === undefined ? {} : { description }),
    required: required?.includes(name) ?? false,
    schema: own,
  }));
}

function success({ answer, tagged }: EndpointForm, schemaOf: SchemaOf): Json {
  if ("mediaType" in answer)
    return { description: answer.says, content: { [answer.mediaType]: { schema: { type: "string" } } } };
  return {
    description: "As asked for",
    ...(tagged
      ? { headers: { ETag: { description: "The version of the callback", schema: { type: "string" } } } }
      : {}),
    content: { "application/json": { schema: schemaOf(answer, "output") } },
  };
}

/** By status, what the codes say that are answered with it. */
function refusals(form: EndpointForm, schemaOf: SchemaOf): Json {
  const unread: FaultCode[] =
    form.method === "GET" ? [] : form.bodies ? BODY_FAULTS : [...BODY_FAULTS, "body-too-large"];
  const codes: FaultCode[] = [
    ...COMMON_FAULTS,
    ...form.faults,
    ...unread,
    "reader-stopped",
    "operation-unreachable",
  ];
  const byStatus = Map.groupBy(new Set(codes), statusOfFault);
  const content = { "application/problem+json": { schema: schemaOf(problemAnswer, "output") } };
  return Object.fromEntries(
    [...byStatus].map(([status, all]) => [
      String(status),
      { description: all.map((code) => `\`${code}\`: ${sentence(code)}`).join("\n\n"), content },
    ]),
  );
}

function sentence(code: FaultCode): string {
  return ofMany(faults[code]).replaceAll(/\{(\w+)\}/g, "*$1*");
}

/** The schema as JSON Schema; those that have a name go to the components, and are pointed to. */
function jsonSchema(schema: ZodType, io: "input" | "output", components: Record<string, unknown>): Json {
  const {
    $schema: _,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, { io, target: "draft-2020-12", override: asWritten }) as {
    $schema?: unknown;
    $defs?: Record<string, Json>;
  };
  for (const [name, definition] of Object.entries($defs)) {
    const { id: _id, ...kept } = definition;
    components[name] = pointed(kept);
  }
  return pointed(own) as Json;
}

/** What is decoded by who reads it is described as it is sent. */
const asWritten: NonNullable<z.core.ToJSONSchemaParams["override"]> = ({ zodSchema, jsonSchema }) => {
  if (!(zodSchema instanceof z.ZodCodec)) return;
  delete jsonSchema.type;
  if ("$ref" in jsonSchema) return;
  const { $schema: _, ...sent } = z.toJSONSchema(zodSchema.def.in);
  Object.assign(jsonSchema, sent);
};

function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [
      member,
      member === "$ref" && typeof inner === "string"
        ? inner.replace("#/$defs/", "#/components/schemas/")
        : pointed(inner),
    ]),
  );
}
