import { LRUCache } from "lru-cache";
import type { Answer } from "./answer.ts";

/**
 * Answers kept as bytes for as long as the counts they were made from stand. A version is read before the query, so
 * an answer may be newer than its version but never older; it is given out only while the version is the same.
 * Requests for the same answer at the same version share one query. Least recently asked goes first when the bytes
 * kept exceed `maxBytes`.
 */
export class AnswerCache {
  readonly #entries: LRUCache<string, Entry>;

  constructor(maxBytes: number) {
    this.#entries = new LRUCache({ maxSize: maxBytes });
  }

  /** The answer under `key` as of `version`: kept, under way, or made now by `make`. A failed one is not kept. */
  get(key: string, version: number, make: () => Promise<Answer>): Answer | Promise<Answer> {
    const kept = this.#entries.get(key);
    if (kept?.version === version) return kept.answer;
    const answer = make();
    const entry = { version, answer };
    this.#entries.set(key, entry, { size: ENTRY_BYTES });
    const isKept = () => this.#entries.peek(key) === entry;
    answer.then(
      (made) => {
        const size = ENTRY_BYTES + made.body.byteLength;
        if (isKept()) this.#entries.set(key, { version, answer: made }, { size });
      },
      () => {
        if (isKept()) this.#entries.delete(key);
      },
    );
    return answer;
  }

  /** Bytes kept, with what an entry costs besides its body. */
  get bytes(): number {
    return this.#entries.calculatedSize;
  }
}

interface Entry {
  readonly version: number;
  readonly answer: Answer | Promise<Answer>;
}

/** About what key, entry and map cost; also bounds how many queries under way are remembered. */
const ENTRY_BYTES = 512;
