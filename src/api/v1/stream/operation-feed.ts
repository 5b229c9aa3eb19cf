import type { FastifyBaseLogger } from "fastify";
import type { CallbackEntry, CallbackList } from "../../../desk/schemas.ts";
import type { OperationRecord } from "../../../journal/port.ts";
import type { CallbackRecord } from "../../../journal/stories.ts";
import type { CallbackId } from "../../../line/ids.ts";
import { toldCallback } from "../callbacks/told-callback.ts";
import { skillsNow } from "../skills.ts";
import type { Sources } from "../sources.ts";
import { eventOf, type Listener } from "./stream-listener.ts";

/**
 * What happens in one operation, for all who listen: it looks at the read models and the lines now and then, beside the
 * operation and never in its way. The version of a callback is the id of the event that tells it, so that who comes
 * again is told what changed since, from the journal: nothing is remembered here.
 */
export class OperationFeed {
  readonly #operation: OperationRecord;
  readonly #sources: Sources;
  readonly #log: FastifyBaseLogger;
  readonly #listeners = new Set<Listener>();
  #lines = "";
  /** All who are ready have what changed up to this version. */
  #told = 0;
  #timers: NodeJS.Timeout[] = [];
  #looksAhead = 0;
  #looking: Promise<void> = Promise.resolve();
  #paging: Promise<unknown> = Promise.resolve();

  constructor(operation: OperationRecord, sources: Sources, log: FastifyBaseLogger) {
    this.#operation = operation;
    this.#sources = sources;
    this.#log = log;
  }

  get size(): number {
    return this.#listeners.size;
  }

  /** `has`: the version up to which he was told before, or `null`. Fulfilled when he has what there is. */
  async add(listener: Listener, has: number | null): Promise<void> {
    this.#listeners.add(listener);
    listener.begin();
    try {
      const told = (await this.#goesOn(has))
        ? { upTo: has!, ahead: NOTHING_AHEAD }
        : await this.#snapshot(listener);
      await this.#inTurn(() => this.#look({ listener, ...told }));
    } catch (error) {
      this.#log.warn({ err: error, operation: this.#operation.name }, "stream not begun");
      listener.end();
    }
    if (this.#listeners.has(listener) && this.#timers.length === 0) this.#timers = this.#goOn();
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
  }

  close(): void {
    for (const listener of this.#listeners) {
      listener.end();
      this.remove(listener);
    }
  }

  /** Tells everybody what changed since the last look. */
  look(): Promise<void> {
    return this.#inTurn(() => this.#look());
  }

  /** One after the other: what is told never overtakes what was told before. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#looksAhead++;
    const done = this.#looking.then(work).finally(() => this.#looksAhead--);
    // Who waits for this look hears what went wrong; the next one goes on all the same.
    this.#looking = done.catch((error: unknown) => {
      this.#log.warn({ err: error, operation: this.#operation.name }, "stream not told");
    });
    return done;
  }

  /** Tells those who are ready what changed, and somebody new what changed since he was told all: each change once. */
  async #look(newcomer?: Newcomer): Promise<void> {
    const ready = [...this.#listeners].filter((listener) => listener.isReady && listener.isHere());
    if (ready.length === 0 && !newcomer) return;
    const lines = JSON.stringify({ skills: await skillsNow(this.#sources, this.#operation) });
    const event = eventOf("lines", lines);
    if (lines !== this.#lines) for (const listener of ready) listener.send(event);
    this.#lines = lines;
    newcomer?.listener.send(event);

    const told = ready.length === 0 ? newcomer!.upTo : this.#told;
    let since = Math.min(told, newcomer?.upTo ?? told);
    for (let goesOn = true; goesOn; ) {
      const { callbacks } = await this.#changesAfter(since);
      since = callbacks.at(-1)?.version ?? since;
      await this.#tell(
        ready,
        callbacks.filter(({ version }) => version > told),
      );
      this.#told = Math.max(told, since);
      if (newcomer) await this.#tellNewcomer(newcomer, callbacks);
      goesOn = callbacks.length >= MOST_CHANGES;
    }
    if (newcomer) newcomer.listener.isReady = true;
  }

  async #tellNewcomer(
    { listener, upTo, ahead }: Newcomer,
    changed: readonly CallbackRecord[],
  ): Promise<void> {
    const missed = changed.filter(({ version }) => version > upTo);
    // Also where nothing changed: the id says that he has all.
    await this.#tell(
      [listener],
      missed.filter(({ id, version }) => ahead.get(id) !== version),
      missed.at(-1)?.version ?? upTo,
    );
  }

  /** Whether who has all up to a version can be told what changed since: it is known, and not too much. */
  async #goesOn(has: number | null): Promise<boolean> {
    if (has === null) return false;
    const { callbacks, asOf } = await this.#changesAfter(has);
    return has <= asOf && callbacks.length < MOST_CHANGES;
  }

  /** The lines, then page by page all that is open, as fast as it is read. */
  async #snapshot(listener: Listener): Promise<Omit<Newcomer, "listener">> {
    const { asOf } = await this.#changesAfter(Number.MAX_SAFE_INTEGER);
    const ahead = new Map<CallbackId, number>();
    const skills = await skillsNow(this.#sources, this.#operation);
    listener.send(eventOf("snapshot", JSON.stringify({ skills })));
    for (let after: string | null | undefined; after !== null && listener.isHere(); ) {
      const page = await this.#page(after, listener.numbers);
      after = page.next;
      for (const { id, version } of page.callbacks) if (version > asOf) ahead.set(id, version);
      // Without an id: who leaves here could not say what of it is newer than `asOf`.
      listener.send(eventOf("callbacks", this.#dataOf(page.callbacks)));
      await listener.hasRead();
    }
    return { upTo: asOf, ahead };
  }

  /** One after the other, so that many who come at once leave room for calls between their pages. */
  #page(after: string | undefined, numbers: boolean): Promise<CallbackList> {
    const wanted = { limit: PAGE, ...(after === undefined ? {} : { after }) };
    const page = this.#paging.then(() =>
      this.#sources.callbacks.page(this.#operation, { skill: undefined, status: "open" }, wanted, numbers),
    );
    this.#paging = page.catch(() => {});
    return page;
  }

  #goOn(): NodeJS.Timeout[] {
    const look = () => {
      // One that waits tells what this one would.
      if (this.#looksAhead === 0) void this.look().catch(() => {});
    };
    const beat = () => {
      for (const listener of this.#listeners) if (listener.isHere()) listener.beat();
    };
    return [setInterval(look, LOOK_EVERY_MS), setInterval(beat, BEAT_EVERY_MS)].map((timer) => timer.unref());
  }

  #changesAfter(version: number): Promise<{ callbacks: readonly CallbackRecord[]; asOf: number }> {
    return this.#sources.readModels.callbackChanges(this.#operation.id, {
      after: version,
      limit: MOST_CHANGES,
    });
  }

  async #tell(
    listeners: readonly Listener[],
    callbacks: readonly CallbackRecord[],
    id = callbacks.at(-1)?.version,
  ): Promise<void> {
    if (id === undefined) return;
    const events = new Map<boolean, Buffer>();
    for (const numbers of new Set(listeners.map((listener) => listener.numbers))) {
      const entries = await this.#sources.callbacks.entries(this.#operation, callbacks, numbers);
      events.set(numbers, eventOf("callbacks", this.#dataOf(entries), id));
    }
    // All at once: nobody has it when one of them could not be made.
    for (const listener of listeners) listener.send(events.get(listener.numbers)!);
  }

  #dataOf(entries: readonly CallbackEntry[]): string {
    return JSON.stringify({ callbacks: entries.map((one) => toldCallback(one, this.#operation.timeZone)) });
  }
}

/** Somebody who was told all up to a version, and of these callbacks what is newer. */
interface Newcomer {
  readonly listener: Listener;
  readonly upTo: number;
  readonly ahead: ReadonlyMap<CallbackId, number>;
}

const NOTHING_AHEAD: ReadonlyMap<CallbackId, number> = new Map();

const LOOK_EVERY_MS = 500;
const BEAT_EVERY_MS = 15_000;
/** Told at once; who missed more is given a snapshot. */
const MOST_CHANGES = 500;
/** What is made ready without a break. */
const PAGE = 200;
