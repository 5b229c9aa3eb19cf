/** What a terminal is, as far as progress needs it: `process.stderr`. */
interface ProgressTerminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/**
 * One line that says how far something is, written over itself; nothing where nobody looks on, since a file or another
 * program would keep every state of it.
 */
export class ProgressLine {
  readonly #terminal: ProgressTerminal;
  #shown = false;

  constructor(terminal: ProgressTerminal = process.stderr) {
    this.#terminal = terminal;
  }

  show(text: string): void {
    if (!this.#terminal.isTTY) return;
    // A longer one would be broken, and only its last part written over.
    this.#terminal.write(`${TO_BEGINNING}${text.slice(0, (this.#terminal.columns ?? 80) - 1)}`);
    this.#shown = true;
  }

  /** Takes the line away, before something else is printed. */
  clear(): void {
    if (this.#shown) this.#terminal.write(TO_BEGINNING);
    this.#shown = false;
  }
}

/** Back to the beginning of the line, which is emptied. */
const TO_BEGINNING = "\r\u001b[K";
