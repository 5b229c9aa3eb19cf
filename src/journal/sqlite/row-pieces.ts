import type { DatabaseSync } from "node:sqlite";
import type { RowFormat, RowLimits, RowsWanted, RowWriter } from "../report-rows.ts";
import { DetailVersions } from "./detail-versions.ts";
import { RowSource } from "./row-source.ts";
import { atOneMoment } from "./transaction.ts";

/** What somebody has of the rows of one range. */
export interface KnownPiece {
  /** As of which they are good; `null`: nobody can say, and they are good for one answer. */
  readonly version: number | null;
  readonly rows: number;
  /** Of all chunks together. */
  readonly bytes: number;
}

/** The rows of one range as text in UTF-8, each with a comma before it. */
export interface WrittenPiece extends KnownPiece {
  readonly chunks: readonly Uint8Array<ArrayBuffer>[];
}

/** Of each range its rows, or `null` where they are as they were known. */
export type WrittenPieces = "too-many-rows" | "too-many-bytes" | readonly (WrittenPiece | null)[];

/**
 * Writes the rows range by range as they are at one moment, where they are not known as they are: nothing of the
 * journal is held while somebody takes them slowly. What limit they exceed, otherwise, and then they are not written
 * to their end. `known` goes by the order of the ranges.
 */
export async function writePieces(
  database: DatabaseSync,
  operation: number,
  wanted: RowsWanted,
  format: RowFormat,
  limits: RowLimits,
  known: readonly (KnownPiece | null)[],
): Promise<WrittenPieces> {
  const { writerOf } = (await import(format.module)) as {
    writerOf: (options: unknown) => RowWriter<unknown>;
  };
  const write = writerOf(format.options);
  return atOneMoment(database, () => {
    const versions =
      wanted.of === "treated-calls" ? new DetailVersions(database).of(operation, wanted.ranges) : null;
    const source = new RowSource(database, operation, wanted);
    const pieces: (WrittenPiece | null)[] = [];
    // The comma before the first row is not sent.
    let [rows, bytes] = [0, -1];
    for (const [n, range] of wanted.ranges.entries()) {
      const version = versions?.[n] ?? null;
      const had = known[n] ?? null;
      const piece =
        had && version !== null && had.version === version
          ? null
          : // One more than allowed, to learn that there are more.
            pieceOf(source.rows(range, limits.rows - rows + 1), write, version);
      pieces.push(piece);
      rows += (piece ?? had!).rows;
      bytes += (piece ?? had!).bytes;
      if (rows > limits.rows) return "too-many-rows";
      if (bytes > limits.bytes) return "too-many-bytes";
    }
    return pieces;
  });
}

const encoder = new TextEncoder();

function pieceOf(rows: readonly unknown[], write: RowWriter<unknown>, version: number | null): WrittenPiece {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let [bytes, text] = [0, ""];
  const cut = () => {
    const chunk = encoder.encode(text);
    text = "";
    bytes += chunk.byteLength;
    if (chunk.byteLength > 0) chunks.push(chunk);
  };
  for (const row of rows) {
    text += `,${write(row)}`;
    if (text.length >= CHUNK_CHARACTERS) cut();
  }
  cut();
  return { version, rows: rows.length, bytes, chunks };
}

const CHUNK_CHARACTERS = 256 * 1024;
