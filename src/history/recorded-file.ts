import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { Fault } from "../faults/faults.ts";
import { FileTextDecoder } from "./csv/text-decoder.ts";

/** A file of recorded calls being read: its text, and the digest of its bytes once the text has been read whole. */
export interface RecordedFile {
  readonly text: AsyncIterable<string>;
  /** Hex of the SHA-256 of the file as it lies on the disk. Only after `text` has ended. */
  digest(): string;
}

/**
 * Reads a file, unpacking it when its bytes (not its name) say gzip. The text raises `recording-unreadable` when the
 * file cannot be opened or its packing is damaged or cut short.
 */
export function readRecordedFile(file: string): RecordedFile {
  const hash = createHash("sha256");
  let digest: string | null = null;

  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      yield chunk;
    }
    digest = hash.digest("hex");
  }

  async function* text(): AsyncGenerator<string> {
    const decoder = new FileTextDecoder();
    try {
      for await (const chunk of unpacked(bytes())) {
        const piece = decoder.push(chunk);
        if (piece.length > 0) yield piece;
      }
      const rest = decoder.end();
      if (rest.length > 0) yield rest;
    } catch (error) {
      throw new Fault("recording-unreadable", { file, problem: reason(error) }, { cause: error });
    }
  }

  return {
    text: text(),
    digest() {
      if (digest === null) throw new Error("the digest is known when the file was read to its end");
      return digest;
    },
  };
}

async function* unpacked(bytes: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    let head: Buffer = Buffer.alloc(0);
    while (head.length < 2) {
      const next = await bytes.next();
      if (next.done) break;
      head = Buffer.concat([head, next.value]);
    }
    const whole = (async function* () {
      yield head;
      yield* bytes;
    })();
    if (head[0] === 0x1f && head[1] === 0x8b) {
      // A fault of either side surfaces where the unpacked bytes are read; the callback has nothing to add.
      yield* pipeline(whole, createGunzip(), () => {}) as AsyncIterable<Buffer>;
    } else {
      yield* whole;
    }
  } finally {
    // The file is closed, also where nobody wanted more than the head.
    await bytes.return(undefined);
  }
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a directory";
  if (code === "EACCES") return "it may not be read";
  if (code === "Z_BUF_ERROR") return "its gzip packing is cut short";
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA")
    return "its text is of no one encoding (UTF-8 and others are mixed, or it is cut off); save it as UTF-8";
  if (code?.startsWith("Z_")) return `its gzip packing is damaged (${message})`;
  return message;
}
