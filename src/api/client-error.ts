import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { Fault } from "../faults/faults.ts";
import { isCompatible } from "./compatible-path.ts";
import { problemOf } from "./problem.ts";
import { type Refusal, refusalOf } from "./wolkvox/answer.ts";

interface ClientError extends Error {
  readonly code?: string;
  /** The bytes that could not be understood: a `Buffer`, whatever types say. */
  readonly rawPacket?: unknown;
}

/** Of a request, all lines before its body. */
export const MAX_HEAD_BYTES = 16 * 1024;

/** What the HTTP parser refuses, and with what: everything else is malformed. */
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
 * Answers what never became a request, in the form of the family that its first line names, where that came; and
 * closes the connection.
 */
export function answerClientError(error: ClientError, socket: Socket): void {
  // In the middle of an answer to what came before there is no place for another one.
  const answering = (socket as { _httpMessage?: { headersSent: boolean } })._httpMessage?.headersSent;
  if (error.code === "ECONNRESET" || !socket.writable || answering) {
    socket.destroy(error);
    return;
  }
  const [refusal, fault] = causes[error.code ?? ""] ?? malformed;
  const compatible = isCompatible(pathOf(error.rawPacket));
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
  return /^[A-Z]+ (\S+)/.exec(begin)?.[1];
}

/** Enough of it to see where it was going. */
const FIRST_LINE = 128;
