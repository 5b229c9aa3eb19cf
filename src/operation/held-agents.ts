import type { Exchange } from "../exchange/port.ts";
import { RESERVED_AGAIN_AFTER_MS, reservationsIn } from "../line/dialling/reservations.ts";
import type { State } from "../line/state.ts";
import type { Clock, Timer } from "../time/clock.ts";

/**
 * Repeats for which callbacks the exchange is to hold an agent: it lets go by itself of a hold that is not repeated, so that nobody
 * is held for long by an Espera that died or hangs.
 */
export class HeldAgents {
  readonly #clock: Clock;
  readonly #exchange: Exchange;
  readonly #state: State;
  readonly #isWell: () => boolean;
  #timer: Timer | null = null;
  #isDue = false;

  /** `isWell`: whether everything concluded is durable, so that what is held now may be said. */
  constructor(given: {
    readonly clock: Clock;
    readonly exchange: Exchange;
    readonly state: State;
    readonly isWell: () => boolean;
  }) {
    this.#clock = given.clock;
    this.#exchange = given.exchange;
    this.#state = given.state;
    this.#isWell = given.isWell;
  }

  /** Goes on as long as there is a reservation; to be called whenever everything concluded has become durable. */
  keep(): void {
    if (this.#isDue) this.#say();
    if (this.#timer || !this.#state.skills.values().some(({ reserved }) => reserved.size > 0)) return;
    this.#timer = this.#clock.at(this.#clock.now() + RESERVED_AGAIN_AFTER_MS, () => {
      this.#timer = null;
      this.#isDue = true;
      if (this.#isWell()) this.keep();
    });
  }

  #say(): void {
    this.#isDue = false;
    for (const command of reservationsIn(this.#state)) this.#exchange.execute(command);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}
