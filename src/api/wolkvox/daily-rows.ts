import { LRUCache } from "lru-cache";
import type { ReadModels } from "../../journal/port/questions.ts";
import type { RowLimits, RowsWanted, RowText, WrittenRows } from "../../journal/rows/report-rows.ts";
import { type RowMemory, SentRows } from "./sent-rows.ts";

/** Rows of a whole range as text. `release` must be called once it is sent, or will not be. */
export interface RowsOfRange extends RowText {
  readonly release: () => void;
}

interface KeptDay {
  readonly version: number;
  readonly text: RowText;
}

/**
 * Rows of reports as text, written UTC day by UTC day. Days of treated calls are kept until something about a call of
 * theirs changes; the least recently asked for goes first. A version is read before its rows are, so that rows may be
 * newer than their version but never older.
 */
export class DailyRows {
  readonly #readModels: Pick<ReadModels, "writeRows" | "rowsVersion">;
  readonly #kept: LRUCache<string, KeptDay>;
  readonly #sent: SentRows;

  constructor(readModels: Pick<ReadModels, "writeRows" | "rowsVersion">, memory: RowMemory = ROW_MEMORY) {
    this.#readModels = readModels;
    this.#kept = new LRUCache({
      maxSize: memory.kept,
      sizeCalculation: ({ text }) => text.bytes + DAY_BYTES,
      // So long may a number that was erased stay in memory, where nobody asks for its day.
      ttl: memory.keptMs,
      ttlAutopurge: true,
    });
    this.#sent = new SentRows(memory);
  }

  /** Faults: `query-stopped` once `signal` says so. */
  async write(
    operation: number,
    wanted: RowsWanted,
    limits: RowLimits,
    signal: AbortSignal,
  ): Promise<RowsOfRange | Exclude<WrittenRows, RowText>> {
    await this.#sent.begin(signal);
    try {
      const days: RowText[] = [];
      let [rows, bytes] = [0, 0];
      for (const day of daysOf(wanted)) {
        const left = { rows: limits.rows - rows, bytes: limits.bytes - bytes };
        const written = await this.#writeDay(operation, { ...wanted, ...day }, left, signal);
        if (typeof written === "string") return written;
        if (written.rows === 0) continue;
        // A comma before each day but the first.
        if (days.length > 0) bytes++;
        days.push(written);
        rows += written.rows;
        bytes += written.bytes;
        if (rows > limits.rows) return "too-many-rows";
        if (bytes > limits.bytes) return "too-many-bytes";
      }
      const chunks = days.flatMap(({ chunks }, n) => (n === 0 ? chunks : [COMMA, ...chunks]));
      return { rows, bytes, chunks, release: this.#sent.hold(days) };
    } finally {
      this.#sent.end();
    }
  }

  /** Bytes in memory: kept, or being sent. */
  get bytes(): number {
    return this.#kept.calculatedSize + this.#sent.bytes;
  }

  async #writeDay(
    operation: number,
    wanted: RowsWanted,
    limits: RowLimits,
    signal: AbortSignal,
  ): Promise<WrittenRows> {
    if (wanted.of !== "treated-calls") return this.#readModels.writeRows(operation, wanted, limits, signal);
    const { from, to, format } = wanted;
    const key = `${operation} ${from} ${to} ${format.timeZone} ${format.masksNumbers}`;
    const version = await this.#readModels.rowsVersion(operation, from, to);
    const kept = this.#kept.get(key);
    if (kept?.version === version) return kept.text;
    const text = await this.#readModels.writeRows(operation, wanted, limits, signal);
    if (typeof text !== "string") this.#kept.set(key, { version, text });
    return text;
  }
}

function* daysOf({ from, to }: RowsWanted): Generator<{ from: number; to: number }> {
  for (let at = from; at < to; ) {
    const end = Math.min(to, (Math.floor(at / DAY_MS) + 1) * DAY_MS);
    yield { from: at, to: end };
    at = end;
  }
}

const COMMA = new TextEncoder().encode(",");
const DAY_MS = 86_400_000;
/** About what a kept day costs besides its text. */
const DAY_BYTES = 512;
const MEBIBYTE = 1024 * 1024;
const ROW_MEMORY: RowMemory = {
  kept: 64 * MEBIBYTE,
  keptMs: 3_600_000,
  sent: 128 * MEBIBYTE,
  written: 4,
};
