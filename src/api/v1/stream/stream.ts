import type { ServerResponse } from "node:http";
import type { FastifyBaseLogger } from "fastify";
import { Fault } from "../../../faults/faults.ts";
import type { OperationRecord } from "../../../journal/port.ts";
import type { SignIn } from "../../sign-in/sign-in.ts";
import { type Asker, type Endpoint, endpoint, holdsOneOf } from "../schema/endpoint.ts";
import { openStream } from "../schema/forms.ts";
import { type Most, type Share, Shares } from "../shares.ts";
import { type Sources, seesNumbers } from "../sources.ts";
import { OperationFeed } from "./operation-feed.ts";
import { Listener } from "./stream-listener.ts";

/** A feed for each operation to which somebody listens. */
export class Streams {
  readonly #sources: Sources;
  readonly #log: FastifyBaseLogger;
  readonly #feeds = new Map<number, OperationFeed>();
  readonly #places = new Shares(MOST_STREAMS);
  #closed = false;

  constructor(sources: Sources, log: FastifyBaseLogger) {
    this.#sources = sources;
    this.#log = log;
  }

  /** A place for one more, to be given back by `add`. Fault: `streams-full`. */
  placeFor(asker: Asker): Share {
    const place = this.#places.shareOf(asker);
    if (this.#closed || !place.take(1)) {
      const { ofToken, ofOperation, inAll } = MOST_STREAMS;
      throw new Fault("streams-full", { ofToken, ofOperation, most: inAll });
    }
    return place;
  }

  /** Adds who listens, until the connection is gone. */
  add(
    operation: OperationRecord,
    place: Share,
    response: ServerResponse,
    given: {
      readonly lastEventId: string | undefined;
      readonly numbers: boolean;
      readonly mayListen: () => boolean;
    },
  ): Promise<void> {
    if (response.destroyed) {
      place.giveBack();
      return Promise.resolve();
    }
    const feed = this.#feeds.get(operation.id) ?? new OperationFeed(operation, this.#sources, this.#log);
    this.#feeds.set(operation.id, feed);
    const listener = new Listener(response, given);
    response.once("close", () => {
      place.giveBack();
      feed.remove(listener);
      if (feed.size === 0) this.#feeds.delete(operation.id);
    });
    return feed.add(listener, versionOf(given.lastEventId));
  }

  /** Ends every stream: clients come again, with the last event that they have. */
  close(): void {
    this.#closed = true;
    for (const feed of this.#feeds.values()) feed.close();
    this.#feeds.clear();
  }
}

export function streamEndpoint(streams: Streams, signIn: SignIn): Endpoint {
  return endpoint(openStream, async ({ operation, token, headers, request, reply }) => {
    const place = streams.placeFor({ token, operation });
    reply.hijack();
    // What was to be said in the head of the answer.
    for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value!);
    const numbers = seesNumbers(token);
    await streams.add(operation, place, reply.raw, {
      lastEventId: headers["last-event-id"],
      numbers,
      mayListen: () => stillMay(signIn, token.id, request.ip, numbers),
    });
    return undefined;
  });
}

/** Whether a token that opened a stream is still one that may be told what the stream tells. */
function stillMay(signIn: SignIn, id: string, address: string, numbers: boolean): boolean {
  const token = signIn.stillGood(id, address);
  return token !== null && holdsOneOf(token, openStream.scopes) && (seesNumbers(token) || !numbers);
}

/** An id that this API gave, or `null`. */
function versionOf(id: string | undefined): number | null {
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : null;
}

/** Each holds a connection, and what was not yet read of it. */
const MOST_STREAMS: Most = { ofToken: 50, ofOperation: 100, inAll: 200 };
