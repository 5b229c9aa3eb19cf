import { Fault } from "../../../faults/faults.ts";

/** One record of an upload as it came; nothing of it is understood yet. */
export interface WrittenRecord {
  /** Its line, or its place in the list, from 1. */
  readonly line: number;
  /** `null` of one that is more than a record can be; `tooMuch` says in what. */
  readonly bytes: Buffer | null;
  readonly tooMuch?: "bytes" | "values";
}

/**
 * Cuts an upload into its records while it comes, without building anything of what is in them: their number, and the
 * bytes and values of each, are counted before one of them is parsed. So no body costs more than its bytes.
 */
export class RecordSplitter {
  readonly #form: "list" | "lines";
  readonly #records: WrittenRecord[] = [];
  #line = 1;
  /** Of the list itself 1, of what is in it more; always 1 in lines. Before the list 0, after it -1. */
  #depth: number;
  #inString = false;
  #escaped = false;
  /** Of the record at hand: what came in pieces before, and how much is in it. */
  #pieces: Buffer[] = [];
  #bytes = 0;
  #values = 0;
  #isBlank = true;
  /** Of the mark of the byte order, how much may still come. */
  #mark = 0;

  constructor(form: "list" | "lines") {
    this.#form = form;
    this.#depth = form === "list" ? 0 : 1;
  }

  /** Faults: `request-invalid` where it is no list, `upload-too-large` where there are too many records. */
  push(chunk: Buffer): void {
    let from = this.#withoutMark(chunk);
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === LINE_FEED && this.#form === "lines") {
        if (!this.#isBlank) this.#finish(chunk.subarray(from, at));
        from = at + 1;
        this.#line++;
        this.#begin();
      } else if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
      } else if (byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB) {
        // What is blank before a record is none of it.
        if (this.#isBlank) from = at + 1;
      } else if (this.#depth < 1) {
        if (this.#depth < 0 || byte !== OPENING_BRACKET) throw noList();
        this.#depth = 1;
        from = at + 1;
      } else if (byte === COMMA && this.#depth === 1 && this.#form === "list") {
        this.#finish(chunk.subarray(from, at));
        from = at + 1;
        this.#line++;
        this.#begin();
      } else if (
        (byte === CLOSING_BRACKET || byte === CLOSING_BRACE) &&
        this.#depth === 1 &&
        this.#form === "list"
      ) {
        if (byte !== CLOSING_BRACKET) throw noList();
        // An empty list has no record; after a comma there must be one.
        if (!this.#isBlank || this.#line > 1) this.#finish(chunk.subarray(from, at));
        this.#depth = -1;
        from = chunk.length;
        this.#begin();
      } else {
        this.#isBlank = false;
        this.#note(byte);
      }
    }
    if (!this.#isBlank) this.#hold(chunk.subarray(from));
  }

  /** All records, once all has come. Faults: `request-invalid` where it ends too early, or has none. */
  end(): readonly WrittenRecord[] {
    if (this.#form === "list") {
      if (this.#depth !== -1) throw noList();
    } else if (!this.#isBlank) this.#finish(EMPTY);
    if (this.#records.length === 0) throw new Fault("request-invalid", { problem: "it has no records" });
    return this.#records;
  }

  #note(byte: number): void {
    if (byte === QUOTE) this.#inString = true;
    else if (byte === COMMA) this.#values++;
    else if (byte === OPENING_BRACKET || byte === OPENING_BRACE) {
      this.#values++;
      if (this.#form === "list") this.#depth++;
    } else if ((byte === CLOSING_BRACKET || byte === CLOSING_BRACE) && this.#form === "list") this.#depth--;
  }

  #begin(): void {
    this.#pieces = [];
    this.#bytes = 0;
    this.#values = 0;
    this.#isBlank = true;
    this.#inString = false;
    this.#escaped = false;
  }

  /** Of what is too much nothing is kept. */
  #hold(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > MAX_RECORD_BYTES || this.#values > MAX_VALUES) this.#pieces = [];
    else if (piece.length > 0) this.#pieces.push(piece);
  }

  #finish(lastPiece: Buffer): void {
    if (this.#records.length >= MAX_RECORDS) throw tooLarge();
    this.#hold(lastPiece);
    const line = this.#line;
    if (this.#bytes > MAX_RECORD_BYTES) this.#records.push({ line, bytes: null, tooMuch: "bytes" });
    else if (this.#values > MAX_VALUES) this.#records.push({ line, bytes: null, tooMuch: "values" });
    else {
      const [only = EMPTY] = this.#pieces;
      this.#records.push({ line, bytes: this.#pieces.length > 1 ? Buffer.concat(this.#pieces) : only });
    }
  }

  /** Where the text begins: a mark of the byte order is no part of it. */
  #withoutMark(chunk: Buffer): number {
    let at = 0;
    while (at < chunk.length && this.#mark < MARK.length && chunk[at] === MARK[this.#mark]) {
      this.#mark++;
      at++;
    }
    if (at === chunk.length || this.#mark === MARK.length) return at;
    if (this.#mark > 0) throw new Fault("request-invalid", { problem: "it begins with what is no JSON" });
    this.#mark = MARK.length;
    return at;
  }
}

/** At most so many call records come up at once. */
export const MAX_RECORDS = 10_000;
export const MAX_UPLOAD_BYTES = 8 * 1024 * 1024;
/** Many times what a call record takes, each of its characters escaped. */
export const MAX_RECORD_BYTES = 16 * 1024;
/** A call record has eight members; those that are none are named up to here. */
const MAX_VALUES = 64;

/** What an upload is refused with that has too many records or bytes. */
export function tooLarge(): Fault {
  return new Fault("upload-too-large", { records: MAX_RECORDS, bytes: MAX_UPLOAD_BYTES });
}

/** What a list is refused with that is none. */
export function noList(): Fault {
  return new Fault("request-invalid", { problem: "a JSON list of records is wanted" });
}

const EMPTY = Buffer.alloc(0);
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const [TAB, LINE_FEED, CARRIAGE_RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];
