import { createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../../src/exchange/clock.ts";
import type { Exchange, Order, Report } from "../../src/exchange/port.ts";
import { readMessages, sendMessage } from "./wire.ts";

/**
 * Gives an exchange of this process to whoever connects to a loopback port: Espera there, which may die while the
 * exchange lives on. A socket that closes, for whatever reason, is Espera gone.
 */
export class ExchangeHost {
  /** All that came, of all connections, in order. */
  readonly orders: Order[] = [];
  /** When Espera was there, on the exchange's clock. */
  readonly presence: { readonly from: number; until: number | null }[] = [];
  /** How many reports and orders went over the wire. */
  messages = 0;
  readonly #exchange: Exchange;
  readonly #clock: Clock;
  readonly #server: Server;
  readonly #awaited: { messages: number; resolve: () => void }[] = [];
  #socket: Socket | null = null;

  static async open(exchange: Exchange, clock: Clock): Promise<ExchangeHost> {
    const host = new ExchangeHost(exchange, clock);
    await new Promise<void>((resolve) => host.#server.listen(0, "127.0.0.1", resolve));
    return host;
  }

  private constructor(exchange: Exchange, clock: Clock) {
    this.#exchange = exchange;
    this.#clock = clock;
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket));
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** Fulfilled when so many more messages went over the wire. */
  after(messages: number): Promise<void> {
    return new Promise((resolve) => this.#awaited.push({ messages: this.messages + messages, resolve }));
  }

  /** Breaks the connection under a living Espera. */
  cut(): void {
    if (this.#socket) this.#leave(this.#socket);
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #serve(socket: Socket): void {
    this.cut();
    this.#socket = socket;
    this.presence.push({ from: this.#clock.now(), until: null });
    readMessages<Order>(socket, (order) => {
      if (this.#socket !== socket) return;
      this.orders.push(order);
      this.#exchange.execute(order);
      this.#count();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => this.#leave(socket));
    this.#exchange.connect((report: Report) => {
      sendMessage(socket, report);
      this.#count();
    });
  }

  #leave(socket: Socket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.presence.at(-1)!.until = this.#clock.now();
    socket.destroy();
    this.#exchange.disconnect();
  }

  #count(): void {
    this.messages++;
    for (const awaited of this.#awaited.splice(0))
      if (awaited.messages <= this.messages) awaited.resolve();
      else this.#awaited.push(awaited);
  }
}
