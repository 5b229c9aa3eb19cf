import { createConnection, type Socket } from "node:net";
import type { Capabilities, Exchange, Report } from "../../../src/exchange/port.ts";
import type { Clock } from "../../../src/time/clock.ts";
import { readMessages, type Said, sendMessage, type Told } from "../outside/wire.ts";

/**
 * The phone system and the time, both in another process and reached over one loopback socket: its other side is a
 * `World`. To be connected is to have a socket; one that breaks is opened again, and its first message is a snapshot.
 * Without a socket time stands still.
 */
export class RemoteWorld {
  readonly clock: Clock;
  readonly exchange: Exchange;
  readonly #port: number;
  readonly #settled: () => Promise<void> | null;
  readonly #timers = new Map<number, { readonly at: number; readonly wake: () => void }>();
  #lastTimer = 0;
  #now: number;
  #socket: Socket | null = null;
  #retry: NodeJS.Timeout | null = null;

  /** `now`: the story's time, epoch ms. `settled`: the work under way, or `null`. */
  constructor(given: {
    readonly port: number;
    readonly now: number;
    readonly settled: () => Promise<void> | null;
  }) {
    this.#port = given.port;
    this.#now = given.now;
    this.#settled = given.settled;
    this.clock = {
      now: () => this.#now,
      at: (at, wake) => {
        const timer = ++this.#lastTimer;
        this.#timers.set(timer, { at, wake });
        this.#say({ timer, at });
        return { cancel: () => this.#cancel(timer) };
      },
    };
    this.exchange = {
      capabilities: CAPABILITIES,
      connect: (receive) => this.#connect(receive),
      disconnect: () => this.#disconnect(),
      execute: (order) => this.#say({ order }),
    };
  }

  #connect(receive: (report: Report) => void): void {
    const socket = createConnection({ host: "127.0.0.1", port: this.#port, noDelay: true });
    this.#socket = socket;
    socket.on("connect", () => {
      for (const [timer, { at }] of this.#timers) this.#say({ timer, at });
    });
    readMessages<Told>(socket, (told) => {
      if (this.#socket !== socket) return;
      this.#now = told.now;
      if (told.report) receive(told.report);
      else if (told.wake !== undefined) this.#wake(told.wake);
      void this.#settle(socket, told.n);
    });
    // What went wrong is followed by the close.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      if (this.#socket !== socket) return;
      this.#retry = setTimeout(() => this.#connect(receive), RETRY_MS);
    });
  }

  #disconnect(): void {
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = null;
    this.#socket?.end();
    this.#socket = null;
  }

  async #settle(socket: Socket, n: number): Promise<void> {
    for (let working = this.#settled(); working; working = this.#settled()) await working;
    sendMessage(socket, { settled: n });
  }

  #wake(timer: number): void {
    const due = this.#timers.get(timer);
    this.#timers.delete(timer);
    due?.wake();
  }

  #cancel(timer: number): void {
    if (this.#timers.delete(timer)) this.#say({ cancelled: timer });
  }

  #say(said: Said): void {
    if (this.#socket) sendMessage(this.#socket, said);
  }
}

const CAPABILITIES: Capabilities = { dial: true, reserve: true, withdraw: true, reprioritise: false };
const RETRY_MS = 10;
