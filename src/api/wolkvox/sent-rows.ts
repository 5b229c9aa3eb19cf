import { Fault } from "../../faults/faults.ts";
import type { RowText } from "../../journal/rows/report-rows.ts";

/** How much memory rows may take. */
export interface RowMemory {
  /** Bytes that are kept for the next request, and for how long, ms. */
  readonly kept: number;
  readonly keptMs: number;
  /** Bytes that clients have still to take: above it nothing more is begun. */
  readonly sent: number;
  /** Answers that are written at the same time: they come on top. */
  readonly written: number;
}

/** The rows of answers that clients have still to take. What several answers send is in memory once, and counts once. */
export class SentRows {
  readonly #memory: Pick<RowMemory, "sent" | "written">;
  /** How many answers send each text. */
  readonly #answers = new Map<RowText, number>();
  readonly #waiting = new Set<() => void>();
  #bytes = 0;
  #begun = 0;

  constructor(memory: Pick<RowMemory, "sent" | "written">) {
    this.#memory = memory;
  }

  get bytes(): number {
    return this.#bytes;
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

  /** Counts the texts of an answer until what this returns is called, the first time. */
  hold(texts: readonly RowText[]): () => void {
    for (const text of texts) this.#count(text, 1);
    let held = texts;
    return () => {
      for (const text of held) this.#count(text, -1);
      held = [];
      this.#wake();
    };
  }

  #count(text: RowText, more: 1 | -1): void {
    const before = this.#answers.get(text) ?? 0;
    const answers = before + more;
    if (answers === 0) this.#answers.delete(text);
    else this.#answers.set(text, answers);
    if (before === 0 || answers === 0) this.#bytes += more * text.bytes;
  }

  get #hasRoom(): boolean {
    return this.#bytes < this.#memory.sent && this.#begun < this.#memory.written;
  }

  #wake(): void {
    if (this.#waiting.size > 0 && this.#hasRoom) for (const goOn of this.#waiting) goOn();
  }
}
