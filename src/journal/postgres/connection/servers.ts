import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

/** What is known of the primary: where it is among the servers, and its timeline, as PostgreSQL writes it: 8 hexadecimal digits. */
interface Primary {
  readonly at: number;
  readonly timeline: string;
}

/** Before any server answered: below every timeline. */
const NONE: Primary = { at: 0, timeline: "" };

/**
 * The servers of a database; one of them is the primary at a time. A promoted standby has a higher timeline than the primary before it,
 * which may come back, or wake, and take writes that are lost later. So once a higher timeline was seen, connections of a lower one
 * are cut and no new ones are made, in all threads of this process.
 */
export class Servers {
  readonly #addresses: readonly string[];
  readonly #config: pg.ClientConfig;
  readonly #sessions = new Map<Duplex, Primary>();
  /** Where all who use these servers in this process say what they know; one server has no need of it. */
  readonly #channel: BroadcastChannel | null;
  #primary = NONE;
  /** Whether a server was lost, or none was found yet. */
  #inDoubt = true;
  #search: Promise<void> | null = null;

  /** The addresses of one server each; `config` says how they are asked. */
  constructor(addresses: readonly string[], config: pg.ClientConfig) {
    this.#addresses = addresses;
    this.#config = config;
    this.#channel = addresses.length > 1 ? this.#listen() : null;
  }

  get count(): number {
    return this.#addresses.length;
  }

  /** The address at which the next connection is opened. */
  get address(): string {
    return this.#addresses[this.#primary.at]!;
  }

  /** Says that a connection was lost, or not had: the primary is looked for before the next one. */
  doubt(): void {
    this.#inDoubt = true;
  }

  /** Finds the primary if it is in doubt which one that is. Throws what a server answered if it is none of them. */
  async find(): Promise<void> {
    if (!this.#inDoubt) return;
    this.#search ??= this.#searchAll().finally(() => {
      this.#search = null;
    });
    await this.#search;
  }

  /** Throws unless a new connection, to `address`, is to the primary; it is cut as soon as a newer one is known. */
  async requirePrimary(client: pg.ClientBase, address: string): Promise<void> {
    const seen = { at: this.#addresses.indexOf(address), timeline: await timelineOf(client) };
    if (!this.#accepts(seen)) throw notPrimary();
    const stream = streamOf(client);
    this.#sessions.set(stream, seen);
    stream.once("close", () => this.#sessions.delete(stream));
  }

  close(): void {
    this.#channel?.close();
  }

  /** Asks all servers at once, and for a second again and again: one of them may be about to start, or to be promoted. */
  async #searchAll(): Promise<void> {
    const before = this.#primary;
    const deadline = performance.now() + ANSWERS_WITHIN_MS;
    const decided = Promise.withResolvers<void>();
    let isFound = false;
    let problem: unknown = null;
    const ask = async (address: string, at: number) => {
      for (;;) {
        try {
          const timeline = await this.#timelineAt(address);
          if (this.#accepts({ at, timeline })) {
            isFound = true;
            // The one that it was may have been replaced: the others are given a moment to say so.
            if (timeline > before.timeline) decided.resolve();
            else setTimeout(decided.resolve, OTHERS_ANSWER_MS);
          } else problem = notPrimary();
        } catch (error) {
          problem ??= error;
        }
        if (isFound || performance.now() > deadline) return;
        await sleep(ASKED_AGAIN_MS);
      }
    };
    const all = Promise.all(this.#addresses.map(ask));
    // Whoever knows nothing yet waits for all of them: a former primary may be the first to answer.
    await (before === NONE ? all : Promise.race([decided.promise, all]));
    if (!isFound) throw problem;
    this.#inDoubt = false;
  }

  async #timelineAt(connectionString: string): Promise<string> {
    const client = new pg.Client({ ...this.#config, connectionString, ...SOON });
    client.on("error", () => {});
    try {
      await client.connect();
      return await timelineOf(client);
    } finally {
      void client.end().catch(() => {});
    }
  }

  /** Whether this is the primary by all that is known; if so it is known from now on. */
  #accepts(seen: Primary): boolean {
    const isNewer = seen.timeline > this.#primary.timeline;
    if (seen.timeline === "" || seen.timeline < this.#primary.timeline) return false;
    this.#primary = seen;
    if (isNewer) {
      this.#cutOlder();
      this.#channel?.postMessage(seen);
    }
    return true;
  }

  #cutOlder(): void {
    for (const [stream, { timeline }] of this.#sessions)
      if (timeline < this.#primary.timeline) stream.destroy();
  }

  #listen(): BroadcastChannel {
    // Names of servers and of the database; the user and the password are nobody's business.
    const channel = new BroadcastChannel(
      this.#addresses
        .map((address) => new URL(address))
        .map(({ host, pathname }) => host + pathname)
        .join(),
    );
    channel.onmessage = (event: MessageEvent) => {
      const data = event.data as Primary;
      if (data.timeline < this.#primary.timeline) channel.postMessage(this.#primary);
      if (data.timeline <= this.#primary.timeline) return;
      this.#primary = data;
      this.#inDoubt = false;
      this.#cutOlder();
    };
    channel.unref();
    // Whoever knows more answers.
    channel.postMessage(NONE);
    return channel;
  }
}

/** What a connection is made of. */
export function streamOf(client: pg.ClientBase): Duplex {
  return (client as unknown as { readonly connection: { readonly stream: Duplex } }).connection.stream;
}

/** Empty on a standby. */
async function timelineOf(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ readonly timeline: string }>(TIMELINE);
  return rows[0]?.timeline ?? "";
}

function notPrimary(): Error {
  return new Error("Connection ended: this server is not the primary");
}

/** https://www.postgresql.org/docs/15/functions-admin.html */
const TIMELINE =
  "SELECT CASE WHEN NOT pg_is_in_recovery() THEN substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) ELSE '' END AS timeline";

/** A server that takes longer stands still, or is at the far end of a line that was cut. */
export const ANSWERS_WITHIN_MS = 1_000;
const SOON = { connectionTimeoutMillis: ANSWERS_WITHIN_MS, query_timeout: ANSWERS_WITHIN_MS };
const ASKED_AGAIN_MS = 100;
const OTHERS_ANSWER_MS = 200;
