import type { Random } from "../queueing/random.ts";
import type { SeenAfterWork, SeenCrew } from "./centre/presence.ts";
import type { AfterWork } from "./laws/after-work.ts";
import { type CallerLaws, drawPatience } from "./laws/caller-laws.ts";
import type { HandleTimes } from "./laws/handle-times.ts";
import type { RingTimes } from "./laws/ring-times.ts";
import { gaveUp, type LiftDay } from "./lift-call.ts";

/** What is the same for all days. */
export interface DrawnFrom {
  readonly lawsOf: (skill: string) => CallerLaws;
  readonly handleTimes: HandleTimes;
  readonly ringTimes: RingTimes;
}

/**
 * How long the callers of a day would wait, and how long each keeps an agent. Callers who gave up had just that patience; callers who were answered were
 * handled for just that time, and phones rang for them just so long. What is not known is drawn: the patience of those who were answered or accepted,
 * given that they had waited so long, the handle time and the ring of those that nobody answered, and the agent's work after a call, given that it
 * lasted as long as somebody waited and was over by the next call.
 */
export class DrawnDay {
  /** By call, ms. */
  readonly patience: Float64Array;
  readonly rings: Float64Array;
  /** From the answer on, work after the call included. */
  readonly handles: Float64Array;
  readonly #calls: LiftDay;
  readonly #afterWork: AfterWork;
  /** By call, ms; `NaN`: it is drawn, of those that were seen from the one on before which so many are, and of so many. */
  readonly #afterWorkMs: Float64Array;
  readonly #afterWorkFrom: Int32Array;
  readonly #afterWorks: Int32Array;

  constructor(calls: LiftDay, crew: SeenCrew, afterWork: AfterWork) {
    this.#calls = calls;
    this.patience = new Float64Array(calls.length);
    this.rings = new Float64Array(calls.length);
    this.handles = new Float64Array(calls.length);
    this.#afterWork = afterWork;
    const shown = calls.map((call) => crew.afterWork.get(call) ?? NOTHING_SHOWS);
    this.#afterWorkFrom = Int32Array.from(shown, ({ least }) => afterWork.count(least, false));
    this.#afterWorks = Int32Array.from(
      shown,
      ({ most }, index) => afterWork.count(most, true) - this.#afterWorkFrom[index]!,
    );
    this.#afterWorkMs = Float64Array.from(shown, ({ least, most, usual }, index) => {
      if (least === most) return most;
      if (this.#afterWorks[index]! > 0) return Number.NaN;
      // None was seen that could be it. Shorter than all: as long as it can have been. Where none was seen, nothing is known of such work.
      return usual ?? (afterWork.isSeen ? most : 0);
    });
  }

  draw({ lawsOf, handleTimes, ringTimes }: DrawnFrom, random: Random): void {
    for (const [index, call] of this.#calls.entries()) {
      this.patience[index] = gaveUp(call)
        ? call.waitMs
        : drawPatience(call, lawsOf(call.skill), random.uniform());
      this.rings[index] = call.ringMs ?? ringTimes.draw(random);
      this.handles[index] =
        this.#afterWorkOf(index, random) + (call.handleMs ?? drawn(handleTimes, call, random));
    }
  }

  #afterWorkOf(index: number, random: Random): number {
    const ms = this.#afterWorkMs[index]!;
    if (!Number.isNaN(ms)) return ms;
    return this.#afterWork.nth(
      this.#afterWorkFrom[index]! + Math.floor(random.uniform() * this.#afterWorks[index]!),
    );
  }
}

const NOTHING_SHOWS: SeenAfterWork = { least: 0, most: Number.POSITIVE_INFINITY, usual: null };

function drawn(handleTimes: HandleTimes, { skill, arrivedAt }: LiftDay[number], random: Random): number {
  const pool = handleTimes.like(skill, arrivedAt);
  return pool[Math.floor(random.uniform() * pool.length)] ?? 0;
}
