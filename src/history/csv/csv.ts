/** One record of a CSV file and the line on which it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

/** A record longer than this is no record of a table: the file is something else, or a quote was never closed. */
const MAX_RECORD_CHARS = 65_536;

/** Raised for text that cannot be a CSV table; `line` is where the impossible record begins. */
export class NotCsv extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.name = "NotCsv";
    this.line = line;
  }
}

/**
 * Cuts CSV text (RFC 4180, and what people make of it) that comes in pieces into records: LF, CRLF or CR line ends,
 * quoted fields with doubled quotes and line breaks in them, a byte order mark, blank lines left out.
 */
export class CsvSplitter {
  #rest = "";
  #line = 1;
  readonly #separator: string;
  #begun = false;

  /** `separator`: one character. */
  constructor(separator: string) {
    this.#separator = separator;
  }

  /** The records that are complete with this piece. */
  push(text: string): CsvRecord[] {
    return this.#cut(text, false);
  }

  /** The last record, where the file does not end in a line break. */
  end(): CsvRecord[] {
    return this.#cut("", true);
  }

  #cut(text: string, last: boolean): CsvRecord[] {
    if (!this.#begun && text.length > 0) {
      this.#begun = true;
      if (text.startsWith("\ufeff")) text = text.slice(1);
    }
    const buffer = this.#rest + text;
    const records: CsvRecord[] = [];
    let start = 0;
    while (start < buffer.length) {
      const end = this.#recordEnd(buffer, start, last);
      if (end === null) break;
      const record = buffer.slice(start, end.at);
      if (record.trim().length > 0) records.push({ line: this.#line, fields: this.#fields(record) });
      this.#line += end.lines;
      start = end.next;
    }
    this.#rest = buffer.slice(start);
    if (this.#rest.length > MAX_RECORD_CHARS) {
      throw new NotCsv(
        this.#line,
        `a record is longer than ${MAX_RECORD_CHARS} characters (is a quote never closed?)`,
      );
    }
    return records;
  }

  /** Where the record that begins at `start` ends, or `null` when more text is needed to tell. */
  #recordEnd(
    buffer: string,
    start: number,
    last: boolean,
  ): { at: number; next: number; lines: number } | null {
    let quoted = false;
    let closedAt = -1;
    let lines = 1;
    for (let at = start; at < buffer.length; at++) {
      const code = buffer.charCodeAt(at);
      if (code === QUOTE) {
        // A quote inside an unquoted field is a character like any other.
        if (quoted) closedAt = at;
        if (quoted || at === start || closedAt === at - 1 || buffer[at - 1] === this.#separator)
          quoted = !quoted;
      } else if (code === LF) {
        if (!quoted) return { at, next: at + 1, lines };
        lines++;
      } else if (code === CR && !quoted) {
        if (at + 1 < buffer.length) {
          return { at, next: buffer.charCodeAt(at + 1) === LF ? at + 2 : at + 1, lines };
        }
        return last ? { at, next: at + 1, lines } : null;
      }
    }
    if (!last) return null;
    if (quoted) throw new NotCsv(this.#line, "a quote is opened and never closed");
    return { at: buffer.length, next: buffer.length, lines };
  }

  #fields(record: string): string[] {
    if (!record.includes('"')) return record.split(this.#separator);
    const fields: string[] = [];
    let at = 0;
    for (;;) {
      let field = "";
      if (record.charCodeAt(at) === QUOTE) {
        at++;
        for (;;) {
          const close = record.indexOf('"', at);
          if (close < 0) break;
          field += record.slice(at, close);
          at = close + 1;
          if (record.charCodeAt(at) !== QUOTE) break;
          field += '"';
          at++;
        }
      }
      const next = record.indexOf(this.#separator, at);
      fields.push(field + (next < 0 ? record.slice(at) : record.slice(at, next)));
      if (next < 0) return fields;
      at = next + 1;
    }
  }
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
