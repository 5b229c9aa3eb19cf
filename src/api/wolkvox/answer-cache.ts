import type { Answer } from "./answer.ts";

/**
 * Answers kept as bytes for as long as the counts they were made from stand. A version is read before the query, so
 * an answer may be newer than its version but never older; it is given out only while the version is the same.
 * Requests for the same answer at the same version share one query. Least recently asked goes first when the bytes
 * kept exceed `maxBytes`.
 */
export class AnswerCache {
  readonly #entries = new Map<string, Entry>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The answer under `key` as of `version`: kept, under way, or made now by `make`. A failed one is not kept. */
  get(key: string, version: number, make: () => Promise<Answer>): Answer | Promise<Answer> {
    const kept = this.#entries.get(key);
    if (kept) {
      this.#entries.delete(key);
      if (kept.version === version) {
        this.#entries.set(key, kept);
        return kept.answer;
      }
      this.#bytes -= kept.bytes;
    }
    const answer = make();
    const entry: Entry = { version, answer, bytes: ENTRY_BYTES };
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
    this.#dropExcess();
    answer.then(
      (made) => {
        entry.answer = made;
        if (this.#entries.get(key) !== entry) return;
        entry.bytes += made.body.byteLength;
        this.#bytes += made.body.byteLength;
        this.#dropExcess();
      },
      () => {
        if (this.#entries.get(key) !== entry) return;
        this.#entries.delete(key);
        this.#bytes -= entry.bytes;
      },
    );
    return answer;
  }

  /** Bytes kept, with what an entry costs besides its body. */
  get bytes(): number {
    return this.#bytes;
  }

  #dropExcess(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#entries.delete(key);
      this.#bytes -= entry.bytes;
    }
  }
}

interface Entry {
  readonly version: number;
  answer: Answer | Promise<Answer>;
  bytes: number;
}

/** About what key, entry and map cost; also bounds how many queries under way are remembered. */
const ENTRY_BYTES = 512;
