import { Readable } from "node:stream";

/**
 * The body of an answer whose rows are taken chunk by chunk as the client takes them, between what stands before and
 * after them. Whoever destroys it, read or not, lets go of the rows.
 */
export class RowsBody extends Readable {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #tail: Buffer;
  #head: Buffer | null;

  constructor(head: Buffer, chunks: AsyncIterable<Uint8Array>, tail: Buffer) {
    super({ highWaterMark: 256 * 1024 });
    this.#head = head;
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#tail = tail;
  }

  override _read(): void {
    const head = this.#head;
    this.#head = null;
    if (head) this.push(head);
    else void this.#takeChunk();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    void this.#letGo(error, callback);
  }

  async #takeChunk(): Promise<void> {
    try {
      const { done, value } = await this.#chunks.next();
      this.push(done ? this.#tail : value);
      if (done) this.push(null);
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  async #letGo(error: Error | null, callback: (error: Error | null) => void): Promise<void> {
    try {
      await this.#chunks.return?.();
    } catch {
      // They are gone already, and nobody waits for them.
    }
    callback(error);
  }
}
