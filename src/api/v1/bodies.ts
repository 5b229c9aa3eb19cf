import type { FastifyError, FastifyInstance, FastifyRequest } from "fastify";
import { Fault } from "../../line/faults.ts";
import type { EndpointForm } from "./endpoint.ts";
import { MAX_UPLOAD_BYTES, tooLarge } from "./upload-records.ts";

/** What a body that is one JSON value may have. */
export const MAX_JSON_BYTES = 16 * 1024;

/** Reads bodies that are one JSON value, and no others. Fault: `request-invalid`. */
export function addJsonBodies(v1: FastifyInstance): void {
  v1.removeAllContentTypeParsers();
  v1.addContentTypeParser(
    JSON_TYPE,
    { parseAs: "buffer", bodyLimit: MAX_JSON_BYTES },
    (_request, body, done) => {
      try {
        done(null, JSON.parse(textOf(body as Buffer)));
      } catch (error) {
        done(
          error instanceof Fault ? error : new Fault("request-invalid", { problem: "its body is no JSON" }),
        );
      }
    },
  );
}

/** Hands bodies of the types that the form names on as they came. */
export function addRawBodies(raw: FastifyInstance, { bodies = {} }: EndpointForm): void {
  raw.removeAllContentTypeParsers();
  raw.addContentTypeParser(
    Object.keys(bodies),
    { parseAs: "buffer", bodyLimit: MAX_UPLOAD_BYTES },
    (_request, body, done) => done(null, body),
  );
}

/** A body that is compressed would be read as what it is not, or grow without a bound. Fault: `body-encoded`. */
export function requirePlainBody({ headers }: FastifyRequest): void {
  const encoding = headers["content-encoding"]?.trim().toLowerCase() || "identity";
  if (encoding !== "identity") throw new Fault("body-encoded", { encoding: encoding.slice(0, 20) });
}

/** What is said of a body that was not read, by what the server found wrong with it. */
export function faultOfUnread({ statusCode, code }: FastifyError, form: EndpointForm | undefined): Fault {
  if (statusCode === 413)
    return form?.bodies ? tooLarge() : new Fault("body-too-large", { bytes: MAX_JSON_BYTES });
  if (statusCode === 415)
    return new Fault("body-type-unknown", {
      known: Object.keys(form?.bodies ?? { [JSON_TYPE]: 0 }).join(", "),
    });
  const problem =
    code === "FST_ERR_CTP_INVALID_CONTENT_LENGTH"
      ? "its body has another length than was announced"
      : "its body or one of its headers has no form that is read here";
  return new Fault("request-invalid", { problem });
}

/** Fault: `request-invalid`. */
export function textOf(body: Buffer | undefined): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body ?? Buffer.alloc(0));
  } catch {
    throw new Fault("request-invalid", { problem: "its text is not UTF-8" });
  }
}

const JSON_TYPE = "application/json";
