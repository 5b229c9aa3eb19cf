import type { ServerResponse } from "node:http";
import type { FastifyBaseLogger } from "fastify";
import { Fault } from "../../../faults/faults.ts";
import type { OperationRecord } from "../../../journal/port/registry.ts";
import { holdsOneOf, type Rights } from "../../sign-in/rights.ts";
import { noteSeen } from "../callbacks/callbacks.ts";
import { type Asker, type Endpoint, endpoint } from "../schema/endpoint.ts";
import { openStream } from "../schema/forms.ts";
import { type Most, type Share, Shares } from "../shares.ts";
import type { Sources } from "../sources.ts";
import { OperationFeed } from "./operation-feed.ts";
import { Listener, listenerView, type View } from "./stream-listener.ts";

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

  /** Adds a client that listens, until its connection is gone. */
  add(
    operation: OperationRecord,
    place: Share,
    response: ServerResponse,
    given: {
      readonly lastEventId: string | undefined;
      readonly rights: Rights;
      readonly callers: boolean;
    },
  ): Promise<void> {
    if (response.destroyed) {
      place.giveBack();
      return Promise.resolve();
    }
    const feed = this.#feeds.get(operation.id) ?? new OperationFeed(operation, this.#sources, this.#log);
    this.#feeds.set(operation.id, feed);
    const { rights, callers } = given;
    const listener = new Listener(response, {
      rights,
      callers,
      mayListen: () => stillMay(rights, listener.view),
      saw: (callbacks) => {
        noteSeen({ rights, operation }, callbacks).catch((error: unknown) => {
          this.#log.warn({ err: error }, "numbers that were seen not noted");
        });
      },
    });
    response.once("close", () => {
      place.giveBack();
      feed.remove(listener);
      if (feed.size === 0) this.#feeds.delete(operation.id);
    });
    // A client that sees only some skills gets everything again: it is no longer known which callbacks left these skills meanwhile.
    return feed.add(listener, rights.skills === null ? versionOf(given.lastEventId) : null);
  }

  /** Ends every stream: clients come again, with the last event that they have. */
  close(): void {
    this.#closed = true;
    for (const feed of this.#feeds.values()) feed.close();
    this.#feeds.clear();
  }
}

export function streamEndpoint(streams: Streams): Endpoint {
  return endpoint(openStream, async ({ operation, rights, query, headers, reply }) => {
    const place = streams.placeFor({ rights, operation });
    reply.hijack();
    // The headers that were set for the answer.
    for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value!);
    await streams.add(operation, place, reply.raw, {
      lastEventId: headers["last-event-id"],
      rights,
      callers: query.callers,
    });
    return undefined;
  });
}

/** Whether the token or session that opened a stream may still read it. */
function stillMay(opened: Rights, view: View): boolean {
  const now = opened.now();
  return now !== null && holdsOneOf(now, openStream.scopes) && listenerView(now).key === view.key;
}

/** An id that this API gave, or `null`. */
function versionOf(id: string | undefined): number | null {
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : null;
}

/** Each holds a connection, and what was not yet read of it. */
const MOST_STREAMS: Most = { ofToken: 50, ofOperation: 200, inAll: 400 };
