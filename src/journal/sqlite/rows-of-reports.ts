import type { RowFormat, RowLimits, RowsWanted, WrittenRows } from "../report-rows.ts";
import { type KeptPiece, KeptRows, type RowMemory } from "./kept-rows.ts";
import { MOST_THREADS } from "./report-threads.ts";
import type { KnownPiece, WrittenPieces } from "./row-pieces.ts";

/** Writes rows, where they are not as they were known; see `writePieces`. */
export type PieceWriter = (
  asked: [number, RowsWanted, RowFormat, RowLimits, readonly (KnownPiece | null)[]],
  signal: AbortSignal,
) => Promise<WrittenPieces>;

/**
 * Rows of reports as text. Those of treated calls are kept, range by range and for each format, and are written anew
 * only where something about them changed.
 */
export class RowsOfReports {
  readonly #write: PieceWriter;
  readonly #kept: KeptRows;

  constructor(write: PieceWriter, memory: RowMemory = ROW_MEMORY) {
    this.#write = write;
    this.#kept = new KeptRows(memory);
  }

  /** Faults: those of the writer, and `query-stopped` once `signal` says so. */
  async rows(
    operation: number,
    wanted: RowsWanted,
    format: RowFormat,
    limits: RowLimits,
    signal: AbortSignal,
  ): Promise<WrittenRows> {
    await this.#kept.begin(signal);
    const series = `${operation} ${wanted.of} ${format.module} ${JSON.stringify(format.options)}`;
    const keys = wanted.ranges.map(({ from, to }) => `${series} ${from} ${to}`);
    const had = wanted.of === "treated-calls" ? this.#kept.take(keys) : keys.map(() => null);
    const pieces: KeptPiece[] = [];
    try {
      const { erasures } = this.#kept;
      const known = had.map(
        (piece) => piece && { version: piece.version, rows: piece.rows, bytes: piece.bytes },
      );
      const written = await this.#write([operation, wanted, format, limits, known], signal);
      if (typeof written === "string") return { outcome: written };
      const isKeepable = erasures === this.#kept.erasures;
      for (const [n, range] of wanted.ranges.entries()) {
        const fresh = written[n] ?? null;
        const keep = isKeepable && fresh?.version !== null;
        if (fresh) pieces.push(this.#kept.add(fresh, { operation, range, key: keys[n]!, keep }));
        else {
          pieces.push(had[n]!);
          had[n] = null;
        }
      }
    } finally {
      this.#kept.end();
      for (const piece of had) if (piece) this.#kept.letGo(piece);
    }
    const rows = pieces.reduce((sum, piece) => sum + piece.rows, 0);
    const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
    const chunks = new ChunksOfPieces(pieces, this.#kept);
    // Of an empty answer nobody takes anything: an empty piece counts for its own cost nevertheless.
    if (rows === 0) await chunks.return();
    return { outcome: "written", rows, bytes: Math.max(0, bytes - 1), chunks };
  }

  /** Bytes in memory: kept, or in an answer that was not taken whole. */
  get bytes(): number {
    return this.#kept.bytes;
  }

  /** Drops what is kept of calls that arrived in these hours, because a number must be found nowhere any more. */
  erase(operation: number, hours: ReadonlySet<number>): void {
    this.#kept.erase(operation, hours);
  }
}

/** The text of an answer, piece by piece; each is let go of when the next is asked for. */
class ChunksOfPieces implements AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array, undefined> {
  readonly #pieces: KeptPiece[];
  readonly #kept: KeptRows;
  #piece = 0;
  #chunk = 0;
  #isFirst = true;

  constructor(pieces: KeptPiece[], kept: KeptRows) {
    this.#pieces = pieces;
    this.#kept = kept;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    for (let piece = this.#pieces[this.#piece]; piece; piece = this.#pieces[this.#piece]) {
      const chunk = piece.chunks[this.#chunk++];
      if (chunk) {
        const value = this.#isFirst ? chunk.subarray(1) : chunk;
        this.#isFirst = false;
        return { done: false, value };
      }
      this.#chunk = 0;
      this.#piece++;
      this.#kept.letGo(piece);
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    for (const piece of this.#pieces.splice(this.#piece)) this.#kept.letGo(piece);
    return { done: true, value: undefined };
  }
}

const ROW_MEMORY: RowMemory = { kept: 64 * 1024 * 1024, inAll: 192 * 1024 * 1024, written: MOST_THREADS };
