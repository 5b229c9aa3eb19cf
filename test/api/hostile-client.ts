import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { faults } from "../../src/line/faults.ts";
import type { HostileRequest } from "./hostile-requests.ts";
import type { Description } from "./v1-description.ts";

interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Sends what is hostile over bare sockets, keeps the connection where it can, and judges what comes back. */
export class HostileClient {
  readonly #port: number;
  readonly #description: Description;
  #socket: Socket | null = null;
  /** How many answers there were with each status; 0: the connection was closed without one. */
  readonly answers = new Map<number, number>();

  constructor(port: number, description: Description) {
    this.#port = port;
    this.#description = description;
  }

  /** Fails on a 5xx, a leak, or an answer that the description does not promise. */
  async send(request: HostileRequest): Promise<void> {
    const answer = await this.#exchange(request);
    this.answers.set(answer?.status ?? 0, (this.answers.get(answer?.status ?? 0) ?? 0) + 1);
    const about = () =>
      `${request.bytes.toString("latin1").slice(0, 600)}\n→ ${answer?.status} ${answer?.body}`;
    if (!answer) {
      assert.ok(request.broken, `no answer: ${about()}`);
      return;
    }
    assert.ok(answer.status >= 100 && answer.status < 500, about());
    assert.doesNotMatch(answer.body, /\.[tj]s:\d|node_modules|FST_|SQLITE| {4}at /, about());
    const type = answer.headers.get("content-type") ?? "";
    if (answer.status >= 400 && answer.body !== "") {
      assert.match(type, /^application\/problem\+json/, about());
      const { code, status } = JSON.parse(answer.body) as { code: string; status: number };
      assert.ok(Object.hasOwn(faults, code), about());
      assert.equal(status, answer.status);
    }
    // What is wrong with the head of a request is found before it is known for whom it is.
    const early = answer.status === 431 || answer.status === 408;
    if (request.operation !== null && !early && type !== "text/event-stream; charset=utf-8")
      this.#description.assertPromised(request.operation, {
        statusCode: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: answer.body,
      });
  }

  close(): void {
    this.#socket?.destroy();
  }

  async #exchange({ bytes, broken }: HostileRequest): Promise<RawAnswer | null> {
    const socket = this.#socket ?? (await this.#connect());
    this.#socket = null;
    let received = "";
    let answer: RawAnswer | null = null;
    const done = new Promise<void>((resolve) => {
      const take = (chunk: string) => {
        received += chunk;
        answer = wholeAnswer(received, bytes.toString("latin1", 0, 5) === "HEAD ");
        if (answer) resolve();
      };
      socket.on("data", take);
      socket.once("close", () => resolve());
    });
    socket.write(bytes);
    // Whoever was left without an answer waits for one no longer than for the end of what he sent.
    if (broken) socket.end();
    await done;
    socket.removeAllListeners("data").removeAllListeners("close");
    const found = answer as RawAnswer | null;
    if (broken || !found || !isKept(found)) socket.destroy();
    else this.#socket = socket;
    return found;
  }

  async #connect(): Promise<Socket> {
    const socket = connect(this.#port, "127.0.0.1");
    socket.on("error", () => {});
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    await once(socket, "connect");
    return socket;
  }
}

function isKept({ headers, status }: RawAnswer): boolean {
  return headers.get("connection") === "keep-alive" && status >= 200 && !headers.has("transfer-encoding");
}

/** The first answer that is whole, those that only say to go on left out; of a stream its head is enough. */
function wholeAnswer(received: string, toHead: boolean): RawAnswer | null {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [first, ...lines] = received.slice(0, end).split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(first!)?.[1]);
  if (status === 100) return wholeAnswer(received.slice(end + 4), toHead);
  const headers = new Map(
    lines.map((line) => [line.split(":", 1)[0]!.toLowerCase(), line.replace(/^[^:]*: */, "")]),
  );
  const length = Number(headers.get("content-length") ?? 0);
  // Another answer may follow.
  const body = received.slice(end + 4, end + 4 + length);
  const isWhole = toHead || headers.has("transfer-encoding") || body.length >= length;
  return isWhole ? { status, headers, body: toHead ? "" : Buffer.from(body, "latin1").toString() } : null;
}
