import type { FastifyBaseLogger } from "fastify";
import type { OperationRecord } from "../../journal/port.ts";
import type { CallbackRecord } from "../../journal/stories.ts";
import type { CallbackEntry } from "../control/schemas.ts";
import { skillsNow } from "./skills.ts";
import type { Sources } from "./sources.ts";
import type { Listener } from "./stream-listener.ts";
import { toldCallback } from "./told-callback.ts";

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
  #timer: NodeJS.Timeout | null = null;
  #looks = 0;
  #looking: Promise<void> = Promise.resolve();

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
      const from = (await this.#goesOn(has)) ? has! : await this.#snapshot(listener);
      await this.#inTurn(() => this.#catchUp(listener, from));
    } catch (error) {
      this.#log.warn({ err: error, operation: this.#operation.name }, "stream not begun");
      listener.end();
    }
    if (this.#listeners.has(listener)) this.#timer ??= this.#lookOften();
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0 || !this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
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
    this.#looking = this.#looking.then(work).catch((error: unknown) => {
      this.#log.warn({ err: error, operation: this.#operation.name }, "stream not told");
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const ready = this.#ready();
    if (ready.length === 0) return;
    if (++this.#looks % LOOKS_A_BEAT === 0) for (const listener of ready) listener.beat();
    const lines = JSON.stringify({ skills: await skillsNow(this.#sources, this.#operation) });
    if (lines !== this.#lines) {
      this.#lines = lines;
      for (const listener of ready) listener.send("lines", lines);
    }
    const { callbacks } = await this.#changesAfter(this.#told);
    await this.#tell(ready, callbacks);
    this.#told = callbacks.at(-1)?.version ?? this.#told;
  }

  /** Whether who has all up to a version can be told what changed since: it is known, and not too much. */
  async #goesOn(has: number | null): Promise<boolean> {
    if (has === null) return false;
    const { callbacks, asOf } = await this.#changesAfter(has);
    return has <= asOf && callbacks.length < MOST_CHANGES;
  }

  /** The lines, then page by page all that is open, as fast as it is read. Gives as of which version. */
  async #snapshot(listener: Listener): Promise<number> {
    const { asOf } = await this.#changesAfter(Number.MAX_SAFE_INTEGER);
    const skills = await skillsNow(this.#sources, this.#operation);
    listener.send("snapshot", JSON.stringify({ skills }));
    for (let after: string | null | undefined; after !== null; ) {
      const page = await this.#sources.callbacks.page(
        this.#operation,
        { skill: undefined, status: "open" },
        { limit: PAGE, ...(after === undefined ? {} : { after }) },
        listener.numbers,
      );
      after = page.next;
      listener.send("callbacks", this.#dataOf(page.callbacks), after === null ? asOf : undefined);
      await listener.hasRead();
      if (listener.gone) break;
    }
    return asOf;
  }

  /** What changed after `from`; from then on he is told with all others. */
  async #catchUp(listener: Listener, from: number): Promise<void> {
    await this.#look();
    listener.send("lines", JSON.stringify({ skills: await skillsNow(this.#sources, this.#operation) }));
    const { callbacks } = await this.#changesAfter(from);
    await this.#tell([listener], callbacks);
    const has = callbacks.at(-1)?.version ?? from;
    // The others may know less: who is told something twice takes no harm, who is not told it does.
    this.#told = this.#ready().length === 0 ? has : Math.min(this.#told, has);
    listener.isReady = true;
  }

  #ready(): Listener[] {
    return [...this.#listeners].filter(({ isReady }) => isReady);
  }

  #lookOften(): NodeJS.Timeout {
    return setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  #changesAfter(version: number): Promise<{ callbacks: readonly CallbackRecord[]; asOf: number }> {
    return this.#sources.readModels.callbackChanges(this.#operation.id, {
      after: version,
      limit: MOST_CHANGES,
    });
  }

  async #tell(listeners: readonly Listener[], callbacks: readonly CallbackRecord[]): Promise<void> {
    const id = callbacks.at(-1)?.version;
    if (id === undefined) return;
    for (const numbers of new Set(listeners.map((listener) => listener.numbers))) {
      const data = this.#dataOf(await this.#sources.callbacks.entries(this.#operation, callbacks, numbers));
      for (const listener of listeners)
        if (listener.numbers === numbers) listener.send("callbacks", data, id);
    }
  }

  #dataOf(entries: readonly CallbackEntry[]): string {
    return JSON.stringify({ callbacks: entries.map((one) => toldCallback(one, this.#operation.timeZone)) });
  }
}

const LOOK_EVERY_MS = 500;
/** A sign of life every 15 s. */
const LOOKS_A_BEAT = 30;
/** Told at once; who missed more is given a snapshot. */
const MOST_CHANGES = 500;
const PAGE = 500;
