import assert from "node:assert/strict";
import { get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";

export interface ToldEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: {
    skills?: { id: number; line: { callbacks: number } }[];
    callbacks?: { id: string; status: string; version: number; waits: string | null }[];
    silentSince?: string | null;
    skill?: number;
    ids?: string[];
    callers?: { id: string; arrivedAt: string; phase: string }[];
  };
}

/** A reader of the live stream, event by event. */
export class StreamClient {
  readonly #response: IncomingMessage;
  readonly #events: AsyncGenerator<ToldEvent>;
  readonly heard: ToldEvent[] = [];
  /** Signs of life that came between events. */
  readonly beats: { readonly at: string }[] = [];

  constructor(response: IncomingMessage) {
    this.#response = response;
    this.#events = this.#read();
  }

  static async open(
    api: FastifyInstance,
    token: string | null,
    headers: object = {},
    path = "/v1/stream",
  ): Promise<StreamClient> {
    const { port } = api.server.address() as AddressInfo;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const all = { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers };
      get({ port, path, headers: all, agent: false }, resolve).on("error", reject);
    });
    assert.equal(response.statusCode, 200);
    assert.match(String(response.headers["content-type"]), /^text\/event-stream/);
    return new StreamClient(response);
  }

  /** The next event that is wanted; those before it are passed over, and remembered. */
  async until(wanted: (told: ToldEvent) => boolean): Promise<ToldEvent> {
    for (;;) {
      const { value, done } = await this.#events.next();
      assert.ok(!done && value, "the stream ended");
      this.heard.push(value);
      if (wanted(value)) return value;
    }
  }

  /** Fulfilled when the server ends it, with what came until then in `heard`. */
  async ends(): Promise<void> {
    for await (const told of this.#events) this.heard.push(told);
  }

  leave(): void {
    this.#response.destroy();
  }

  async *#read(): AsyncGenerator<ToldEvent> {
    try {
      for await (const block of blocksOf(this.#response)) {
        const told = toldBy(block);
        if (told?.event === "beat") this.beats.push(told.data as unknown as { at: string });
        else if (told) yield told;
      }
    } catch {
      // Cut off: the end.
    }
  }
}

/** What an event of the stream says, as it came; `null` of one that says nothing. */
export function toldBy(block: string): ToldEvent | null {
  const member = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
  const event = member("event");
  return event === undefined ? null : { event, id: member("id"), data: JSON.parse(member("data")!) };
}

async function* blocksOf(response: IncomingMessage): AsyncGenerator<string> {
  let text = "";
  for await (const piece of response.setEncoding("utf8")) {
    const blocks = (text + piece).split("\n\n");
    text = blocks.pop()!;
    yield* blocks;
  }
}

/** Whether an event is about a callback, in a status. */
export function tells(id: string, status?: string): (told: ToldEvent) => boolean {
  return ({ data }) =>
    data.callbacks?.some((one) => one.id === id && (status === undefined || one.status === status)) ?? false;
}
