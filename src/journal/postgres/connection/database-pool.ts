import type { Duplex } from "node:stream";
import { callbackify } from "node:util";
import pg from "pg";
import { ANSWERS_WITHIN_MS, Servers, streamOf } from "./servers.ts";

/** Connections to a database; where it has several servers, to the one that is the primary. */
export class DatabasePool extends pg.Pool {
  readonly #servers: Servers;
  readonly #connected = new Set<Duplex>();

  /** `addresses` of one server each; `config` says the rest. */
  constructor(addresses: readonly string[], config: Omit<pg.PoolConfig, "connectionString">) {
    const servers = new Servers(addresses, config);
    // The only one there is need not show that it is the primary: what it refuses to write, it says.
    super(
      servers.count === 1 ? { ...config, connectionString: servers.address } : amongServers(servers, config),
    );
    this.#servers = servers;
    this.on("connect", (client) => {
      const stream = streamOf(client);
      this.#connected.add(stream);
      stream.once("close", () => this.#connected.delete(stream));
    });
  }

  /** Ends it. What is asked still may be answered soon; connections that stand after that are cut. */
  async close(): Promise<void> {
    // Also those that nobody used: a line that is cut does not even carry the goodbye.
    setTimeout(() => {
      for (const stream of this.#connected) stream.destroy();
    }, CLOSES_WITHIN_MS).unref();
    await this.end();
    this.#servers.close();
  }

  /** Lends a connection to the primary. Throws what a server answered if there is none. */
  async lend(): Promise<pg.PoolClient> {
    if (this.#servers.count === 1) return this.connect();
    await this.#servers.find();
    try {
      return await this.#connectUncut();
    } catch {
      this.#servers.doubt();
      await this.#servers.find();
      return this.#connectUncut();
    }
  }

  async #connectUncut(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await this.connect();
      if (!streamOf(client).destroyed) return client;
      // It was idle when a newer primary was found, a moment ago.
      client.release(true);
    }
  }

  /** Says that a connection was lost while it was used: the next one may have to be to another server. */
  noteLoss(): void {
    this.#servers.doubt();
  }
}

function amongServers(servers: Servers, config: pg.PoolConfig): pg.PoolConfig {
  class ClientOfServers extends pg.Client {
    readonly address: string;

    constructor(given: pg.ClientConfig) {
      const { address } = servers;
      super({ ...given, connectionString: address, connectionTimeoutMillis: ANSWERS_WITHIN_MS });
      this.address = address;
    }
  }
  return {
    ...config,
    Client: ClientOfServers as unknown as new () => pg.ClientBase,
    verify: callbackify((client: pg.PoolClient) =>
      servers.requirePrimary(client, (client as unknown as ClientOfServers).address),
    ),
  };
}

/** Then the other side answers nothing, or is at something that may take long. */
const CLOSES_WITHIN_MS = 5_000;
