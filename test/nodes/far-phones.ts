import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Capabilities, Exchange, Order, Report } from "../../src/exchange/port.ts";
import { readMessages } from "../kill/outside/wire.ts";
import type { FromNode, ToNode } from "./phones.ts";

/** A connection to the phones, as far as a node uses it. */
export type Dialled = Pick<Socket, "readyState"> & Duplex;

/** The phones as a node has them: over a connection. */
export class FarPhones implements Exchange {
  readonly capabilities: Capabilities = { dial: true, reserve: true, withdraw: true, reprioritise: false };
  readonly #dial: () => Dialled;
  readonly #node: string;
  #socket: Dialled | null = null;

  constructor(dial: () => Dialled, node: string) {
    this.#dial = dial;
    this.#node = node;
  }

  connect(receive: (report: Report) => void): void {
    const socket = this.#dial();
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
