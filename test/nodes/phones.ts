import { createServer, type Server } from "node:net";
import type { Duplex } from "node:stream";
import type { Order, Report } from "../../src/exchange/port.ts";
import type { SimulatedExchange } from "../../src/exchange/simulated/simulated-exchange.ts";
import type { Clock } from "../../src/time/clock.ts";
import { scaledClock } from "../../src/time/scaled-clock.ts";
import { RecordingObserver } from "../exchange/recording-observer.ts";
import { exchangeOfStory } from "../kill/outside/story-exchange.ts";
import { readMessages } from "../kill/outside/wire.ts";
import { WitnessedTraffic } from "../kill/outside/witnessed-traffic.ts";
import { STORY_BEGINS } from "../kill/story-settings.ts";

/** How many times as fast as the machine's the time of the phones is. */
export const SPEED = 10;

/** The time of the phones, for every process; `begunAt`: when it began, epoch ms of the machine. */
export function timeOfPhones(begunAt: number): Clock {
  return scaledClock({ startAt: STORY_BEGINS + (Date.now() - begunAt) * SPEED, speed: SPEED });
}

/** What a node says to the phones: which one it is, and what it orders. */
export type FromNode = { readonly node: string } | { readonly order: Order };
/** What it hears from them. */
export interface ToNode {
  readonly report: Report;
}

/**
 * The phone system of an operation, which lives on while nodes die. It reports to whoever connected last, and carries out whatever
 * any node orders, as a phone system does.
 */
export class Phones {
  readonly clock: Clock;
  readonly observer = new RecordingObserver();
  readonly traffic: WitnessedTraffic;
  /** All orders, in order, with the node that gave them. */
  readonly orders: { readonly node: string; readonly order: Order }[] = [];
  /** Each time that a node connected, with how many orders there had been. */
  readonly arrivals: { readonly node: string; readonly after: number }[] = [];
  /** Each time that a node let go of them, with how many people were spoken with then, and were sent on to the queue; epoch ms of the machine. */
  readonly departures: { readonly node: string; readonly cutShort: number; readonly at: number }[] = [];
  readonly #exchange: SimulatedExchange;
  readonly #server: Server;
  #current: Duplex | null = null;

  /** `begunAt`: when their time began, epoch ms of the machine. */
  static async open(seed: string, begunAt: number): Promise<Phones> {
    const phones = new Phones(seed, begunAt);
    await new Promise<void>((resolve) => phones.#server.listen(0, "127.0.0.1", resolve));
    return phones;
  }

  /** They listen nowhere: `serve` brings those who connect. `size`: how many phone and are there to answer; less than a busy centre's 1. */
  constructor(seed: string, begunAt: number, size = 1) {
    this.clock = timeOfPhones(begunAt);
    this.traffic = new WitnessedTraffic(seed, size);
    this.#exchange = exchangeOfStory(seed, this, size);
    this.#server = createServer({ noDelay: true }, (socket) => this.serve(socket));
  }

  get port(): number {
    return (this.#server.address() as { readonly port: number }).port;
  }

  /** The node that it reports to; `null`: none. */
  get owner(): string | null {
    return this.#current ? this.arrivals.at(-1)!.node : null;
  }

  close(): void {
    this.#current?.destroy();
    this.#server.close();
    this.#exchange.close();
  }

  #letGo(node: string): void {
    const { stays } = this.observer;
    const before = stays.length;
    this.#exchange.disconnect();
    this.departures.push({ node, cutShort: stays.length - before, at: Date.now() });
  }

  /** Speaks with a node over a connection. */
  serve(socket: Duplex): void {
    let node = "";
    readMessages<FromNode>(socket, (said) => {
      if ("order" in said) {
        this.orders.push({ node, order: said.order });
        this.#exchange.execute(said.order);
        return;
      }
      if (this.owner !== null) this.#letGo(this.owner);
      node = said.node;
      this.arrivals.push({ node, after: this.orders.length });
      this.#current = socket;
      this.#exchange.connect((report) => {
        if (this.#current === socket) socket.write(`${JSON.stringify({ report } satisfies ToNode)}\n`);
      });
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      if (this.#current !== socket) return;
      this.#current = null;
      this.#letGo(node);
    });
  }
}
