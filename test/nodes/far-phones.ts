import { createConnection, type Socket } from "node:net";
import type { Capabilities, Exchange, Order, Report } from "../../src/exchange/port.ts";
import { readMessages } from "../kill/outside/wire.ts";
import type { FromNode, ToNode } from "./phones.ts";

/** The phones as a node has them: over a socket, which is opened again when it breaks. */
export class FarPhones implements Exchange {
  readonly capabilities: Capabilities = { dial: true, reserve: true, withdraw: true, reprioritise: false };
  readonly #port: number;
  readonly #node: string;
  #socket: Socket | null = null;

  constructor(port: number, node: string) {
    this.#port = port;
    this.#node = node;
  }

  connect(receive: (report: Report) => void): void {
    const socket = createConnection({ host: "127.0.0.1", port: this.#port, noDelay: true });
    this.#socket = socket;
    socket.on("connect", () => this.#say({ node: this.#node }));
    readMessages<ToNode>(socket, ({ report }) => {
      if (this.#socket === socket) receive(report);
    });
    socket.on("error", () => {});
  }

  disconnect(): void {
    this.#socket?.end();
    this.#socket = null;
  }

  execute(order: Order): void {
    this.#say({ order });
  }

  #say(said: FromNode): void {
    if (this.#socket?.readyState === "open") this.#socket.write(`${JSON.stringify(said)}\n`);
  }
}
