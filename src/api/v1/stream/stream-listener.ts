import type { ServerResponse } from "node:http";
import type { ShownCallback } from "../../../journal/rows/callback-members.ts";
import type { CallbackId } from "../../../line/ids.ts";
import type { Rights } from "../../sign-in/rights.ts";

/** What somebody who listens may see of an operation. */
export interface View extends Pick<Rights, "seesNumbers" | "skills"> {
  /** The same for all who may see the same. */
  readonly key: string;
}

export function listenerView({ seesNumbers, skills }: Pick<Rights, "seesNumbers" | "skills">): View {
  const key = `${seesNumbers} ${skills === null ? "all" : [...skills].sort((one, other) => one - other).join(",")}`;
  return { seesNumbers, skills, key };
}

/** An event of the stream as it goes out. `data` is JSON in one line; with an `id`, a client that comes again goes on after it. */
export function eventOf(event: string, data: string, id?: number): Buffer {
  return Buffer.from(`${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${data}\n\n`);
}

/** Each of their views once. */
export function viewsOf(listeners: readonly Listener[]): View[] {
  return [...new Map(listeners.map(({ view }) => [view.key, view])).values()];
}

/** A client that listens to a stream. One that reads too slowly is cut off: nothing is kept for them beyond a bound. */
export class Listener {
  readonly #response: ServerResponse;
  readonly #mayListen: () => boolean;
  /** What they may see: clients of the same view get the same bytes. */
  readonly view: View;
  /** Whether they get each caller in the lines. */
  readonly callers: boolean;
  /** Whether they have what there was when they came, and get what changes. */
  isReady = false;
  readonly #saw: (callbacks: readonly ShownCallback[]) => void;
  /** Of a view of some skills alone: the open callbacks that they were sent, so that one that leaves these skills is taken back. */
  readonly #open = new Set<CallbackId>();

  /** `mayListen`: whether they still may; asked before anything is sent. */
  constructor(
    response: ServerResponse,
    given: {
      readonly rights: Pick<Rights, "seesNumbers" | "skills">;
      readonly callers: boolean;
      readonly mayListen: () => boolean;
      readonly saw: (callbacks: readonly ShownCallback[]) => void;
    },
  ) {
    this.#response = response;
    this.view = listenerView(given.rights);
    this.#saw = given.saw;
    this.callers = given.callers;
    this.#mayListen = given.mayListen;
  }

  begin(): void {
    this.#response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      // Proxies that gather answers would hold events back.
      "x-accel-buffering": "no",
    });
    this.#write(RETRY);
  }

  /** What many are sent is the same bytes for all, so that those who read slowly share what waits for them. */
  send(event: Buffer): void {
    this.#write(event);
  }

  /** Notes which callbacks were sent, all of the view; returns those of `others` that were sent before and are not seen any more. */
  sees(callbacks: readonly ShownCallback[], others: readonly ShownCallback[]): CallbackId[] {
    this.#saw(callbacks);
    if (this.view.skills === null) return [];
    for (const { id, status } of callbacks) {
      if (status === "YES") this.#open.add(id);
      else this.#open.delete(id);
    }
    return others.filter(({ id }) => this.#open.delete(id)).map(({ id }) => id);
  }

  /** Whether they are there, and may listen; a client that no longer may is sent away. */
  isHere(): boolean {
    if (this.#isGone()) return false;
    if (this.#mayListen()) return true;
    this.end();
    return false;
  }

  /** Fulfilled when little of what was sent is unread; a client that does not read is cut off. */
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
/** When they are to come again after they were cut off. */
const RETRY = Buffer.from("retry: 2000\n\n");
