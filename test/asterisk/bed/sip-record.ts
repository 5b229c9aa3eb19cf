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

/** Of one message. Between two of them SIPp notes what it did not expect, without a time: that is passed over. */
const BEGINNING =
  /-{47} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{6})\nUDP message (sent|received) [([](\d+)[^\n]*\n\n/g;
/** No beginning is longer. */
const BEGINNING_LENGTH = 200;

/** What was read last, of whichever file. */
const chunk = Buffer.alloc(65_536);

/** Follows the file in which SIPp traces its messages; the trace's clock is UTC (the bed starts it so). */
export class SipRecord {
  readonly #path: string;
  #file: number | undefined;
  /** One character a byte: SIPp counts bytes. */
  #rest = "";

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
    for (let size = readSync(this.#file, chunk); size > 0; size = readSync(this.#file, chunk))
      this.#rest += chunk.toString("latin1", 0, size);
    const messages: SipMessage[] = [];
    let from = 0;
    for (;;) {
      BEGINNING.lastIndex = from;
      const begun = BEGINNING.exec(this.#rest);
      const end = begun === null ? Number.POSITIVE_INFINITY : BEGINNING.lastIndex + Number(begun[4]);
      if (begun === null || end > this.#rest.length) {
        // Without one, the last characters may be the first of a beginning.
        this.#rest = this.#rest.slice(begun?.index ?? Math.max(from, this.#rest.length - BEGINNING_LENGTH));
        return messages;
      }
      const text = Buffer.from(this.#rest.slice(end - Number(begun[4]), end), "latin1").toString("utf8");
      const fraction = Number(begun[2]!.slice(8)) * 1000;
      const at = Date.parse(`${begun[1]}T${begun[2]!.slice(0, 8)}Z`) + fraction;
      messages.push(message(at, begun[3] === "sent", text));
      from = end;
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
