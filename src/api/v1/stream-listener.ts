import type { ServerResponse } from "node:http";

/** One who listens to a stream. Who reads too slowly is let go: nothing is kept for him beyond a bound. */
export class Listener {
  readonly #response: ServerResponse;
  /** Whether numbers are told whole. */
  readonly numbers: boolean;
  /** Whether he has what there was when he came, and is told what changes. */
  isReady = false;

  constructor(response: ServerResponse, numbers: boolean) {
    this.#response = response;
    this.numbers = numbers;
  }

  begin(): void {
    this.#response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      // Proxies that gather answers would keep events from who waits for them.
      "x-accel-buffering": "no",
    });
    this.#write(`retry: ${COME_AGAIN_MS}\n\n`);
  }

  /** `data` is JSON in one line; with an `id`, who comes again goes on after it. */
  send(event: string, data: string, id?: number): void {
    this.#write(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`);
  }

  /** Something that says nothing, so that neither side takes the other for gone. */
  beat(): void {
    this.#write(": \n\n");
  }

  /** Whether nobody is there any more. */
  get gone(): boolean {
    return this.#response.destroyed || this.#response.writableEnded;
  }

  /** Fulfilled when little of what was sent is unread; who does not read is let go. */
  async hasRead(): Promise<void> {
    if (this.gone || !this.#response.writableNeedDrain) return;
    const late = setTimeout(() => this.#response.destroy(), READ_WITHIN_MS).unref();
    await new Promise<void>((resolve) => {
      this.#response.once("drain", resolve).once("close", resolve);
    });
    clearTimeout(late);
  }

  end(): void {
    this.#response.end();
  }

  #write(text: string): void {
    if (this.gone) return;
    this.#response.write(text);
    if (this.#response.writableLength > MAX_UNREAD_BYTES) this.#response.destroy();
  }
}

/** What may wait for a slow reader: more than one event may have. */
const MAX_UNREAD_BYTES = 2 * 1024 * 1024;
const READ_WITHIN_MS = 10_000;
const COME_AGAIN_MS = 2_000;
