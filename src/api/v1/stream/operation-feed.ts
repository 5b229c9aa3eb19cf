import type { FastifyBaseLogger } from "fastify";
import type { OperationRecord } from "../../../journal/port/registry.ts";
import type { ShownCallback } from "../../../journal/rows/callback-members.ts";
import type { CallbackRecord } from "../../../journal/stories.ts";
import type { CallbackId } from "../../../line/ids.ts";
import { seesSkill } from "../../sign-in/rights.ts";
import { callbackAnswerOf } from "../callbacks/callback-answer.ts";
import { momentText } from "../schema/moments.ts";
import { skillsSeen } from "../seen-skills.ts";
import { skillsNow } from "../skills.ts";
import type { Sources } from "../sources.ts";
import { LineUpdates } from "./line-updates.ts";
import { eventOf, type Listener, type View, viewsOf } from "./stream-listener.ts";

/**
 * What happens in one operation, for all clients that listen: it looks at the read models and the lines now and then, beside the
 * operation and never in its way. The version of a callback is the id of the event that carries it, so that a client that comes
 * again gets what changed since, from the journal: nothing is remembered here.
 */
export class OperationFeed {
  readonly #operation: OperationRecord;
  readonly #sources: Sources;
  readonly #log: FastifyBaseLogger;
  readonly #listeners = new Set<Listener>();
  readonly #lines: LineUpdates;
  readonly #lackReasons = new WeakSet<Listener>();
  /** All clients that are ready have what changed up to this version. */
  #sentUpTo = 0;
  #timers: NodeJS.Timeout[] = [];
  #looksAhead = 0;
  #looking: Promise<void> = Promise.resolve();
  #paging: Promise<unknown> = Promise.resolve();

  constructor(operation: OperationRecord, sources: Sources, log: FastifyBaseLogger) {
    this.#operation = operation;
    this.#sources = sources;
    this.#lines = new LineUpdates(operation, sources);
    this.#log = log;
  }

  get size(): number {
    return this.#listeners.size;
  }

  /** `has`: the version up to which they have everything, or `null`. Fulfilled when they have what there is. */
  async add(listener: Listener, has: number | null): Promise<void> {
    this.#listeners.add(listener);
    listener.begin();
    listener.send(this.#beat());
    try {
      const start = (await this.#goesOn(has))
        ? { upTo: has!, ahead: NOTHING_AHEAD }
        : await this.#snapshot(listener);
      await this.#inTurn(() => this.#look({ listener, ...start }));
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

  /** Sends everybody what changed since the last look. */
  look(): Promise<void> {
    return this.#inTurn(() => this.#look());
  }

  /** One after the other: no event overtakes an earlier one. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#looksAhead++;
    const done = this.#looking.then(work).finally(() => this.#looksAhead--);
    // The caller of this look gets the error; the next look goes on all the same.
    this.#looking = done.catch((error: unknown) => {
      this.#log.warn({ err: error, operation: this.#operation.name }, "stream not fed");
    });
    return done;
  }

  /** Sends what changed to clients that are ready, and to a new one what changed since its snapshot: each change once. */
  async #look(newcomer?: Newcomer): Promise<void> {
    const ready = [...this.#listeners].filter((listener) => listener.isReady && listener.isHere());
    if (ready.length === 0 && !newcomer) return;
    await this.#lines.tell(ready, newcomer?.listener);
    await this.#sendReasons(ready);

    const sent = ready.length === 0 ? newcomer!.upTo : this.#sentUpTo;
    let since = Math.min(sent, newcomer?.upTo ?? sent);
    for (let goesOn = true; goesOn; ) {
      const { callbacks } = await this.#changesAfter(since);
      since = callbacks.at(-1)?.version ?? since;
      await this.#tell(
        ready,
        callbacks.filter(({ version }) => version > sent),
      );
      this.#sentUpTo = Math.max(sent, since);
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
    // Also where nothing changed: the id says that they have all.
    await this.#tell(
      [listener],
      missed.filter(({ id, version }) => ahead.get(id) !== version),
      missed.at(-1)?.version ?? upTo,
    );
  }

  /** Whether a client that has everything up to a version can be sent just the changes since: they are known, and not too many. */
  async #goesOn(has: number | null): Promise<boolean> {
    if (has === null) return false;
    const { callbacks, asOf } = await this.#changesAfter(has);
    return has <= asOf && callbacks.length < MOST_CHANGES;
  }

  /** The lines, then all that is open. */
  async #snapshot(listener: Listener): Promise<Omit<Newcomer, "listener">> {
    const { asOf } = await this.#changesAfter(Number.MAX_SAFE_INTEGER);
    const ahead = new Map<CallbackId, number>();
    const { skills, silentSince } = await skillsNow(this.#sources, this.#operation);
    const lines = { skills: skillsSeen(skills, listener.view), silentSince };
    listener.send(eventOf("snapshot", JSON.stringify(lines)));
    await this.#sendOpen(listener, ({ id, version }) => {
      if (version > asOf) ahead.set(id, version);
    });
    return { upTo: asOf, ahead };
  }

  /** Page by page all that is open, as fast as it is read. */
  async #sendOpen(listener: Listener, each: (callback: ShownCallback) => void): Promise<void> {
    for (let after: string | null | undefined; after !== null && listener.isHere(); ) {
      const page = await this.#page(after, listener.view);
      after = page.next;
      page.callbacks.forEach(each);
      // Without an id: a client that leaves here could not say which of them are newer than what it has an id for.
      listener.send(eventOf("callbacks", this.#dataOf(page.callbacks)));
      this.#noteSilence(listener);
      listener.sees(page.callbacks, []);
      await listener.hasRead();
    }
  }

  /** Whoever is sent callbacks while the operation does not answer lacks why they wait. */
  #noteSilence(listener: Listener): void {
    if (this.#sources.owner.silentSince(this.#operation) !== null) this.#lackReasons.add(listener);
  }

  /** Sends the open callbacks again to those who were sent them without reasons, once there are any. */
  async #sendReasons(ready: readonly Listener[]): Promise<void> {
    if (this.#sources.owner.silentSince(this.#operation) !== null) return;
    for (const listener of ready)
      if (this.#lackReasons.delete(listener)) await this.#sendOpen(listener, () => {});
  }

  /** One after the other, so that many who come at once leave room for calls between their pages. */
  #page(after: string | undefined, { seesNumbers, skills }: View): ReturnType<Sources["callbacks"]["page"]> {
    const wanted = {
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
      ...(skills === null ? {} : { skills: [...skills] }),
    };
    const page = this.#paging.then(() =>
      this.#sources.callbacks.page(this.#operation, { status: "open" }, wanted, seesNumbers),
    );
    this.#paging = page.catch(() => {});
    return page;
  }

  #goOn(): NodeJS.Timeout[] {
    const look = () => {
      // A look that waits already sends what this one would.
      if (this.#looksAhead === 0) void this.look().catch(() => {});
    };
    const beat = () => {
      const event = this.#beat();
      for (const listener of this.#listeners) if (listener.isHere()) listener.send(event);
    };
    return [setInterval(look, LOOK_EVERY_MS), setInterval(beat, BEAT_EVERY_MS)].map((timer) => timer.unref());
  }

  /** That both sides are there, and what time it is here: a reader's own clock may be wrong. */
  #beat(): Buffer {
    return eventOf("beat", JSON.stringify({ at: momentText(this.#sources.now(), this.#operation.timeZone) }));
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
    const events = new Map<string, { seen: ShownCallback[]; others: ShownCallback[]; event: Buffer }>();
    for (const view of viewsOf(listeners)) {
      const entries = await this.#sources.callbacks.entries(this.#operation, callbacks, view.seesNumbers);
      const { seen = [], others = [] } = Object.groupBy(entries, ({ skill }) =>
        seesSkill(view, skill.id) ? "seen" : "others",
      );
      events.set(view.key, { seen, others, event: eventOf("callbacks", this.#dataOf(seen), id) });
    }
    // All at once: nobody has it when one of them could not be made.
    for (const listener of listeners) {
      const { seen, others, event } = events.get(listener.view.key)!;
      const gone = listener.sees(seen, others);
      this.#noteSilence(listener);
      if (gone.length > 0) listener.send(eventOf("gone", JSON.stringify({ ids: gone })));
      // What happens in other skills is not for them to guess either.
      if (seen.length > 0 || callbacks.length === 0 || listener.view.skills === null) listener.send(event);
    }
  }

  #dataOf(entries: readonly ShownCallback[]): string {
    return JSON.stringify({
      callbacks: entries.map((one) => callbackAnswerOf(one, this.#operation.timeZone)),
    });
  }
}

/** A client that has everything up to a version, and newer versions of the callbacks in `ahead`. */
interface Newcomer {
  readonly listener: Listener;
  readonly upTo: number;
  readonly ahead: ReadonlyMap<CallbackId, number>;
}

const NOTHING_AHEAD: ReadonlyMap<CallbackId, number> = new Map();

const LOOK_EVERY_MS = 500;
const BEAT_EVERY_MS = 10_000;
/** Changes that are sent at once; a client that missed more gets a snapshot. */
const MOST_CHANGES = 500;
/** What is made ready without a break. */
const PAGE = 200;
