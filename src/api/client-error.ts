import type { Socket } from "node:net";
import { isCompatible } from "./compatible-path.ts";
import { type Refusal, refusalOf } from "./wolkvox/answer.ts";

interface ClientError extends Error {
  readonly code?: string;
  /** The bytes that could not be understood: a `Buffer`, whatever types say. */
  readonly rawPacket?: unknown;
}

/** What the HTTP parser refuses, and with what: everything else is malformed. */
const causes: Readonly<Record<string, readonly [status: string, title: string, refusal: Refusal]>> = {
  HPE_HEADER_OVERFLOW: [
    "431 Request Header Fields Too Large",
    "The request is too large",
    "headers-too-large",
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ["413 Payload Too Large", "The request is too large", "request-too-large"],
  ERR_HTTP_REQUEST_TIMEOUT: ["408 Request Timeout", "The request came too slowly", "request-slow"],
};
const malformed = ["400 Bad Request", "The request is malformed", "request-malformed"] as const;

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
  const [status, title, refusal] = causes[error.code ?? ""] ?? malformed;
  const compatible = isCompatible(pathOf(error.rawPacket));
  const body = compatible
    ? refusalOf(refusal).body
    : Buffer.from(JSON.stringify({ title, status: Number.parseInt(status, 10) }));
  const type = compatible ? "application/json" : "application/problem+json";
  socket.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${status}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Length: ${body.byteLength}\r\n` +
          `Cache-Control: no-store\r\n${compatible ? "Access-Control-Allow-Origin: *\r\n" : ""}Connection: close\r\n\r\n`,
      ),
      body,
    ]),
  );
}

function pathOf(packet: unknown): string | undefined {
  const begin = Buffer.isBuffer(packet) ? packet.toString("latin1", 0, FIRST_LINE) : "";
  return /^[A-Z]+ (\S+)/.exec(begin)?.[1];
}

/** Enough of it to see where it was going. */
const FIRST_LINE = 128;
