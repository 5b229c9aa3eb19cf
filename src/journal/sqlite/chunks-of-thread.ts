import { Fault } from "../../line/faults.ts";
import type { ReaderThread } from "./reader-thread.ts";

/**
 * Rows that a thread wrote. Each chunk is asked for when the one before was taken; with the last the thread is free.
 * Parked, all that is left is asked for at once. Whatever is asked of it is done in turn.
 */
export class ChunksOfThread implements AsyncIterator<Uint8Array, undefined> {
  readonly #thread: ReaderThread;
  readonly #here: Uint8Array[];
  /** Chunks that the thread has still. */
  #there: number;
  #free: (() => void) | null;
  #tell: (bytes: number) => void = () => {};
  /** Why what is left cannot be had. */
  #lost: Error | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  /** `free` is called once, when the thread has nothing more of these rows; not where `count` is 1 or less. */
  constructor(thread: ReaderThread, first: Uint8Array | null, count: number, free: () => void) {
    this.#thread = thread;
    this.#here = first ? [first] : [];
    this.#there = Math.max(0, count - 1);
    this.#free = this.#there > 0 ? free : null;
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    return this.#inTurn(async () => {
      const chunk = this.#here.shift();
      if (chunk) {
        this.#tell(-chunk.byteLength);
        return { done: false, value: chunk };
      }
      if (this.#lost) throw this.#lost;
      return this.#there > 0 ? { done: false, value: await this.#fetch() } : { done: true, value: undefined };
    });
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    return this.#inTurn(async () => {
      for (const chunk of this.#here.splice(0)) this.#tell(-chunk.byteLength);
      try {
        if (this.#there > 0) await this.#thread.ask({ query: "dropRows", parameters: [] });
      } finally {
        this.#letGo();
      }
      return { done: true, value: undefined };
    });
  }

  /** Never fails: who takes the rows learns it. `tell` is told of bytes that come to wait here, and that go again. */
  park(tell: (bytes: number) => void): Promise<void> {
    return this.#inTurn(async () => {
      this.#tell = tell;
      for (const chunk of this.#here) tell(chunk.byteLength);
      try {
        while (this.#there > 0) {
          const chunk = await this.#fetch();
          this.#here.push(chunk);
          tell(chunk.byteLength);
        }
      } catch (error) {
        this.#lost = error as Error;
      }
    });
  }

  async #fetch(): Promise<Uint8Array> {
    try {
      const chunk = (await this.#thread.ask({ query: "nextRows", parameters: [] })) as Uint8Array | null;
      // Another thread took its place, and knows nothing of these rows.
      if (!chunk) throw new Fault("reader-stopped", { problem: "rows lost" });
      if (--this.#there === 0) this.#letGo();
      return chunk;
    } catch (error) {
      this.#letGo();
      throw error;
    }
  }

  #letGo(): void {
    this.#there = 0;
    this.#free?.();
    this.#free = null;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}
