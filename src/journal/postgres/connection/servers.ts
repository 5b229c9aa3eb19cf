import type pg from "pg";

/**
 * The servers of a database; one of them is the primary at a time. Connections are tried at the one that was good last; one
 * that does not answer, or takes no writes, is passed over for the next.
 */
export class Servers {
  readonly #addresses: readonly string[];
  #at = 0;
  /** The highest that was seen, as PostgreSQL writes it: 8 hexadecimal digits. */
  #timeline = "";

  /** The addresses of one server each. */
  constructor(addresses: readonly string[]) {
    this.#addresses = addresses;
  }

  get count(): number {
    return this.#addresses.length;
  }

  /** The address at which the next connection is tried. */
  get address(): string {
    return this.#addresses[this.#at]!;
  }

  /** Tries another server from now on, unless somebody else did so already. */
  passOver(address: string): void {
    if (address === this.address) this.#at = (this.#at + 1) % this.count;
  }

  /**
   * Throws unless a new connection is to the primary. A former one that came back takes writes too, which nobody will ever
   * see: its timeline is behind.
   */
  async requirePrimary(client: pg.ClientBase): Promise<void> {
    const { rows } = await client.query<{ readonly timeline: string | null }>(TIMELINE);
    const timeline = rows[0]?.timeline ?? null;
    if (timeline === null || timeline < this.#timeline)
      throw new Error("Connection ended: this server is not the primary");
    this.#timeline = timeline;
  }
}

/** `null` on a standby. https://www.postgresql.org/docs/15/functions-admin.html */
const TIMELINE =
  "SELECT CASE WHEN NOT pg_is_in_recovery() THEN substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END AS timeline";
