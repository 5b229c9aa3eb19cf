import { Fault } from "../../line/faults.ts";
import { type Range, touches } from "./detail-versions.ts";
import type { KnownPiece, WrittenPiece } from "./row-pieces.ts";

/** Rows of one range, in memory for as long as they are kept or somebody takes them. */
export interface KeptPiece extends WrittenPiece {
  readonly operation: number;
  readonly range: Range;
  readonly key: string;
  /** Answers that have it still to send. */
  answers: number;
  isKept: boolean;
}

/** How much memory rows may take, bytes. */
export interface RowMemory {
  /** Of what is kept for the next who asks. */
  readonly kept: number;
  /** With what answers have still to send: above it nothing more is begun. */
  readonly inAll: number;
  /** Answers that are written at the same time: they come on top. */
  readonly written: number;
}

/**
 * Rows that were written once, kept until they change or others need the room: the least recently asked for goes
 * first. What several answers send is in memory once.
 */
export class KeptRows {
  readonly #memory: RowMemory;
  /** The least recently asked for first. */
  readonly #pieces = new Map<string, KeptPiece>();
  readonly #waiting = new Set<() => void>();
  #keptBytes = 0;
  #bytes = 0;
  #erasures = 0;
  #begun = 0;

  constructor(memory: RowMemory) {
    this.#memory = memory;
  }

  /** Bytes in memory: kept, or in an answer that was not taken whole. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Grows when rows are dropped because they hold what nobody may read any more. */
  get erasures(): number {
    return this.#erasures;
  }

  /** Waits until there is room to write another answer; then `end`. Faults: `query-stopped` once `signal` says so. */
  async begin(signal: AbortSignal): Promise<void> {
    while (!this.#hasRoom && !signal.aborted)
      await new Promise<void>((resolve) => {
        const goOn = () => {
          this.#waiting.delete(goOn);
          signal.removeEventListener("abort", goOn);
          resolve();
        };
        this.#waiting.add(goOn);
        signal.addEventListener("abort", goOn, { once: true });
      });
    if (signal.aborted) throw new Fault("query-stopped");
    this.#begun++;
  }

  /** An answer is written, or will not be. */
  end(): void {
    this.#begun--;
    this.#wake();
  }

  /** What is kept under each key, for an answer that `letGo` must be called for, piece by piece. */
  take(keys: readonly string[]): (KeptPiece | null)[] {
    return keys.map((key) => {
      const piece = this.#pieces.get(key);
      if (!piece) return null;
      this.#pieces.delete(key);
      this.#pieces.set(key, piece);
      piece.answers++;
      return piece;
    });
  }

  /** Takes a piece in that was just written, for one answer; it is kept for others where `keep` says so. */
  add(
    written: WrittenPiece,
    of: { readonly operation: number; readonly range: Range; readonly key: string; readonly keep: boolean },
  ): KeptPiece {
    const { operation, range, key, keep } = of;
    const piece: KeptPiece = { ...written, operation, range, key, answers: 1, isKept: false };
    this.#bytes += sizeOf(piece);
    if (keep && !isOlder(piece, this.#pieces.get(key))) this.#keep(piece);
    return piece;
  }

  /** An answer has sent the piece, or will not. */
  letGo(piece: KeptPiece): void {
    piece.answers--;
    this.#forgetUnused(piece);
  }

  /** Drops what is kept of these hours (UTC, since 1970), and what is being written now. */
  erase(operation: number, hours: ReadonlySet<number>): void {
    if (hours.size === 0) return;
    this.#erasures++;
    for (const piece of this.#pieces.values())
      if (piece.operation === operation && touches(piece.range, hours)) this.#drop(piece);
  }

  #keep(piece: KeptPiece): void {
    const before = this.#pieces.get(piece.key);
    if (before) this.#drop(before);
    piece.isKept = true;
    this.#pieces.set(piece.key, piece);
    this.#keptBytes += sizeOf(piece);
    for (const oldest of this.#pieces.values()) {
      if (this.#keptBytes <= this.#memory.kept) return;
      this.#drop(oldest);
    }
  }

  #drop(piece: KeptPiece): void {
    piece.isKept = false;
    this.#pieces.delete(piece.key);
    this.#keptBytes -= sizeOf(piece);
    this.#forgetUnused(piece);
  }

  #forgetUnused(piece: KeptPiece): void {
    if (piece.isKept || piece.answers > 0) return;
    this.#bytes -= sizeOf(piece);
    this.#wake();
  }

  get #hasRoom(): boolean {
    return this.#bytes < this.#memory.inAll && this.#begun < this.#memory.written;
  }

  #wake(): void {
    if (this.#waiting.size > 0 && this.#hasRoom) for (const goOn of this.#waiting) goOn();
  }
}

/** Versions of a range only grow: what somebody read before comes too late. */
function isOlder(piece: KnownPiece, kept: KnownPiece | undefined): boolean {
  return kept !== undefined && Number(piece.version) < Number(kept.version);
}

function sizeOf({ bytes }: KnownPiece): number {
  return bytes + PIECE_BYTES;
}

/** About what a piece costs besides its text. */
const PIECE_BYTES = 512;
