import { createConnection, type Socket } from "node:net";
import type { Capabilities, Exchange, Order, Report } from "../../src/exchange/port.ts";
import { readMessages, sendMessage } from "./wire.ts";

/**
 * An exchange in another process, reached over a loopback socket: its other side is an `ExchangeHost`. To be connected
 * is to have a socket; one that breaks is opened again, and its first message is a snapshot.
 */
export class RemoteExchange implements Exchange {
  readonly capabilities: Capabilities = { dial: true, reserve: false, withdraw: false, reprioritise: false };
  readonly #port: number;
  #socket: Socket | null = null;
  #retry: NodeJS.Timeout | null = null;

  constructor(port: number) {
    this.#port = port;
  }

  connect(receive: (report: Report) => void): void {
    const socket = createConnection({ host: "127.0.0.1", port: this.#port, noDelay: true });
    this.#socket = socket;
    readMessages<Report>(socket, (report) => {
      if (this.#socket === socket) receive(report);
    });
    // What went wrong is followed by the close.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (this.#socket !== socket) return;
      this.#retry = setTimeout(() => this.connect(receive), RETRY_MS);
    });
  }

  disconnect(): void {
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    this.#socket?.end();
    this.#socket = null;
  }

  execute(order: Order): void {
    if (this.#socket) sendMessage(this.#socket, order);
  }
}

const RETRY_MS = 10;
