import type { Exchange, Order, Report } from "../../src/exchange/port.ts";

/** An exchange that reports what the test says, and remembers its orders. */
export class ScriptedExchange implements Exchange {
  readonly capabilities = { dial: true, reserve: false, withdraw: false, reprioritise: false };
  readonly orders: Order[] = [];
  report: (report: Report) => void = () => {};

  connect(receive: (report: Report) => void): void {
    this.report = receive;
    receive({ type: "snapshot", calls: [], agents: [], attempts: [] });
  }

  disconnect(): void {
    this.report = () => {};
  }

  execute(order: Order): void {
    this.orders.push(order);
  }
}
