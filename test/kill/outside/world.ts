import { createServer, type Server, type Socket } from "node:net";
import type { Order } from "../../../src/exchange/port.ts";
import type { SimulatedExchange } from "../../../src/exchange/simulated/simulated-exchange.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import type { Timer } from "../../../src/time/clock.ts";
import { RecordingObserver } from "../../exchange/recording-observer.ts";
import { STORY_BEGINS } from "../story-settings.ts";
import { exchangeOfStory } from "./story-exchange.ts";
import { readMessages, type Said, sendMessage, type Told } from "./wire.ts";
import { WitnessedTraffic } from "./witnessed-traffic.ts";

/**
 * What lives on while Espera dies: the phone system with its callers, those who watch them, and the time. A program that connects
 * to its port is Espera, and a socket that closes, for whatever reason, is Espera gone.
 *
 * Time is the story's own, and passes only when a story says so. Espera is waited for until it has settled what it was sent,
 * but for as much of the story's time as it may be slow by: how fast the machine is changes nothing.
 */
export class World {
  readonly clock = new VirtualClock(STORY_BEGINS);
  readonly observer = new RecordingObserver();
  readonly traffic: WitnessedTraffic;
  /** All that came, of all connections, in order. */
  readonly orders: Order[] = [];
  /** When Espera was there. */
  readonly presence: { readonly from: number; until: number | null }[] = [];
  /** By how much of the story's time Espera may be slower than the phone system, ms. */
  readonly slowMs: number;
  readonly #exchange: SimulatedExchange;
  readonly #server: Server;
  readonly #timers = new Map<number, Timer>();
  /** Sent, and not settled. */
  #unsettled: { readonly n: number; readonly at: number }[] = [];
  #messages = 0;
  #sent = 0;
  #socket: Socket | null = null;
  #changed = Promise.withResolvers<void>();

  static async open(seed: string, slowMs: number): Promise<World> {
    const world = new World(seed, slowMs);
    await new Promise<void>((resolve) => world.#server.listen(0, "127.0.0.1", resolve));
    return world;
  }

  private constructor(seed: string, slowMs: number) {
    this.slowMs = slowMs;
    this.traffic = new WitnessedTraffic(seed);
    this.#exchange = exchangeOfStory(seed, this);
    this.#server = createServer({ noDelay: true }, (socket) => this.#serve(socket));
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** How many reports and orders went over the wire. */
  get messages(): number {
    return this.#messages;
  }

  /** Whether Espera is there. */
  get isThere(): boolean {
    return this.#socket !== null;
  }

  /** Whether Espera is there and has settled all that it was sent. */
  get isSettled(): boolean {
    return this.#socket !== null && this.#unsettled.length === 0;
  }

  /** Fulfilled when something came from Espera, or it came or went. */
  get changed(): Promise<void> {
    return this.#changed.promise;
  }

  /** Lets the next thing happen. `false`: Espera must settle first, or is not there. */
  step(): boolean {
    if (!this.#socket) return false;
    const oldest = this.#unsettled[0];
    const next = this.clock.nextAt() ?? Number.POSITIVE_INFINITY;
    if (oldest && next > oldest.at + this.slowMs) return false;
    return this.clock.step();
  }

  /** Lets time pass, ms, whether Espera follows or not. */
  pass(ms: number): void {
    const until = this.clock.now() + ms;
    for (let next = this.clock.nextAt(); next !== null && next <= until; next = this.clock.nextAt())
      this.clock.step();
    this.clock.jump(until - this.clock.now());
  }

  /** Tells Espera the time, so that it is known when all that others asked of it is settled. */
  tellTime(): void {
    this.#send({});
  }

  /** Breaks the connection under a living Espera. */
  cut(): void {
    if (this.#socket) this.#leave(this.#socket);
  }

  /** Whether every phone is down. */
  get everybodyHungUp(): boolean {
    const { ends, rings } = this.observer;
    return (
      rings.every(({ attempt }) => ends.has(attempt)) &&
      [...this.traffic.callers.keys()].every((call) => ends.has(call))
    );
  }

  close(): void {
    this.cut();
    this.#server.close();
    this.#exchange.close();
  }

  #serve(socket: Socket): void {
    this.cut();
    this.#socket = socket;
    this.#sent = 0;
    this.presence.push({ from: this.clock.now(), until: null });
    readMessages<Said>(socket, (said) => {
      if (this.#socket === socket) this.#hear(said);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => this.#leave(socket));
    this.#exchange.connect((report) => {
      this.#messages++;
      this.#send({ report });
    });
    this.#change();
  }

  #hear(said: Said): void {
    if ("order" in said) {
      this.#messages++;
      this.orders.push(said.order);
      this.#exchange.execute(said.order);
    } else if ("timer" in said) {
      const { timer, at } = said;
      this.#timers.set(
        timer,
        this.clock.at(at, () => {
          this.#timers.delete(timer);
          this.#send({ wake: timer });
        }),
      );
    } else if ("cancelled" in said) {
      this.#timers.get(said.cancelled)?.cancel();
      this.#timers.delete(said.cancelled);
    } else this.#unsettled = this.#unsettled.filter(({ n }) => n > said.settled);
    this.#change();
  }

  #send(what: Pick<Told, "report" | "wake">): void {
    if (!this.#socket) return;
    const [n, now] = [++this.#sent, this.clock.now()];
    this.#unsettled.push({ n, at: now });
    sendMessage(this.#socket, { n, now, ...what });
  }

  #leave(socket: Socket): void {
    if (this.#socket !== socket) return;
    this.#socket = null;
    this.#unsettled = [];
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
    this.presence.at(-1)!.until = this.clock.now();
    socket.destroy();
    this.#exchange.disconnect();
    this.#change();
  }

  #change(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
