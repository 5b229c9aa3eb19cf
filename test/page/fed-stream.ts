import type { Page } from "playwright-core";

export interface StreamEvent {
  readonly event: string;
  readonly data: object;
}

/** In the page: the stream is a test's, all else is the server's. It is alive, by comments, until it is to fall silent. */
const TAKE_OVER = `{
  const { fetch } = window;
  window.streams = [];
  window.fetch = (input, init) => {
    if (!String(input).startsWith("/v1/stream")) return fetch(input, init);
    const stream = new TransformStream();
    const writer = stream.writable.getWriter();
    const send = (text) => void writer.write(new TextEncoder().encode(text)).catch(() => {});
    const beat = setInterval(send, 1000, ": here\\n\\n");
    const fallSilent = () => clearInterval(beat);
    const end = () => {
      fallSilent();
      void writer.close().catch(() => {});
    };
    init.signal.addEventListener("abort", () => {
      fallSilent();
      void writer.abort(init.signal.reason).catch(() => {});
    });
    window.streams.push({ send, fallSilent, end });
    void window.streamOpened();
    return Promise.resolve(new Response(stream.readable));
  };
}`;

/** The live stream of a page as a test says it, of which the newest is meant where the page came again. */
export class FedStream {
  readonly #page: Page;
  #opened = 0;
  #look = () => {};

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Before the page opens any address. */
  static async of(page: Page): Promise<FedStream> {
    const stream = new FedStream(page);
    await page.exposeFunction("streamOpened", () => {
      stream.#opened++;
      stream.#look();
    });
    await page.addInitScript(TAKE_OVER);
    return stream;
  }

  /** Fulfilled when the page has opened so many in all. */
  async opened(count: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#look = () => this.#opened >= count && resolve();
    this.#look();
    await promise;
  }

  /** What the page is sent, at once. */
  async send(events: readonly StreamEvent[]): Promise<void> {
    const text = events
      .map(({ event, data }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
      .join("");
    await this.#page.evaluate(`window.streams.at(-1).send(${JSON.stringify(text)})`);
  }

  /** As when the server ends it. */
  async end(): Promise<void> {
    await this.#page.evaluate("window.streams.at(-1).end()");
  }

  /** As when the connection went dead, and neither side knows. */
  async fallSilent(): Promise<void> {
    await this.#page.evaluate("window.streams.at(-1).fallSilent()");
  }
}
