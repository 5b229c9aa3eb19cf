import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { setImmediate as othersWork } from "node:timers/promises";
import type { FastifyError, FastifyInstance, FastifyRequest } from "fastify";
import { Fault } from "../../../faults/faults.ts";
import type { EndpointForm } from "../schema/endpoint.ts";
import type { Share } from "../shares.ts";
import {
  MAX_RECORDS,
  MAX_UPLOAD_BYTES,
  RecordSplitter,
  tooLarge,
  type WrittenRecord,
} from "./record-splitter.ts";
import { uploadsFull } from "./upload-bounds.ts";

/** What a body that is one JSON value may have. */
const MAX_JSON_BYTES = 16 * 1024;

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

/** An upload whose body is there, cut into its records. */
export interface UploadBody {
  readonly form: "list" | "lines";
  readonly written: readonly WrittenRecord[];
  /** Hex of the SHA-256 of all of its bytes. */
  readonly digest: string;
}

/** Reads bodies of the types that the form names as uploads; `bytesOf` gives the share of a request in the bytes that are held. */
export function addUploadBodies(
  raw: FastifyInstance,
  { bodies = {} }: EndpointForm,
  bytesOf: (request: FastifyRequest) => Share,
): void {
  raw.removeAllContentTypeParsers();
  raw.addContentTypeParser(Object.keys(bodies), (request: FastifyRequest, payload: IncomingMessage) =>
    readUpload(request, payload, bytesOf(request)),
  );
}

/** Reads bodies of bytes whole: they are small. */
export function addRawBodies(
  api: FastifyInstance,
  { mediaType, mostBytes }: NonNullable<EndpointForm["raw"]>,
): void {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser(mediaType, { parseAs: "buffer", bodyLimit: mostBytes }, (_request, body, done) =>
    done(null, body),
  );
}

/**
 * Reads a body as it comes, others working between its pieces. Of one that is refused early the rest is passed over, so that
 * the sender hears why; one that is too large, or comes in too many pieces, is read no further. Faults: those of
 * `RecordSplitter`, `uploads-full`.
 */
async function readUpload(
  { headers }: FastifyRequest,
  payload: IncomingMessage,
  held: Share,
): Promise<UploadBody> {
  if (Number(headers["content-length"] ?? 0) > MAX_UPLOAD_BYTES) throw tooLarge();
  const form = /ndjson/.test(String(headers["content-type"])) ? "lines" : "list";
  const digest = createHash("sha256");
  let bytes = 0;
  let pieces = 0;
  let splitter = new RecordSplitter(form);
  let refused: unknown = null;
  for await (const piece of piecesOf(payload)) {
    bytes += piece.length;
    if (bytes > MAX_UPLOAD_BYTES) throw tooLarge();
    if (++pieces > MAX_PIECES)
      throw new Fault("request-invalid", { problem: `its body comes in more than ${MAX_PIECES} pieces` });
    await othersWork();
    if (refused !== null) continue;
    try {
      if (!held.take(piece.length)) throw uploadsFull();
      digest.update(piece);
      splitter.push(piece);
    } catch (error) {
      refused = error;
      // Nothing of it is needed any more.
      splitter = new RecordSplitter(form);
      held.giveBack();
    }
  }
  if (refused !== null) throw refused;
  return { form, written: splitter.end(), digest: digest.digest("hex") };
}

/** Leaves the connection as it is when reading ends early: there is an answer to send. */
async function* piecesOf(payload: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    yield* payload.iterator({ destroyOnReturn: false });
  } catch {
    throw new Fault("request-invalid", { problem: "its body broke off" });
  }
}

/** A body that is compressed would be read as what it is not, or grow without a bound. Fault: `body-encoded`. */
export function requirePlainBody({ headers }: FastifyRequest): void {
  const encoding = headers["content-encoding"]?.trim().toLowerCase() || "identity";
  if (encoding !== "identity") throw new Fault("body-encoded", { encoding: encoding.slice(0, 20) });
}

/** What is said of a body that was not read, by what the server found wrong with it. */
export function faultOfUnread(
  { statusCode, code }: FastifyError,
  form: Pick<EndpointForm, "bodies" | "raw"> | undefined,
): Fault {
  if (statusCode === 413)
    return form?.bodies
      ? tooLarge()
      : new Fault("body-too-large", { bytes: form?.raw?.mostBytes ?? MAX_JSON_BYTES });
  if (statusCode === 415)
    return new Fault("body-type-unknown", {
      known: form?.raw?.mediaType ?? Object.keys(form?.bodies ?? { [JSON_TYPE]: 0 }).join(", "),
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

/** A record and a line feed may be a piece each, with some to spare; each piece costs, however small it is. */
const MAX_PIECES = 3 * MAX_RECORDS;
const JSON_TYPE = "application/json";
