import type { Clock, Timer } from "../time/clock.ts";
import { realClock } from "../time/real-clock.ts";

/** Waits for what an event set off; `null` when there is nothing to wait for. */
type Settle = () => Promise<void> | null;

/**
 * A clock that moves only on demand. What is due at the same time fires in the order in which it was asked for,
 * so that a run is the same whatever the machine does.
 */
export class VirtualClock implements Clock {
  readonly #heap = new TimerHeap();
  #now: number;

  /** Begins at `startAt`, epoch ms. */
  constructor(startAt = 0) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  at(at: number, wake: () => void): Timer {
    return this.#heap.push(at, wake);
  }

  /** When the next timer is due (epoch ms; it may be overdue after a jump), `null` when there is none. */
  nextAt(): number | null {
    return this.#heap.first()?.at ?? null;
  }

  /** Fires the next timer and moves the time to it. `false` when there was none. */
  step(): boolean {
    const due = this.#heap.pop();
    if (!due) return false;
    if (due.at > this.#now) this.#now = due.at;
    due.fire();
    return true;
  }

  /**
   * Fires everything that is due until `until`, that time included, one by one, each settled before the next; then
   * the time is `until`. With `Infinity` it ends, at the time of the last, when no timer is left.
   */
  async run(until: number, settle?: Settle): Promise<void> {
    for (;;) {
      const due = this.#heap.first();
      if (!due || due.at > until) break;
      this.step();
      const pending = settle?.();
      if (pending) await pending;
    }
    if (until > this.#now && until !== Number.POSITIVE_INFINITY) this.#now = until;
  }

  /** Sets the time forward or back without firing anything, as an operator or a time service does. */
  jump(byMs: number): void {
    this.#now += byMs;
  }

  /** Takes all timers out, in their order. */
  takeTimers(): VirtualTimer[] {
    return this.#heap.takeAll();
  }
}

/**
 * A clock that begins in the past, lives through it as fast as the machine can, and goes on with the real time:
 * until `catchUp` is fulfilled it is virtual, then it is `real`.
 */
export class CatchUpClock implements Clock {
  readonly #virtual: VirtualClock;
  readonly #real: Clock;
  #live = false;

  constructor(startAt: number, real: Clock = realClock) {
    this.#virtual = new VirtualClock(startAt);
    this.#real = real;
  }

  now(): number {
    return this.#live ? this.#real.now() : this.#virtual.now();
  }

  at(at: number, wake: () => void): Timer {
    return this.#live ? this.#real.at(at, wake) : this.#virtual.at(at, wake);
  }

  /** Fires all that is due before the real time, each settled before the next; what is left waits for real time. */
  async catchUp(settle?: Settle): Promise<void> {
    if (this.#live) return;
    for (;;) {
      const next = this.#virtual.nextAt();
      if (next === null || next > this.#real.now()) break;
      this.#virtual.step();
      const pending = settle?.();
      if (pending) await pending;
    }
    this.#live = true;
    for (const timer of this.#virtual.takeTimers()) timer.moveTo(this.#real);
  }
}

/** A timer of a virtual clock; it can go on to another clock, and its holder can still cancel it. */
class VirtualTimer implements Timer {
  readonly at: number;
  readonly ordinal: number;
  #wake: (() => void) | null;
  #moved: Timer | null = null;

  constructor(at: number, ordinal: number, wake: () => void) {
    this.at = at;
    this.ordinal = ordinal;
    this.#wake = wake;
  }

  get cancelled(): boolean {
    return this.#wake === null;
  }

  cancel(): void {
    this.#wake = null;
    this.#moved?.cancel();
  }

  fire(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }

  moveTo(clock: Clock): void {
    this.#moved = clock.at(this.at, () => this.fire());
  }
}

/** A binary heap of timers by time, then by the order of asking. Cancelled ones are dropped when they come up. */
class TimerHeap {
  readonly #timers: VirtualTimer[] = [];
  #ordinal = 0;

  push(at: number, wake: () => void): VirtualTimer {
    const timer = new VirtualTimer(at, this.#ordinal++, wake);
    const timers = this.#timers;
    let index = timers.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(timer, timers[parent]!)) break;
      timers[index] = timers[parent]!;
      index = parent;
    }
    timers[index] = timer;
    return timer;
  }

  first(): VirtualTimer | undefined {
    const timers = this.#timers;
    while (timers.length > 0 && timers[0]!.cancelled) this.#removeFirst();
    return timers[0];
  }

  pop(): VirtualTimer | undefined {
    const first = this.first();
    if (first) this.#removeFirst();
    return first;
  }

  takeAll(): VirtualTimer[] {
    return this.#timers
      .splice(0)
      .filter((timer) => !timer.cancelled)
      .sort((a, b) => (before(a, b) ? -1 : 1));
  }

  #removeFirst(): void {
    const timers = this.#timers;
    const last = timers.pop()!;
    const length = timers.length;
    if (length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= length) break;
      if (child + 1 < length && before(timers[child + 1]!, timers[child]!)) child++;
      if (!before(timers[child]!, last)) break;
      timers[index] = timers[child]!;
      index = child;
    }
    timers[index] = last;
  }
}

function before(a: VirtualTimer, b: VirtualTimer): boolean {
  return a.at < b.at || (a.at === b.at && a.ordinal < b.ordinal);
}
