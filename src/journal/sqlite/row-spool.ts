import type { DatabaseSync } from "node:sqlite";
import type { RowFormat, RowLimits, RowsWanted, RowWriter } from "../report-rows.ts";
import { rowsOf } from "./row-source.ts";
import { atOneMoment } from "./transaction.ts";

/** Text of rows, cut into chunks. */
export interface Spool {
  readonly rows: number;
  readonly bytes: number;
  /** In order; taken out as they are given away. */
  readonly chunks: Uint8Array<ArrayBuffer>[];
}

/**
 * Writes the rows as they are at one moment, as text in UTF-8, separated by commas: nothing of the journal is held
 * while somebody takes them slowly. What limit they exceed, otherwise, and then they are not written to their end.
 */
export async function spool(
  database: DatabaseSync,
  operation: number,
  wanted: RowsWanted,
  format: RowFormat,
  limits: RowLimits,
): Promise<Spool | "too-many-rows" | "too-many-bytes"> {
  const { writerOf } = (await import(format.module)) as {
    writerOf: (options: unknown) => RowWriter<unknown>;
  };
  const write = writerOf(format.options);
  return atOneMoment(database, () => {
    const encoder = new TextEncoder();
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let [rows, bytes, text] = [0, 0, ""];
    const cut = () => {
      const chunk = encoder.encode(text);
      text = "";
      bytes += chunk.byteLength;
      if (chunk.byteLength > 0) chunks.push(chunk);
    };
    // One more than allowed, to learn that there are more.
    for (const piece of rowsOf(database, operation, wanted, limits.rows + 1)) {
      rows += piece.length;
      if (rows > limits.rows) return "too-many-rows";
      for (const row of piece) {
        text = bytes === 0 && text === "" ? write(row) : `${text},${write(row)}`;
        if (text.length >= CHUNK_CHARACTERS) cut();
        if (bytes > limits.bytes) return "too-many-bytes";
      }
    }
    cut();
    return bytes > limits.bytes ? "too-many-bytes" : { rows, bytes, chunks };
  });
}

const CHUNK_CHARACTERS = 256 * 1024;
