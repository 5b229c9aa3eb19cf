import { AsyncLocalStorage } from "node:async_hooks";
import { type Random, RandomSource } from "../../../src/queueing/random.ts";
import { VirtualClock } from "../../../src/replay/virtual-clock.ts";
import type { Timer } from "../../../src/time/clock.ts";

/** On which machine the code runs that asks; none: outside of every world. */
export const current = new AsyncLocalStorage<Machine>();

/**
 * Some machines on one virtual time, ms from 0. Whatever happens on a machine is an event. One event follows the other when all that
 * it set off has come to rest, and what the real database was asked is answered: the same seed tells the same story, however slow
 * the real machine is.
 */
export class VirtualWorld {
  readonly random: RandomSource;
  /** Whether what is awaited may need time to go on. */
  waitsForTime: () => Promise<boolean> = async () => false;
  readonly #clock = new VirtualClock(0);
  readonly #machines: Machine[] = [];
  #awaited = 0;
  #answered = Promise.withResolvers<void>();

  constructor(seed: string) {
    this.random = new RandomSource(seed);
  }

  get now(): number {
    return this.#clock.now();
  }

  machine(name: string): Machine {
    const machine = new Machine(this, name);
    this.#machines.push(machine);
    return machine;
  }

  /** Has something happen to the world itself, on no machine. */
  at(at: number, happens: () => void): Timer {
    return this.#clock.at(at, happens);
  }

  /** Time stands still until `answered` is called as often. */
  await(count = 1): void {
    this.#awaited += count;
  }

  answered(count = 1): void {
    this.#awaited -= count;
    this.#answered.resolve();
    this.#answered = Promise.withResolvers();
  }

  /** Lives on until something holds; `false`: it did not within so many ms. */
  async until(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
    const ends = this.now + withinMs;
    await rest();
    while (!(await holds())) {
      const next = this.#clock.nextAt();
      if (next === null || next > ends) return false;
      this.#clock.step();
      await rest();
      await this.#allAnswered();
    }
    return true;
  }

  async #allAnswered(): Promise<void> {
    const begun = performance.now();
    for (let askAt = begun + PATIENCE_MS; this.#awaited > 0; ) {
      await Promise.race([this.#answered.promise, pause()]);
      await rest();
      if (performance.now() < askAt) continue;
      if (await this.waitsForTime()) return;
      if (performance.now() > begun + HANGS_AFTER_MS) throw new Error("the database does not answer");
      askAt = performance.now() + PATIENCE_MS;
    }
  }

  /** All machines end. */
  end(): void {
    for (const machine of this.#machines) machine.die();
  }
}

/** A machine of a world. It can die, and stand still: then what comes to it happens later. */
export class Machine {
  readonly world: VirtualWorld;
  readonly name: string;
  readonly random: Random;
  /** Of its clocks to those of the world, ms: nobody may compare them with another's. */
  readonly aheadMs: number;
  /** By how much what it sends and gets is late at most, ms. */
  readonly #slowMs: number;
  /** Called when it dies. */
  readonly onDeath: (() => void)[] = [];
  #isDead = false;
  #isFrozen = false;
  #held: (() => void)[] = [];

  constructor(world: VirtualWorld, name: string) {
    this.world = world;
    this.name = name;
    this.random = world.random.stream("machine", name);
    this.aheadMs = Math.floor(this.random.uniform() * 1e6);
    this.#slowMs = SLOW_MS[Math.floor(this.random.uniform() * SLOW_MS.length)]!;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** How long a message of it, or to it, is under way. */
  latencyMs(): number {
    return 0.1 + this.random.uniform() * this.#slowMs;
  }

  /** Runs code as this machine's, with what it sets off. */
  run<T>(work: () => T): T {
    return current.run(this, work);
  }

  /** Has something happen on it in so many ms. */
  after(ms: number, happens: () => void): Timer {
    let isCancelled = false;
    const timer = this.world.at(this.world.now + ms, () =>
      this.take(() => {
        if (!isCancelled) happens();
      }),
    );
    return {
      cancel() {
        isCancelled = true;
        timer.cancel();
      },
    };
  }

  /** Has something happen on it now, or once it no longer stands still. */
  take(happens: () => void): void {
    if (this.#isDead) return;
    if (this.#isFrozen) this.#held.push(happens);
    else this.run(happens);
  }

  die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#held = [];
    for (const ends of this.onDeath.splice(0)) ends();
  }

  freeze(): void {
    this.#isFrozen = true;
  }

  /** What came meanwhile happens now, one after the other. */
  thaw(): void {
    this.#isFrozen = false;
    for (const happens of this.#held.splice(0)) this.after(0, happens);
  }
}

/** Fulfilled when nothing is left to do but what waits for time or for the database. */
const rest = () => new Promise((resolve) => realSetImmediate(resolve));
const pause = () => new Promise((resolve) => realSetTimeout(resolve, 5));
const realSetImmediate = setImmediate;
const realSetTimeout = setTimeout;

/** A near network, a far one, and a bad one: what the phones see of it is more by their speed. */
const SLOW_MS = [0.2, 1, 5];
/** What takes longer is looked at. */
const PATIENCE_MS = 100;
/** No statement here takes as long, on a machine under load either. */
const HANGS_AFTER_MS = 60_000;
