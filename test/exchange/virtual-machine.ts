import type { VirtualClock } from "../../src/replay/virtual-clock.ts";
import type { Timer } from "../../src/time/clock.ts";
import type { MachineClocks } from "../../src/time/guarded-clock.ts";

/** The clocks of a machine in a virtual world, whose wall clock can be set wrong, and which can sleep. */
export class VirtualMachine implements MachineClocks {
  /** By how much the wall clock is wrong, ms. */
  wrongMs = 0;
  readonly #world: VirtualClock;
  readonly #startedAt: number;
  readonly #boot: string | null;
  #sleptMs = 0;

  /** `boot` names this start of the machine; `null`: it does not know how long it has been up. */
  constructor(world: VirtualClock, { boot = null }: { boot?: string | null } = {}) {
    this.#world = world;
    this.#startedAt = world.now();
    this.#boot = boot;
  }

  wall(): number {
    return Math.floor(this.#world.now() + this.wrongMs);
  }

  monotonic(): number {
    return this.#world.now() - this.#startedAt - this.#sleptMs;
  }

  sinceBoot(): { id: string; uptimeMs: number } | null {
    if (this.#boot === null) return null;
    return { id: this.#boot, uptimeMs: this.#world.now() - this.#startedAt };
  }

  after(ms: number, wake: () => void): Timer {
    const due = this.monotonic() + Math.ceil(ms);
    let timer: Timer;
    const arm = () => {
      const leftMs = due - this.monotonic();
      timer = this.#world.at(this.#world.now() + leftMs, () => (this.monotonic() < due ? arm() : wake()));
    };
    arm();
    return { cancel: () => timer.cancel() };
  }

  /** The world goes on for so long while the machine stands still. */
  sleep(ms: number): void {
    this.#sleptMs += ms;
    this.#world.jump(ms);
  }
}
