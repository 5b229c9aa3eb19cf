import type { Capabilities, Exchange, Order, Report } from "../port.ts";
import type { AsteriskGiven } from "./asterisk-given.ts";
import { AsteriskLife } from "./asterisk-life.ts";

/** A real Asterisk with app_queue, by its manager interface and FastAGI. */
export class AsteriskExchange implements Exchange {
  readonly #given: AsteriskGiven;
  #life: AsteriskLife | null = null;

  constructor(given: AsteriskGiven) {
    this.#given = given;
  }

  get capabilities(): Capabilities {
    const { dials = false, withdraws = false, reserves = [] } = this.#life ?? {};
    return { dial: dials, reserve: reserves, withdraw: withdraws, reprioritise: false };
  }

  /** From the snapshot on, until the manager is lost. */
  get connected(): boolean {
    return this.#life?.current ?? false;
  }

  /** What stands in the way of offers, a sentence; `null`: nothing that is known. */
  get lacking(): string | null {
    return this.#life?.lacking ?? null;
  }

  connect(receive: (report: Report) => void): void {
    this.disconnect();
    this.#life = new AsteriskLife(this.#given, receive);
  }

  disconnect(): void {
    this.#life?.end();
    this.#life = null;
  }

  execute(order: Order): void {
    this.#life?.execute(order);
  }
}
