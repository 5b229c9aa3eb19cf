import type { Clock, Timer } from "../../time/clock.ts";
import { type Ami, setGlobal } from "./ami/actions.ts";
import { leaseVariable } from "./printed/dialplan.ts";

const RENEW_MS = 3_000;
const LEASE_S = 10;

/**
 * Asterisk's permission to bring calls to Espera: a global variable per queue, a few seconds ahead of Asterisk's own
 * clock. A server that does not renew it, because it hangs, died or lost its connection, is not asked any more.
 */
export class Lease {
  readonly #ami: Ami;
  readonly #clock: Clock;
  readonly #queues: readonly string[];
  #timer: Timer | null = null;
  #holding = false;

  constructor(ami: Ami, clock: Clock, queues: readonly string[]) {
    this.#ami = ami;
    this.#clock = clock;
    this.#queues = queues;
  }

  /** Takes the lease and renews it until `pause` or `giveUp`. */
  hold(): void {
    if (this.#holding) return;
    this.#holding = true;
    this.#renew();
  }

  /** Lets it run out. */
  pause(): void {
    this.#holding = false;
    this.#timer?.cancel();
    this.#timer = null;
  }

  /** Ends it at once, where Asterisk can be reached. */
  async giveUp(): Promise<void> {
    this.pause();
    await Promise.all(this.#queues.map((queue) => setGlobal(this.#ami, leaseVariable(queue), 0)));
  }

  #renew(): void {
    this.#timer = this.#clock.at(this.#clock.now() + RENEW_MS, () => this.#renew());
    void this.#extend();
  }

  async #extend(): Promise<void> {
    const ping = await this.#ami.action("Ping");
    // Its own clock is the one that the dialplan compares with.
    const now = ping.outcome === "answered" ? Number(ping.response.get("Timestamp")) : Number.NaN;
    if (!this.#holding || !(now > 0)) return;
    const until = Math.floor(now) + LEASE_S;
    for (const queue of this.#queues) void setGlobal(this.#ami, leaseVariable(queue), until);
  }
}
