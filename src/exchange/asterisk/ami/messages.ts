import { LineSplitter } from "./lines.ts";

/** One event or response of the Asterisk Manager Interface: headers by name, in any letter case, each with all its values. */
export class AmiMessage {
  readonly #values = new Map<string, string[]>();
  /** Whether it was too big, and headers behind the limit are missing. */
  readonly truncated: boolean;

  constructor(headers: Iterable<readonly [name: string, value: string]>, truncated = false) {
    for (const [name, value] of headers) {
      const key = name.toLowerCase();
      const values = this.#values.get(key);
      if (values) values.push(value);
      else this.#values.set(key, [value]);
    }
    this.truncated = truncated;
  }

  /** The header's first value; `undefined` without such a header. */
  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase())?.[0];
  }

  /** All values of a header that may repeat, in their order. */
  all(name: string): readonly string[] {
    return this.#values.get(name.toLowerCase()) ?? [];
  }
}

const MAX_LINE_BYTES = 64 * 1024;

/** Reads the stream that a manager session sends: a greeting, then messages that end in an empty line. */
export class MessageReader {
  readonly #lines = new LineSplitter({ crlf: true, maxBytes: MAX_LINE_BYTES });
  readonly #maxCharacters: number;
  #headers: [string, string][] = [];
  #characters = 0;
  #truncated = false;
  #greeting: string | null = null;

  /** A message keeps the headers within its first `maxCharacters`. */
  constructor({ maxCharacters = 1024 * 1024 }: { maxCharacters?: number } = {}) {
    this.#maxCharacters = maxCharacters;
  }

  /** The first line, which is no message; `null` until it has come. */
  get greeting(): string | null {
    return this.#greeting;
  }

  /** The messages that end in `chunk`. A line that is no header is skipped. */
  push(chunk: Uint8Array): AmiMessage[] {
    const messages: AmiMessage[] = [];
    for (const line of this.#lines.push(chunk)) {
      if (this.#greeting === null) this.#greeting = line ?? "";
      else if (line === null) this.#truncated = true;
      else if (line !== "") this.#header(line);
      else {
        if (this.#headers.length > 0) messages.push(new AmiMessage(this.#headers, this.#truncated));
        this.#headers = [];
        this.#characters = 0;
        this.#truncated = false;
      }
    }
    return messages;
  }

  #header(line: string): void {
    const colon = line.indexOf(":");
    if (colon <= 0) return;
    this.#characters += line.length;
    if (this.#characters > this.#maxCharacters) {
      this.#truncated = true;
      return;
    }
    const value = line.slice(colon + 1);
    this.#headers.push([line.slice(0, colon), value.startsWith(" ") ? value.slice(1) : value]);
  }
}

/** Headers of an action; a list is sent as one header for each of its values. */
export type ActionHeaders = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * The bytes of an action; `null` when a header would break out of its line (CR, LF or NUL) and so could smuggle in
 * an action of its own.
 */
export function writeAction(name: string, actionId: string, headers: ActionHeaders): string | null {
  const lines: [string, string][] = [
    ["Action", name],
    ["ActionID", actionId],
  ];
  for (const [header, value] of Object.entries(headers))
    for (const one of typeof value === "object" ? value : [value]) lines.push([header, String(one)]);
  const safe = lines.every(([header, value]) => /^[A-Za-z][\w-]*$/.test(header) && !hasLineBreak(value));
  return safe ? `${lines.map(([header, value]) => `${header}: ${value}\r\n`).join("")}\r\n` : null;
}

function hasLineBreak(value: string): boolean {
  return value.includes("\r") || value.includes("\n") || value.includes("\0");
}
