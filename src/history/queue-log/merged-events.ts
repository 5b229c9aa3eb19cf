import type { QueueEvent } from "./queue-events.ts";
import type { UnreadableLine } from "./queue-log-file.ts";

type Piece = readonly (QueueEvent | UnreadableLine)[];

/** A file of a log, opened when it is asked for its pieces. */
export interface LogFile {
  /** When its first event happened, epoch ms. */
  readonly begins: number;
  readonly pieces: () => AsyncIterable<Piece>;
}

/**
 * The events of several files as those of one log: in order of time from file to file, each file's own in its own order. `files` come in the order
 * in which they begin; of a log that was cut into them one is open at a time, of logs beside one another each.
 */
export async function* mergedEvents(files: readonly LogFile[]): AsyncGenerator<Piece> {
  const closed = [...files];
  let open: OpenFile[] = [];
  try {
    for (;;) {
      const first = open.reduce<OpenFile | null>(
        (least, one) => (least && least.at <= one.at ? least : one),
        null,
      );
      const next = closed[0];
      if (next && (!first || next.begins < first.at)) {
        closed.shift();
        const file = new OpenFile(next.pieces());
        if (await file.read()) open.push(file);
        continue;
      }
      if (!first) return;
      const others = open.filter((one) => one !== first).map(({ at }) => at);
      yield first.takeUntil(Math.min(...others, next?.begins ?? Number.POSITIVE_INFINITY));
      if (first.isEmpty && !(await first.read())) open = open.filter((one) => one !== first);
    }
  } finally {
    // Where nobody wants the rest, or one of them cannot be read.
    for (const one of open) await one.close();
  }
}

class OpenFile {
  readonly #pieces: AsyncIterator<Piece>;
  #piece: Piece = [];
  #next = 0;

  constructor(pieces: AsyncIterable<Piece>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** Reads on where nothing is left to take; false at the end of the file. */
  async read(): Promise<boolean> {
    this.#next = 0;
    do {
      const { done, value } = await this.#pieces.next();
      if (done) return false;
      this.#piece = value;
    } while (this.#piece.length === 0);
    return true;
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  get isEmpty(): boolean {
    return this.#next >= this.#piece.length;
  }

  /**
   * When the next event happened. One that is later than the one after it stands where that does: a clock that was
   * wrong once stops no file, unless that is the last of what was read.
   */
  get at(): number {
    return Math.min(momentOf(this.#piece[this.#next]!), momentOf(this.#piece[this.#next + 1]));
  }

  /** Takes events that happened up to a moment, one at least. */
  takeUntil(until: number): Piece {
    const from = this.#next;
    do this.#next++;
    while (!this.isEmpty && this.at <= until);
    return this.#piece.slice(from, this.#next);
  }
}

/** What says nothing of its time goes with what stands before it. */
function momentOf(event: QueueEvent | UnreadableLine | undefined): number {
  if (!event) return Number.POSITIVE_INFINITY;
  return event.type === "unreadable" ? Number.NEGATIVE_INFINITY : event.at;
}
