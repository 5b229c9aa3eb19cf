import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { Fault } from "../line/faults.ts";
import { csvLine } from "../reports/table.ts";

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
    this.#handle = this.#orFault(() => openSync(this.#unfinished, "w"));
    this.row(columns);
  }

  row(cells: readonly (string | number | null)[]): void {
    this.#lines.push(`${csvLine(cells)}\n`);
    if (this.#lines.length >= LINES_AT_ONCE) this.#write();
  }

  /** Ends the file and gives it its name. */
  finish(): void {
    this.#write();
    this.#orFault(() => {
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
    this.#orFault(() => writeSync(this.#handle, text));
  }

  #orFault<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new Fault(
        "output-unwritable",
        { file: this.#file, problem: code ?? String(error) },
        { cause: error },
      );
    }
  }
}

const LINES_AT_ONCE = 1_000;
