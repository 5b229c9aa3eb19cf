import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { csvLine } from "../../reports/table.ts";
import { orUnwritable } from "../output-file.ts";

/**
 * A CSV that is written row by row. It has another name until it is whole, so that a program that is killed leaves nothing that
 * looks like one. Faults: `output-unwritable`.
 */
export class CsvFile {
  readonly #file: string;
  readonly #handle: number;
  #lines: string[] = [];

  constructor(file: string, columns: readonly string[]) {
    this.#file = file;
    this.#handle = orUnwritable(this.#file, () => openSync(this.#unfinished, "w"));
    this.row(columns);
  }

  row(cells: readonly (string | number | null)[]): void {
    this.#lines.push(`${csvLine(cells)}\n`);
    if (this.#lines.length >= LINES_AT_ONCE) this.#write();
  }

  /** Ends the file and gives it its name. */
  finish(): void {
    this.#write();
    orUnwritable(this.#file, () => {
      closeSync(this.#handle);
      renameSync(this.#unfinished, this.#file);
    });
  }

  /** Takes it away: what it was to hold could not be found out. */
  abandon(): void {
    closeSync(this.#handle);
    rmSync(this.#unfinished, { force: true });
  }

  get #unfinished(): string {
    return `${this.#file}.unfinished`;
  }

  #write(): void {
    const text = this.#lines.join("");
    this.#lines = [];
    orUnwritable(this.#file, () => writeSync(this.#handle, text));
  }
}

const LINES_AT_ONCE = 1_000;
