import assert from "node:assert/strict";
import { z } from "zod";

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: object;
}

export interface DescribedOperation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

/** The description as it is served: what a client that knows nothing else would hold the API to. */
export class Description {
  readonly document: {
    readonly openapi: string;
    readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, object>> };
  };

  constructor(text: string) {
    this.document = JSON.parse(text) as Description["document"];
  }

  get operations(): { path: string; method: "GET" | "POST"; operation: DescribedOperation }[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        path,
        method: method.toUpperCase() as "GET" | "POST",
        operation,
      })),
    );
  }

  readonly #schemas = new Map<object, z.ZodType>();

  /** The same schema as one that stands by itself. */
  schema(schema: object): z.ZodType {
    const known = this.#schemas.get(schema);
    if (known) return known;
    const { schemas } = this.document.components;
    const whole = JSON.stringify({ ...schema, $defs: schemas }).replaceAll(
      "#/components/schemas/",
      "#/$defs/",
    );
    const made = z.fromJSONSchema(JSON.parse(whole));
    this.#schemas.set(schema, made);
    return made;
  }

  /** Fails unless the answer is one that the description promises. */
  assertPromised(
    name: string,
    answer: { readonly statusCode: number; readonly headers: object; readonly body: string },
  ): void {
    const { operation } = this.operations.find((one) => one.operation.operationId === name)!;
    const promised = operation.responses[answer.statusCode];
    assert.ok(promised, `${name} answers ${answer.statusCode}, which is not described: ${answer.body}`);
    const type = String((answer.headers as Record<string, unknown>)["content-type"]).split(";")[0]!;
    const content = promised.content[type];
    assert.ok(content, `${name} answers ${answer.statusCode} as ${type}`);
    // A file is described by its type alone.
    if (!type.endsWith("json")) return;
    const { success, error } = this.schema(content.schema).safeParse(JSON.parse(answer.body));
    assert.ok(success, `${name} ${answer.statusCode}: ${error?.message} in ${answer.body.slice(0, 500)}`);
  }
}
