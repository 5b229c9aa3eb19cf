import type { Capabilities, Exchange, Order, Report } from "../../exchange/port.ts";
import type { Tenure } from "./tenure.ts";

/** An exchange that gets no orders once the hold on its operation is over, and is not connected to then: its next owner steers it. */
export class HeldExchange implements Exchange {
  readonly #exchange: Exchange;
  readonly #tenure: Pick<Tenure, "holds">;

  constructor(exchange: Exchange, tenure: Pick<Tenure, "holds">) {
    this.#exchange = exchange;
    this.#tenure = tenure;
  }

  get capabilities(): Capabilities {
    return this.#exchange.capabilities;
  }

  get connected(): boolean {
    return this.#exchange.connected ?? true;
  }

  get lacking(): string | null {
    return this.#exchange.lacking ?? null;
  }

  connect(receive: (report: Report) => void): void {
    if (this.#tenure.holds) this.#exchange.connect(receive);
  }

  disconnect(): void {
    this.#exchange.disconnect();
  }

  execute(order: Order): void {
    if (this.#tenure.holds) this.#exchange.execute(order);
  }
}
