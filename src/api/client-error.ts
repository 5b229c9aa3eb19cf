import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { Fault } from "../faults/faults.ts";
import { isCompatible, withoutOrigin } from "./compatible-path.ts";
import { problemOf } from "./problem.ts";
import { type Refusal, refusalOf } from "./wolkvox/answer.ts";

interface ClientError extends Error {
  readonly code?: string;
  /** The bytes that could not be understood: a `Buffer`, whatever types say. */
  readonly rawPacket?: unknown;
}

/** What is under way on a connection, as Node keeps it there: the answer to a request whose body did not come whole. */
interface Answer {
  readonly headersSent: boolean;
  readonly req: { readonly url?: string };
}

/** All lines of a request before its body. */
export const MAX_HEAD_BYTES = 16 * 1024;

/** How errors of the HTTP parser are answered; every other one is malformed. */
const causes: Readonly<Record<string, readonly [refusal: Refusal, fault: Fault]>> = {
  HPE_HEADER_OVERFLOW: ["headers-too-large", new Fault("headers-too-large", { bytes: MAX_HEAD_BYTES })],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [
    "request-too-large",
    new Fault("request-invalid", { problem: "the extensions of its chunks are too large" }),
  ],
  ERR_HTTP_REQUEST_TIMEOUT: ["request-slow", new Fault("request-slow")],
};
const malformed = [
  "request-malformed",
  new Fault("request-invalid", { problem: "it is no HTTP that is understood here" }),
] as const;

/**
 * Answers what never became a whole request, in the form of the family that its first line names, where that came; and
 * closes the connection.
 */
export function answerClientError(error: ClientError, socket: Socket): void {
  const { _httpMessage: answer } = socket as { _httpMessage?: Answer | null };
  // While the answer to an earlier request is being sent, there is no place for another one.
  if (error.code === "ECONNRESET" || !socket.writable || answer?.headersSent) {
    socket.destroy(error);
    return;
  }
  const [refusal, fault] = causes[error.code ?? ""] ?? malformed;
  const compatible = isCompatible(pathOf(error.rawPacket) ?? withoutOrigin(answer?.req.url ?? ""));
  const { status, body } = compatible ? refusalOf(refusal) : problemAnswer(fault);
  const type = compatible ? "application/json" : "application/problem+json";
  socket.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Length: ${body.byteLength}\r\n` +
          `Cache-Control: no-store\r\n${compatible ? "Access-Control-Allow-Origin: *\r\n" : ""}Connection: close\r\n\r\n`,
      ),
      body,
    ]),
  );
}

function problemAnswer(fault: Fault): { status: number; body: Buffer } {
  const problem = problemOf(fault);
  return { status: problem.status, body: Buffer.from(JSON.stringify(problem)) };
}

function pathOf(packet: unknown): string | undefined {
  const begin = Buffer.isBuffer(packet) ? packet.toString("latin1", 0, FIRST_LINE) : "";
  const address = /^[A-Z]+ (\S+)/.exec(begin)?.[1];
  return address === undefined ? undefined : withoutOrigin(address);
}

/** Characters: enough to read the path, also behind the name of a server. */
const FIRST_LINE = 512;
