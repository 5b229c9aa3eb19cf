import { closeSync, openSync, readSync } from "node:fs";

/** A SIP message as SIPp wrote it down. */
export interface SipMessage {
  /** SIPp's own time stamp, epoch ms with fractions. */
  readonly at: number;
  /** True: the phone sent it. */
  readonly sent: boolean;
  /** The first line. */
  readonly start: string;
  /** Of a response, else undefined. */
  readonly status: number | undefined;
  /** Of a request, and of the request a response answers. */
  readonly method: string;
  readonly text: string;
}

/** The first value of a header, empty when it is absent. */
export function header(message: SipMessage, name: string): string {
  return message.text.match(new RegExp(`^${name}:[ \\t]*(.*?)\\r?$`, "im"))?.[1] ?? "";
}

const beginning =
  /^-{47} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{6})\nUDP message (sent|received) [([](\d+)[^\n]*\n\n/;

/** Follows the file in which SIPp traces its messages; the trace's clock is UTC (the bed starts it so). */
export class SipRecord {
  readonly #path: string;
  #file: number | undefined;
  #rest = Buffer.alloc(0);

  constructor(path: string) {
    this.#path = path;
  }

  /** The messages that are whole in the file and were not read before. */
  read(): SipMessage[] {
    try {
      this.#file ??= openSync(this.#path, "r");
    } catch {
      return [];
    }
    const chunk = Buffer.alloc(65_536);
    for (let size = readSync(this.#file, chunk); size > 0; size = readSync(this.#file, chunk))
      this.#rest = Buffer.concat([this.#rest, chunk.subarray(0, size)]);
    const messages: SipMessage[] = [];
    for (;;) {
      const begun = beginning.exec(this.#rest.subarray(0, 200).toString("latin1"));
      if (begun === null) return messages;
      const end = begun[0].length + Number(begun[4]);
      if (this.#rest.length < end) return messages;
      const text = this.#rest.subarray(begun[0].length, end).toString("utf8");
      this.#rest = this.#rest.subarray(end);
      const next = this.#rest.indexOf("-----------------------------------------------");
      this.#rest = next < 0 ? this.#rest.subarray(this.#rest.length) : this.#rest.subarray(next);
      const fraction = Number(begun[2]?.slice(8)) * 1000;
      const at = Date.parse(`${begun[1]}T${begun[2]?.slice(0, 8)}Z`) + fraction;
      messages.push(message(at, begun[3] === "sent", text));
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

function message(at: number, sent: boolean, text: string): SipMessage {
  const start = text.slice(0, text.search(/\r?\n/));
  const status = start.match(/^SIP\/2\.0 (\d{3})/)?.[1];
  const method = status === undefined ? start.split(" ")[0] : text.match(/^CSeq:[ \t]*\d+ (\w+)/im)?.[1];
  return {
    at,
    sent,
    start,
    status: status === undefined ? undefined : Number(status),
    method: method ?? "",
    text,
  };
}
