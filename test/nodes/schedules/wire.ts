import { Duplex } from "node:stream";
import type { Machine } from "./virtual-world.ts";

/** An end of a connection between two machines, as their code uses a socket. */
export class WireEnd extends Duplex {
  readyState: "opening" | "open" | "closed" = "opening";
  readonly #machine: Machine;
  #other: WireEnd | null = null;
  #arrivesAt = 0;

  /** The end at the machine that dials; `accept` gets the other one. */
  static dial(from: Machine, to: Machine, accept: (end: WireEnd) => void): WireEnd {
    const [near, far] = [new WireEnd(from), new WireEnd(to)];
    near.#other = far;
    far.#other = near;
    near.#carry(() => {
      far.readyState = "open";
      accept(far);
      far.#carry(() => {
        near.readyState = "open";
        near.emit("connect");
      });
    });
    return near;
  }

  private constructor(machine: Machine) {
    super({ allowHalfOpen: false });
    this.#machine = machine;
    machine.onDeath.push(() => this.#carry(() => this.#other!.push(null)));
  }

  override _read(): void {}

  override _write(bytes: Buffer, _: BufferEncoding, done: () => void): void {
    this.#carry(() => this.#other!.push(bytes));
    done();
  }

  override _final(done: () => void): void {
    this.#carry(() => this.#other!.push(null));
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.readyState === "open") this.#carry(() => this.#other!.push(null));
    this.readyState = "closed";
    done(error);
  }

  /** Also what a machine sent just before it died arrives. */
  #carry(happens: () => void): void {
    const { world } = this.#machine;
    this.#arrivesAt = Math.max(this.#arrivesAt, world.now + this.#machine.latencyMs());
    const to = this.#other!.#machine;
    world.at(this.#arrivesAt, () => {
      if (this.#other!.readyState !== "closed") to.take(happens);
    });
  }
}
