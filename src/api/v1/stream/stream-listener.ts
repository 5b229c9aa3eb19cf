import type { ServerResponse } from "node:http";

/** An event of the stream as it goes out. `data` is JSON in one line; with an `id`, who comes again goes on after it. */
export function eventOf(event: string, data: string, id?: number): Buffer {
  return Buffer.from(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`);
}

/** One who listens to a stream. Who reads too slowly is let go: nothing is kept for him beyond a bound. */
export class Listener {
  readonly #response: ServerResponse;
  readonly #mayListen: () => boolean;
  /** Whether numbers are told whole. */
  readonly numbers: boolean;
  /** Whether he has what there was when he came, and is told what changes. */
  isReady = false;

  /** `mayListen`: whether he still may; asked before he is told anything. */
  constructor(
    response: ServerResponse,
    given: { readonly numbers: boolean; readonly mayListen: () => boolean },
  ) {
    this.#response = response;
    this.numbers = given.numbers;
    this.#mayListen = given.mayListen;
  }

  begin(): void {
    this.#response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      // Proxies that gather answers would keep events from who waits for them.
      "x-accel-buffering": "no",
    });
    this.#write(RETRY);
  }

  /** What many are told is the same bytes for all, so that those who read slowly share what waits for them. */
  send(event: Buffer): void {
    this.#write(event);
  }

  /** Something that says nothing, so that neither side takes the other for gone. */
  beat(): void {
    this.#write(NOTHING);
  }

  /** Whether he is there, and may listen; who no longer may is sent away. */
  isHere(): boolean {
    if (this.#isGone()) return false;
    if (this.#mayListen()) return true;
    this.end();
    return false;
  }

  /** Fulfilled when little of what was sent is unread; who does not read is let go. */
  async hasRead(): Promise<void> {
    if (this.#isGone() || !this.#response.writableNeedDrain) return;
    const late = setTimeout(() => this.#response.destroy(), READ_WITHIN_MS).unref();
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#response.off("drain", done).off("close", done);
        resolve();
      };
      this.#response.on("drain", done).on("close", done);
    });
    clearTimeout(late);
  }

  end(): void {
    this.#response.end();
  }

  #isGone(): boolean {
    return this.#response.destroyed || this.#response.writableEnded;
  }

  #write(bytes: Buffer): void {
    if (this.#isGone()) return;
    this.#response.write(bytes);
    if (this.#response.writableLength > MAX_UNREAD_BYTES) this.#response.destroy();
  }
}

/** What may wait for a slow reader: more than one event may have. */
const MAX_UNREAD_BYTES = 2 * 1024 * 1024;
const READ_WITHIN_MS = 10_000;
/** When he is to come again after he was cut off. */
const RETRY = Buffer.from("retry: 2000\n\n");
const NOTHING = Buffer.from(": \n\n");
