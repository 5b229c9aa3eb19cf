import type { Duplex } from "node:stream";
import { callbackify } from "node:util";
import pg from "pg";
import { Servers } from "./servers.ts";

/** Connections to a database; where it has several servers, to the one that is the primary. */
export class DatabasePool extends pg.Pool {
  readonly #servers: Servers;
  readonly #connected = new Set<Duplex>();

  /** `addresses` of one server each; `config` says the rest. */
  constructor(addresses: readonly string[], config: Omit<pg.PoolConfig, "connectionString">) {
    const servers = new Servers(addresses);
    // The only one there is need not show that it is the primary: what it refuses to write, it says.
    super(
      servers.count === 1 ? { ...config, connectionString: servers.address } : amongServers(servers, config),
    );
    this.#servers = servers;
    this.on("connect", (client) => {
      const { stream } = (client as unknown as { readonly connection: { readonly stream: Duplex } })
        .connection;
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
  }

  /** Lends a connection; each server is tried once. Throws what the last one answered. */
  async lend(): Promise<pg.PoolClient> {
    for (let tries = 1; ; tries++) {
      const { address } = this.#servers;
      try {
        return await this.connect();
      } catch (error) {
        this.#servers.passOver(address);
        if (tries === this.#servers.count) throw error;
      }
    }
  }
}

function amongServers(servers: Servers, config: pg.PoolConfig): pg.PoolConfig {
  class ClientOfServers extends pg.Client {
    constructor(given: pg.ClientConfig) {
      super({
        ...given,
        connectionString: servers.address,
        // For one server of several, where the pool's is for all.
        connectionTimeoutMillis: ANSWERS_WITHIN_MS,
      });
    }
  }
  return {
    ...config,
    Client: ClientOfServers as unknown as new () => pg.ClientBase,
    verify: callbackify((client: pg.PoolClient) => servers.requirePrimary(client)),
  };
}

/** Then the other side answers nothing, or is at something that may take long. */
const CLOSES_WITHIN_MS = 5_000;

/** A server that takes longer stands still, or is at the far end of a line that was cut. */
const ANSWERS_WITHIN_MS = 1_000;
