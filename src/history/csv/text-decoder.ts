/**
 * Decodes the bytes of a text file in pieces: UTF-8, UTF-16 in either byte order, with a byte order mark or without, and
 * else Windows-1252, which holds Latin-1. Until the first byte that is not ASCII UTF-8 and Windows-1252 are the same, and
 * that letter shows which it is. `push` and `end` throw for bytes that are not of the encoding found.
 */
export class FileTextDecoder {
  #decoder: TextDecoder | null = null;
  #held: Buffer = Buffer.alloc(0);
  #begun = false;

  push(chunk: Buffer): string {
    return this.#decoded(chunk, false);
  }

  /** What is left when the file has ended. */
  end(): string {
    return this.#decoded(Buffer.alloc(0), true) + (this.#decoder?.decode() ?? "");
  }

  #decoded(chunk: Buffer, last: boolean): string {
    if (this.#decoder) return this.#decoder.decode(chunk, { stream: true });
    const bytes = Buffer.concat([this.#held, chunk]);
    this.#held = Buffer.alloc(0);
    if (!this.#begun) {
      if (bytes.length < LOOKED_AT && !last) {
        this.#held = bytes;
        return "";
      }
      this.#begun = true;
      this.#decoder = decoderOfWideText(bytes.subarray(0, LOOKED_AT));
      if (this.#decoder) return this.#decoder.decode(bytes, { stream: true });
    }
    const letter = bytes.findIndex((byte) => byte > 0x7f);
    if (letter < 0) return bytes.toString("latin1");
    const first = bytes.subarray(letter, letter + LONGEST_LETTER);
    if (first.length < LONGEST_LETTER && !last) {
      this.#held = bytes.subarray(letter);
      return bytes.subarray(0, letter).toString("latin1");
    }
    this.#decoder = new TextDecoder(beginsUtf8(first) ? "utf-8" : "windows-1252", { fatal: true });
    return this.#decoder.decode(bytes, { stream: true });
  }
}

/** So many bytes of a file show whether every other one is zero. */
const LOOKED_AT = 64;
const LONGEST_LETTER = 4;

/** A decoder of UTF-16, or of UTF-8 that a mark announces; `null`: neither. */
function decoderOfWideText(head: Buffer): TextDecoder | null {
  const [first, second, third] = head;
  const fatal = { fatal: true };
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le", fatal);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be", fatal);
  if (first === 0xef && second === 0xbb && third === 0xbf) return new TextDecoder("utf-8", fatal);
  const zeros = (from: number) => head.filter((byte, at) => at % 2 === from && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  if (even === 0 && odd > head.length / 4) return new TextDecoder("utf-16le", fatal);
  if (odd === 0 && even > head.length / 4) return new TextDecoder("utf-16be", fatal);
  return null;
}

/** Whether bytes whose first one is not ASCII begin with a letter in UTF-8; a letter that is cut off counts. */
function beginsUtf8(bytes: Buffer): boolean {
  const lead = bytes[0]!;
  const length =
    lead >= 0xf0 && lead <= 0xf4 ? 4 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xc2 && lead < 0xe0 ? 2 : 0;
  return length > 0 && bytes.subarray(1, length).every((byte) => byte >> 6 === 0b10);
}
