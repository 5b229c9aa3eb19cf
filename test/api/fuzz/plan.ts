import type { RoleName } from "./roles.ts";

/**
 * A request as it is drawn from a seed. What only the server under test knows is named in it, like `{{callback 3}}`, and
 * filled in when it is sent: the same seed asks the same of every server.
 */
export interface Plan {
  readonly method: string;
  /** As it stands in the first line. */
  readonly target: string;
  readonly version: "1.1" | "1.0";
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array | null;
  /** Sizes of the chunks that the body is sent in; `null`: with its length. */
  readonly chunks: readonly number[] | null;
  /** Whose token it shows, where it shows one as it should or none; `null`: several, or one in a strange form. */
  readonly role: RoleName | null;
  /** The operation of the description that it asks for, where it does so by method and path; else `null`. */
  readonly operation: string | null;
}

/** A request with everything filled in. */
export interface Filled extends Plan {
  readonly bytes: Buffer;
  /** All before the body. */
  readonly headBytes: number;
}

/** What was seen in answers, for requests that come later; what is not known yet reads “unknown”. */
export class Known {
  readonly #values = new Map<Kind, string[]>();
  readonly #versions = new Map<string, number>();

  add(kind: Kind, value: string): void {
    const values = this.#values.get(kind) ?? [];
    // The newest first: they are still open.
    if (!values.includes(value)) this.#values.set(kind, [value, ...values].slice(0, KEPT));
  }

  addCallback(id: string, version: number): void {
    this.add("callback", id);
    this.#versions.set(id, version);
    if (this.#versions.size > KEPT * 4) this.#versions.clear();
  }

  fill(text: string, encode: (value: string) => string = (value) => value): string {
    return text.replace(/\{\{(\w+) ([\w-]+)\}\}/g, (_, kind: string, which: string) =>
      encode(this.#valueOf(kind, which) ?? "unknown"),
    );
  }

  #valueOf(kind: string, which: string): string | undefined {
    if (kind === "day" || kind === "compact") return localDay(Number(which), kind === "day" ? "-" : "");
    if (kind === "token") return this.#values.get(`token ${which}` as Kind)?.[0];
    const values = this.#values.get(kind === "version" ? "callback" : (kind as Kind)) ?? [];
    const value = values[Number(which) % values.length];
    return kind === "version" ? String(this.#versions.get(value ?? "") ?? 0) : value;
  }
}

export type Kind = "callback" | "call" | "cursor" | "event" | "number" | `token ${RoleName}`;

const KEPT = 64;

/** So many days from today where the operations are, which has no daylight saving time. */
function localDay(days: number, separator: string): string {
  const today = Temporal.Now.plainDateISO("America/Bogota");
  return today.add({ days }).toString().replaceAll("-", separator);
}

/** The request as bytes. */
export function filled(plan: Plan, known: Known): Filled {
  const target = known.fill(plan.target, encodeURIComponent);
  const headers = plan.headers.map(([name, value]) => [name, known.fill(value)] as const);
  const body = plan.body === null ? null : filledBody(plan.body, known);
  const framing =
    body === null
      ? []
      : plan.chunks
        ? [["Transfer-Encoding", "chunked"] as const]
        : [["Content-Length", String(body.length)] as const];
  const lines = [...headers, ...framing].map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `${plan.method} ${target} HTTP/${plan.version}\r\n${lines.join("")}\r\n`;
  const sent = body === null ? [] : plan.chunks ? chunked(body, plan.chunks) : [body];
  const bytes = Buffer.concat([Buffer.from(head, "latin1"), ...sent]);
  return { ...plan, target, headers, body, bytes, headBytes: head.length };
}

function filledBody(body: Uint8Array, known: Known): Buffer {
  const bytes = Buffer.from(body);
  if (!bytes.includes("{{")) return bytes;
  const text = bytes.toString("utf8");
  // A number stands without quotes.
  const bare = text.replaceAll(/"(\{\{version \w+\}\})"/g, "$1");
  return Buffer.from(known.fill(bare, (value) => JSON.stringify(value).slice(1, -1)));
}

function chunked(body: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  for (let n = 0; at < body.length; n++) {
    const piece = body.subarray(at, at + Math.max(1, sizes[n] ?? body.length));
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n"));
    at += piece.length;
  }
  return [...pieces, Buffer.from("0\r\n\r\n")];
}

/** A line for a terminal that sends the same: with curl where the request holds together, else its bytes. */
export function asCommand(request: Filled, port: number): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const printable = /^[\x20-\x7e]*$/;
  const texts = [request.target, ...request.headers.flat()];
  if (!texts.every((text) => printable.test(text)) || !request.target.startsWith("/") || request.chunks)
    return `echo ${request.bytes.toString("base64")} | base64 -d | nc -q 5 127.0.0.1 ${port}`;
  const headers = request.headers.map(
    ([name, value]) => `-H ${quoted(value === "" ? `${name};` : `${name}: ${value}`)}`,
  );
  const body =
    request.body === null
      ? ""
      : ` --data-binary @<(echo ${Buffer.from(request.body).toString("base64")} | base64 -d)`;
  return `curl -is --path-as-is -X ${request.method} ${headers.join(" ")}${body} ${quoted(`http://127.0.0.1:${port}${request.target}`)}`;
}
