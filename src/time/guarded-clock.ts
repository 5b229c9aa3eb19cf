import type { Clock, Timer } from "./clock.ts";

/** What a machine knows of time. */
export interface MachineClocks {
  /** Epoch ms; people and time services set it. */
  wall(): number;
  /** ms since some moment; nobody sets it. It may stand still while the machine sleeps. */
  monotonic(): number;
  /** Which start of the machine this is, and ms since then, sleep included; `null` where that is not known. */
  sinceBoot(): { readonly id: string; readonly uptimeMs: number } | null;
  /** Calls `wake` after so many monotonic ms. */
  after(ms: number, wake: () => void): Timer;
}

/** When the machine was started, by the time that was believed: what is believed outlives the process by it. */
export interface BootNote {
  readonly boot: string;
  /** Epoch ms. */
  readonly startedAt: number;
}

/** What is known against the machine's clock. */
export interface ClockDoubt {
  /** By how much the clock differs from the time that is believed (behind it: negative), ms; 0: it is believed. */
  readonly suspectByMs: number;
  /** For how much longer the clock must run steadily to be believed, ms; 0 when it is. */
  readonly believedInMs: number;
  /** By how much Espera's time is ahead of the believed clock, because it was set back; it comes nearer all the time. */
  readonly aheadMs: number;
}

/** What became known of the machine's clock; `byMs`: ahead, or back when negative. */
export interface ClockNews {
  readonly what: "suspect" | "back-again" | "proved" | "accepted" | "slept";
  readonly byMs: number;
}

/**
 * The machine's clock, checked against its monotonic one. A step that the monotonic clock did not see is suspect: until
 * the clock has run steadily for some minutes, or a person accepts it, time goes on at the monotonic pace, as if nobody
 * had touched the clock. Time never steps back, and never stands still: where the clock turns out to be behind, time
 * runs a little slower until both are one.
 */
export class GuardedClock implements Clock {
  readonly #clocks: MachineClocks;
  readonly #armed = new Set<Armed>();
  /** The clock that is believed. */
  #believed: Steady;
  /** A clock that differs from it, since it was seen, and for how long it ran steadily. */
  #suspect: { readonly clock: Steady; steadyMs: number } | null = null;
  /** `now` less monotonic; at least that of the believed clock. */
  #offset: number;
  #readAt: number;
  /** Monotonic less since boot: changes when the machine sleeps. */
  #behindBoot: number | null;
  #tell: (news: ClockNews) => void = () => {};

  constructor(clocks: MachineClocks) {
    this.#clocks = clocks;
    this.#readAt = clocks.monotonic();
    this.#believed = new Steady(clocks.wall() - this.#readAt);
    this.#offset = this.#believed.offset;
    this.#behindBoot = this.#measureBehindBoot();
  }

  now(): number {
    this.#read();
    return Math.floor(this.#readAt + this.#offset);
  }

  at(at: number, wake: () => void): Timer {
    const armed: Armed = { at, wake, timer: null };
    this.#armed.add(armed);
    this.#arm(armed);
    return {
      cancel: () => {
        this.#armed.delete(armed);
        armed.timer?.cancel();
      },
    };
  }

  /** Time goes on from `at`, epoch ms, at least. */
  goOnFrom(at: number): void {
    this.#read();
    this.#setOffset(Math.max(this.#offset, at - this.#readAt));
  }

  /**
   * Believes what a process before this one believed, if the machine was not restarted since: a clock that was set
   * wrong meanwhile is suspect.
   */
  remember({ boot, startedAt }: BootNote): void {
    const now = this.#clocks.sinceBoot();
    if (now?.id !== boot) return;
    this.#readAt = this.#clocks.monotonic();
    this.#believed = new Steady(startedAt + now.uptimeMs - this.#readAt);
    this.#suspect = null;
    this.#offset = this.#believed.offset;
    this.#read();
  }

  /** For the process after this one; `null` where starts of the machine cannot be distinguished. */
  get note(): BootNote | null {
    this.#read();
    const now = this.#clocks.sinceBoot();
    return (
      now && { boot: now.id, startedAt: Math.round(this.#readAt + this.#believed.offset - now.uptimeMs) }
    );
  }

  /** Looks at the clocks every few seconds, and reports what becomes known of them, until it is cancelled. */
  watch(tell: (news: ClockNews) => void, looked: () => void = () => {}): Timer {
    this.#tell = tell;
    let timer: Timer;
    const look = () => {
      timer = this.#clocks.after(LOOK_EVERY_MS, look);
      this.#read();
      looked();
    };
    look();
    return {
      cancel: () => {
        timer.cancel();
        this.#tell = () => {};
      },
    };
  }

  get doubt(): ClockDoubt {
    this.#read();
    const suspect = this.#suspect;
    return {
      suspectByMs: suspect ? Math.round(suspect.clock.offset - this.#believed.offset) : 0,
      believedInMs: suspect ? Math.ceil(PROVED_AFTER_MS - suspect.steadyMs) : 0,
      aheadMs: Math.round(this.#offset - this.#believed.offset),
    };
  }

  /** Believes a clock that is suspect, on a person's word. Gives by how much time differs from before, ms. */
  accept(): number {
    this.#read();
    return this.#believeSuspect("accepted");
  }

  #read(): void {
    const before = this.#clocks.monotonic();
    const wall = this.#clocks.wall();
    const now = this.#clocks.monotonic();
    const elapsedMs = now - this.#readAt;
    this.#readAt = now;
    // The clock was read somewhere between the two; a wall clock gives whole milliseconds.
    const reading = { least: wall - now, most: wall + 1 - before };
    this.#judge(reading, elapsedMs);
    const { offset } = this.#believed;
    if (offset !== this.#offset) this.#setOffset(Math.max(offset, this.#offset - elapsedMs * SLOWED_BY));
  }

  #judge(reading: Reading, elapsedMs: number): void {
    if (this.#believed.isFollowedBy(reading, elapsedMs)) {
      if (this.#suspect) this.#news("back-again", this.#suspect.clock);
      this.#suspect = null;
      return;
    }
    if (this.#suspect?.clock.isFollowedBy(reading, elapsedMs)) {
      // Only what was looked at counts.
      this.#suspect.steadyMs += Math.min(elapsedMs, 2 * LOOK_EVERY_MS);
      if (this.#suspect.steadyMs >= PROVED_AFTER_MS) this.#believeSuspect("proved");
      return;
    }
    if (this.#hasSlept()) return this.#judge(reading, 0);
    const clock = new Steady(reading.least);
    // One that never runs steadily is worth one word.
    if (!this.#suspect) this.#news("suspect", clock);
    this.#suspect = { clock, steadyMs: 0 };
  }

  /** Whether the machine slept since it was last asked, and the monotonic clock stood still: then time goes on by that. */
  #hasSlept(): boolean {
    const behindBoot = this.#measureBehindBoot();
    if (behindBoot === null || this.#behindBoot === null) return false;
    const sleptMs = this.#behindBoot - behindBoot;
    this.#behindBoot = behindBoot;
    if (sleptMs < SHORTEST_SLEEP_MS) return false;
    this.#tell({ what: "slept", byMs: Math.round(sleptMs) });
    this.#believed = new Steady(this.#believed.offset + sleptMs);
    this.#setOffset(this.#offset + sleptMs);
    return true;
  }

  #measureBehindBoot(): number | null {
    const boot = this.#clocks.sinceBoot();
    return boot && this.#clocks.monotonic() - boot.uptimeMs;
  }

  #believeSuspect(what: "proved" | "accepted"): number {
    const suspect = this.#suspect;
    if (!suspect) return 0;
    const byMs = Math.round(suspect.clock.offset - this.#believed.offset);
    this.#news(what, suspect.clock);
    this.#believed = suspect.clock;
    this.#suspect = null;
    this.#setOffset(Math.max(this.#offset, suspect.clock.offset));
    return byMs;
  }

  #news(what: ClockNews["what"], { offset }: Steady): void {
    this.#tell({ what, byMs: Math.round(offset - this.#believed.offset) });
  }

  /** Timers come sooner when time has stepped ahead. */
  #setOffset(offset: number): void {
    const isAhead = offset > this.#offset;
    this.#offset = offset;
    if (isAhead) for (const armed of this.#armed) this.#arm(armed);
  }

  /** A timer that came while time ran slower, or in the middle of a long wait, is armed again. */
  #arm(armed: Armed): void {
    armed.timer?.cancel();
    const waitMs = armed.at - (this.#clocks.monotonic() + this.#offset);
    armed.timer = this.#clocks.after(Math.min(LONGEST_WAIT_MS, Math.max(0, waitMs)), () => {
      if (this.now() < armed.at) this.#arm(armed);
      else if (this.#armed.delete(armed)) armed.wake();
    });
  }
}

/** How far a wall clock may be from the monotonic one, by one look. */
interface Reading {
  readonly least: number;
  readonly most: number;
}

/** A wall clock by its distance from the monotonic one, which changes only as that of a clock that is kept right does. */
class Steady {
  offset: number;
  #slackMs = STEP_MS;

  constructor(offset: number) {
    this.offset = offset;
  }

  /** Whether the clock may have come to `reading` by small steps and by running a little faster or slower. */
  isFollowedBy({ least, most }: Reading, elapsedMs: number): boolean {
    this.#slackMs = Math.min(STEP_MS, this.#slackMs + elapsedMs * DRIFT);
    const differs = Math.max(0, least - this.offset) + Math.min(0, most - this.offset);
    if (Math.abs(differs) > this.#slackMs) return false;
    this.#slackMs -= Math.abs(differs);
    this.offset += differs;
    return true;
  }
}

interface Armed {
  readonly at: number;
  readonly wake: () => void;
  timer: Timer | null;
}

/** A time service steps a clock by less; leap seconds too. */
const STEP_MS = 2_000;
/** The most by which a time service makes a clock run faster or slower (chrony: 83,333 ppm). */
const DRIFT = 0.1;
/** A clock that was set is believed after it has run steadily for so long. */
const PROVED_AFTER_MS = 10 * 60_000;
const LOOK_EVERY_MS = 5_000;
/** Uptime is given in hundredths of a second. */
const SHORTEST_SLEEP_MS = 1_000;
/** Where time is ahead of the clock, by this share it runs slower. */
const SLOWED_BY = 0.1;
/** `setTimeout` takes little more, and would fire at once beyond. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;
