import type { Clock, Timer } from "../../time/clock.ts";
import { type Ami, asterisksTime, setGlobal } from "./ami/actions.ts";
import { leaseVariable, ownerVariable } from "./printed/dialplan.ts";

const RENEW_MS = 3_000;
const LEASE_S = 10;

interface LeaseWanted {
  /** The queues whose calls may be brought, by their extensions. */
  readonly queues: readonly string[];
  /** Where Asterisk reaches this server, `host:port`; left out: at the address in the dialplan. */
  readonly address?: string | undefined;
  /** Whether the lease is still this server's: it belongs to the server that runs the operation. Always when left out. */
  readonly isOurs?: (() => boolean) | undefined;
}

/**
 * Asterisk's permission to bring calls to Espera: a global variable per queue, a few seconds ahead of Asterisk's own
 * clock, and another that says where. A server that does not renew it, because it hangs, died or lost its connection, is not
 * asked any more.
 */
export class Lease {
  readonly #ami: Ami;
  readonly #clock: Clock;
  readonly #queues: readonly string[];
  readonly #address: string;
  readonly #isOurs: () => boolean;
  #timer: Timer | null = null;
  #holding = false;

  constructor(ami: Ami, clock: Clock, { queues, address = "", isOurs = () => true }: LeaseWanted) {
    this.#ami = ami;
    this.#clock = clock;
    this.#queues = queues;
    this.#address = address;
    this.#isOurs = isOurs;
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

  /** Ends it at once, where Asterisk can be reached. One that may be another node's by now is left alone. */
  async giveUp(): Promise<void> {
    this.pause();
    if (!this.#isOurs()) return;
    await Promise.all(this.#queues.map((queue) => setGlobal(this.#ami, leaseVariable(queue), 0)));
  }

  #renew(): void {
    this.#timer = this.#clock.at(this.#clock.now() + RENEW_MS, () => this.#renew());
    void this.#extend();
  }

  async #extend(): Promise<void> {
    // Its own clock is the one that the dialplan compares with.
    const now = await asterisksTime(this.#ami);
    if (!this.#holding || now === null || !this.#isOurs()) return;
    const until = Math.floor(now) + LEASE_S;
    for (const queue of this.#queues) {
      // First where, then until when: a call that comes in between is brought to us.
      void setGlobal(this.#ami, ownerVariable(queue), this.#address);
      void setGlobal(this.#ami, leaseVariable(queue), until);
    }
  }
}
