import { type Level, liveLevel, sumOf } from "../src/lift/levels.ts";
import type { LiftCall, LiftDay, Treatment } from "../src/lift/lift-call.ts";
import { chance, exponential, lognormal } from "../src/queueing/laws/distributions.ts";
import type { Random, RandomSource } from "../src/queueing/random.ts";

/** When callbacks are made: in their place in line; or when agents are idle, and at the latest at the end of half an hour or of 5 minutes. */
export type MadeDiscipline = "place" | "window" | "flexible";

export interface MadeCentre {
  readonly discipline: MadeDiscipline;
  /** Whether the impatient accept more often. */
  readonly impatientAccept: boolean;
}

/** A day of a made centre, and the same calls had nobody been offered. */
interface MadeDay {
  readonly calls: LiftDay;
  readonly without: Level;
}

/** In whole seconds: 20 agents from 8 to 18 o'clock, a surge from 11 to 12:30, calls of 270 s, patience half of 60 s and half of 300 s. */
const AGENTS = 20;
const SECONDS = 36_000;
const SURGE = { from: 10_800, to: 16_200 };
const CALLS_PER_S = { usual: 0.0536, surge: 0.0889 };
const HANDLE_S = 270;
const PATIENCE_S = [60, 300];
/** An offer is made where a longer wait is predicted. */
const OFFER_AFTER_S = 30;
const HELD_OUT = 0.1;
const ACCEPT = 0.37;
/** Where the impatient accept more often: so many times as often below the patience, and above it. */
const SELECTION = { patienceS: 100, below: 1.4, above: 0.55 };
const REACHED = 0.93;
const RING_S = 14;
const RETRY_AFTER_S = 120;
const ATTEMPTS = 2;
const LATEST_S: Readonly<Record<MadeDiscipline, number>> = {
  place: 300,
  window: 1_800,
  flexible: 300,
};
/** A callback that does not keep its place is urgent so long before its latest time. */
const URGENT_S = 60;
export const MADE_WITHIN_MS = 20_000;

/** A caller, whatever becomes of them; seconds from the opening. */
interface Person {
  readonly at: number;
  readonly patience: number;
  readonly handle: number;
  readonly heldOut: boolean;
  readonly accepts: boolean;
  readonly reached: readonly boolean[];
}

/** A day of the centre: `day` numbers it, and is its date. */
export function madeDay(centre: MadeCentre, day: number, random: RandomSource): MadeDay {
  const people = peopleOf(centre, random.stream("made", day));
  const opening = Date.UTC(2030, 0, 1 + day, 8);
  const without = new MadeWorld(people, null).run();
  return {
    calls: new MadeWorld(people, centre.discipline)
      .run()
      .map((call) => ({ ...call, arrivedAt: opening + call.arrivedAt })),
    without: sumOf(without.map(({ answered, waitMs }) => liveLevel(answered, waitMs, MADE_WITHIN_MS))),
  };
}

function peopleOf({ impatientAccept }: MadeCentre, random: Random): Person[] {
  const people: Person[] = [];
  for (let at = 0; ; ) {
    // Thinned from the rate of the surge.
    at += exponential(random, 1 / CALLS_PER_S.surge);
    if (at >= SECONDS) return people;
    const inSurge = at >= SURGE.from && at < SURGE.to;
    if (!chance(random, inSurge ? 1 : CALLS_PER_S.usual / CALLS_PER_S.surge)) continue;
    const patience = Math.floor(exponential(random, PATIENCE_S[chance(random, 0.5) ? 1 : 0]!));
    const selection = patience < SELECTION.patienceS ? SELECTION.below : SELECTION.above;
    people.push({
      at: Math.floor(at),
      patience,
      handle: Math.max(1, Math.round(lognormal(random, HANDLE_S, 1))),
      heldOut: chance(random, HELD_OUT),
      accepts: chance(random, ACCEPT * (impatientAccept ? selection : 1)),
      reached: Array.from({ length: ATTEMPTS }, () => chance(random, REACHED)),
    });
  }
}

interface Callback {
  readonly person: Person;
  readonly index: number;
  attempts: number;
  notBefore: number;
  firstDial: number | null;
}

type Written = { -readonly [K in keyof LiftCall]: LiftCall[K] };

/** The day second by second: at each, agents take who waits, then callers come. */
class MadeWorld {
  readonly #people: readonly Person[];
  readonly #discipline: MadeDiscipline | null;
  readonly #freeAt = Array.from({ length: AGENTS }, () => 0);
  #live: number[] = [];
  #callbacks: Callback[] = [];
  readonly #calls: Written[];

  constructor(people: readonly Person[], discipline: MadeDiscipline | null) {
    this.#people = people;
    this.#discipline = discipline;
    this.#calls = people.map(({ at }) => ({
      arrivedAt: at * 1_000,
      skill: "PS",
      agent: null,
      handleMs: null,
      waitMs: 0,
      joinedAfterMs: 0,
      ringMs: null,
      answered: false,
      treatment: "not-eligible",
      customer: null,
      eligibleAfterMs: 0,
      callback: null,
    }));
  }

  run(): LiftCall[] {
    let next = 0;
    for (let now = 0; now < SECONDS || this.#live.length + this.#callbacks.length > 0; now++) {
      // While nobody waits nothing happens until the next caller.
      if (this.#live.length + this.#callbacks.length === 0) now = this.#people[next]?.at ?? SECONDS;
      this.#live = this.#live.filter((index) => !this.#gaveUp(index, now));
      this.#serve(now);
      for (; this.#people[next]?.at === now; next++) {
        this.#comes(next, now);
        this.#serve(now);
      }
    }
    return this.#calls;
  }

  #gaveUp(index: number, now: number): boolean {
    const { at, patience } = this.#people[index]!;
    if (at + patience >= now) return false;
    this.#calls[index]!.waitMs = patience * 1_000;
    return true;
  }

  #comes(index: number, now: number): void {
    const person = this.#people[index]!;
    const call = this.#calls[index]!;
    if (this.#discipline && this.#predicted(now) > OFFER_AFTER_S) {
      call.treatment = treatmentOf(person);
      if (call.treatment === "accepted") {
        call.callback = { firstDialMs: null, connectedMs: null, promiseKept: false };
        this.#callbacks.push({ person, index, attempts: 0, notBefore: now, firstDial: null });
        return;
      }
    }
    this.#live.push(index);
  }

  #predicted(now: number): number {
    if (this.#freeAt.some((at) => at <= now)) return 0;
    const callbacks = this.#discipline === "place" ? this.#callbacks.length : 0;
    return ((this.#live.length + callbacks + 1) * HANDLE_S * 0.75) / AGENTS;
  }

  #serve(now: number): void {
    for (;;) {
      const idle = this.#freeAt.filter((at) => at <= now).length;
      if (idle === 0) return;
      const due = this.#due(idle, now);
      const [first] = this.#live;
      if (due && (first === undefined || this.#isBefore(due, first, now))) this.#dial(due, now);
      else if (first !== undefined) this.#answer(first, now);
      else return;
    }
  }

  #due(idle: number, now: number): Callback | undefined {
    const due = this.#callbacks.filter(({ notBefore }) => notBefore <= now);
    if (this.#discipline === "place") return due[0];
    return due.find((one) => this.#isUrgent(one, now)) ?? (idle > 1 ? due[0] : undefined);
  }

  #isBefore(callback: Callback, live: number, now: number): boolean {
    return this.#discipline === "place" ? callback.index < live : this.#isUrgent(callback, now);
  }

  #isUrgent({ person }: Callback, now: number): boolean {
    return now >= person.at + LATEST_S[this.#discipline!] - URGENT_S;
  }

  #answer(index: number, now: number): void {
    this.#live.shift();
    const { at, handle } = this.#people[index]!;
    const call = this.#calls[index]!;
    call.waitMs = (now - at) * 1_000;
    call.answered = true;
    call.handleMs = handle * 1_000;
    call.agent = this.#takes(now, handle);
  }

  #dial(callback: Callback, now: number): void {
    const { person, index } = callback;
    const reached = person.reached[callback.attempts++]!;
    callback.firstDial ??= now - person.at;
    const agent = this.#takes(now, RING_S + (reached ? person.handle : 0));
    const ended = reached || callback.attempts === ATTEMPTS;
    if (ended) this.#callbacks = this.#callbacks.filter((one) => one !== callback);
    else callback.notBefore = now + RETRY_AFTER_S;
    const call = this.#calls[index]!;
    call.callback = {
      firstDialMs: callback.firstDial * 1_000,
      connectedMs: reached ? (now + RING_S - person.at) * 1_000 : null,
      promiseKept: reached && callback.firstDial <= LATEST_S[this.#discipline!],
    };
    if (!reached) return;
    call.answered = true;
    call.handleMs = person.handle * 1_000;
    call.agent = agent;
  }

  /** The agent who has been idle longest is busy for so long. */
  #takes(now: number, seconds: number): string {
    const agent = this.#freeAt.indexOf(Math.min(...this.#freeAt));
    this.#freeAt[agent] = now + seconds;
    return `A${agent + 1}`;
  }
}

function treatmentOf({ heldOut, accepts }: Person): Treatment {
  if (heldOut) return "held-out";
  return accepts ? "accepted" : "declined";
}
