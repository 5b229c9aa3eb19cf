/**
 * The time of the operations, for another thread: one thread keeps writing it into shared memory, and the other reads it
 * without waiting. What is read is at most `EVERY_MS` old, or as old as the writing thread is late.
 */
export class PublishedTime {
  /** For the thread that reads. */
  readonly memory = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  readonly #timer: NodeJS.Timeout;

  /** `now`: epoch ms. */
  constructor(now: () => number) {
    const cell = new Float64Array(this.memory);
    const publish = () => {
      cell[0] = now();
    };
    publish();
    this.#timer = setInterval(publish, EVERY_MS);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

/** Reads what another thread publishes, epoch ms. */
export function publishedNow(memory: SharedArrayBuffer): () => number {
  const cell = new Float64Array(memory);
  return () => cell[0]!;
}

const EVERY_MS = 20;
