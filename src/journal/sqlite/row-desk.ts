import type { DatabaseSync } from "node:sqlite";
import type { RowFormat, RowLimits, RowsWanted } from "../report-rows.ts";
import { type Spool, spool } from "./row-spool.ts";

/** What came of writing rows, and the first chunk of them. */
export type Begun =
  | { readonly outcome: "too-many-rows" | "too-many-bytes" }
  | {
      readonly outcome: "written";
      readonly rows: number;
      readonly bytes: number;
      readonly chunks: number;
      readonly first: Uint8Array<ArrayBuffer> | null;
    };

/** Writes the rows of one report at a time and gives them out chunk by chunk; what is given out is kept no more. */
export class RowDesk {
  readonly #database: DatabaseSync;
  #chunks: Spool["chunks"] = [];

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  async writeRows(
    operation: number,
    wanted: RowsWanted,
    format: RowFormat,
    limits: RowLimits,
  ): Promise<Begun> {
    const spooled = await spool(this.#database, operation, wanted, format, limits);
    if (typeof spooled === "string") return { outcome: spooled };
    const { rows, bytes } = spooled;
    this.#chunks = spooled.chunks;
    return { outcome: "written", rows, bytes, chunks: this.#chunks.length, first: this.nextRows() };
  }

  nextRows(): Uint8Array<ArrayBuffer> | null {
    return this.#chunks.shift() ?? null;
  }

  dropRows(): void {
    this.#chunks = [];
  }
}
