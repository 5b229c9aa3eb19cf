const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Cuts a stream of bytes into lines of UTF-8 text, however it comes in pieces. With `crlf` only CR LF ends a line,
 * so that a lone line feed inside a value stays inside it; else a line feed does, and a CR before it is dropped.
 */
export class LineSplitter {
  readonly #crlf: boolean;
  readonly #maxBytes: number;
  #pieces: Uint8Array[] = [];
  #kept = 0;
  #lastByte = 0;

  /** A line longer than `maxBytes` is given as `null` and never held in memory whole. */
  constructor({ crlf, maxBytes }: { crlf: boolean; maxBytes: number }) {
    this.#crlf = crlf;
    this.#maxBytes = maxBytes;
  }

  /** The lines that end in `chunk`, without their ends. Bytes that are no UTF-8 become U+FFFD. */
  push(chunk: Uint8Array): (string | null)[] {
    const lines: (string | null)[] = [];
    let start = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) {
      const before = at > 0 ? chunk[at - 1] : this.#lastByte;
      if (this.#crlf && before !== CARRIAGE_RETURN) continue;
      this.#keep(chunk.subarray(start, at));
      lines.push(this.#take());
      start = at + 1;
    }
    this.#keep(chunk.subarray(start));
    this.#lastByte = chunk.at(-1) ?? this.#lastByte;
    return lines;
  }

  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#kept += piece.length;
    if (this.#kept > this.#maxBytes) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  #take(): string | null {
    const line = this.#kept > this.#maxBytes ? null : Buffer.concat(this.#pieces).toString("utf8");
    this.#pieces = [];
    this.#kept = 0;
    return line?.endsWith("\r") ? line.slice(0, -1) : line;
  }
}
