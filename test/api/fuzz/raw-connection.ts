import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** By their names in small letters. */
  readonly headers: ReadonlyMap<string, string>;
  /** Of a stream that goes on: what came of it at once. */
  readonly body: string;
  /** Whether the connection can be used again after it. */
  readonly isLast: boolean;
}

/** What came back for the bytes that were sent. */
export interface Came {
  readonly answers: readonly RawAnswer[];
  /** What is no whole answer, at the end. */
  readonly rest: string;
  /** `silent`: no more came for a long time, though the server should have answered or closed. */
  readonly ended: "answered" | "closed" | "silent";
}

/** A connection that is kept as long as the server keeps it, and replaced then. */
export class RawConnection {
  readonly #port: number;
  #socket: Socket | null = null;

  constructor(port: number) {
    this.#port = port;
  }

  /**
   * Sends bytes that hold requests of these methods, and waits for as many answers. `null`: which requests the bytes hold is not
   * known; nothing more will be sent, so that one which is not whole is not waited for.
   */
  async exchange(bytes: Buffer, methods: readonly string[] | null): Promise<Came> {
    const socket = this.#socket ?? (await this.#connect());
    this.#socket = null;
    const { promise, resolve } = Promise.withResolvers<Came["ended"]>();
    let received = Buffer.alloc(0);
    let read: Read = { answers: [], rest: 0 };
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      read = answersIn(received, methods);
      const { answers } = read;
      if (methods !== null && (answers.length >= methods.length || answers.at(-1)?.isLast))
        resolve("answered");
    });
    socket.once("close", () => resolve("closed"));
    const silent = setTimeout(() => resolve("silent"), SILENT_MS);
    socket.write(bytes);
    if (methods === null) socket.end();
    const ended = await promise;
    clearTimeout(silent);
    socket.removeAllListeners("data").removeAllListeners("close");
    const { answers, rest } = read;
    const isKept = ended === "answered" && !answers.at(-1)?.isLast && rest === received.length;
    if (isKept) this.#socket = socket;
    else socket.destroy();
    return { answers, rest: received.toString("latin1", rest), ended };
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = null;
  }

  async #connect(): Promise<Socket> {
    const socket = connect(this.#port, "127.0.0.1");
    socket.setNoDelay(true);
    await once(socket, "connect");
    socket.on("error", () => {});
    return socket;
  }
}

/** Longer than every time limit of the server. */
const SILENT_MS = 120_000;

interface Read {
  readonly answers: readonly RawAnswer[];
  /** Where that begins which is no whole answer. */
  readonly rest: number;
}

/**
 * The whole answers in what was received, those that only say to go on left out. Where the `methods` are not known, one is
 * without a body if the next begins at once.
 */
export function answersIn(received: Buffer, methods: readonly string[] | null): Read {
  const answers: RawAnswer[] = [];
  let at = 0;
  for (;;) {
    const end = received.indexOf("\r\n\r\n", at);
    if (end < 0) return { answers, rest: at };
    const [first = "", ...lines] = received.toString("latin1", at, end).split("\r\n");
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1] ?? Number.NaN);
    const begin = end + 4;
    if (status === 100) {
      at = begin;
      continue;
    }
    const headers = new Map(
      lines.map((line) => [line.split(":", 1)[0]!.toLowerCase(), line.replace(/^[^:]*: */, "")]),
    );
    const isOfHead = methods
      ? methods[answers.length] === "HEAD"
      : received.length === begin || received.toString("latin1", begin, begin + 9) === "HTTP/1.1 ";
    const hasNone = isOfHead || status === 204 || status === 304;
    const body = hasNone ? { text: "", end: begin } : bodyAt(received, begin, headers);
    if (body === null) return { answers, rest: at };
    const isStream = headers.get("content-type")?.startsWith("text/event-stream") ?? false;
    const isLast = isStream || headers.get("connection") === "close";
    answers.push({ status, headers, body: body.text, isLast });
    at = body.end;
    if (isLast) return { answers, rest: at };
  }
}

function bodyAt(
  received: Buffer,
  begin: number,
  headers: ReadonlyMap<string, string>,
): { text: string; end: number } | null {
  if (headers.get("transfer-encoding") === "chunked") return chunksAt(received, begin, headers);
  const end = begin + Number(headers.get("content-length") ?? 0);
  return received.length < end ? null : { text: received.toString("utf8", begin, end), end };
}

/** All chunks; of a stream the first. */
function chunksAt(
  received: Buffer,
  begin: number,
  headers: ReadonlyMap<string, string>,
): { text: string; end: number } | null {
  const isStream = headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  let text = "";
  for (let at = begin; ; ) {
    const line = received.indexOf("\r\n", at);
    if (line < 0) return null;
    const size = Number.parseInt(received.toString("latin1", at, line), 16);
    const next = line + 2 + size + 2;
    if (!(received.length >= next)) return null;
    text += received.toString("utf8", line + 2, next - 2);
    at = next;
    if (size === 0 || isStream) return { text, end: at };
  }
}
