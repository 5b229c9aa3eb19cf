import type { Random } from "../queueing/random.ts";
import type { SeenCrew } from "./centre/presence.ts";
import type { AfterWork } from "./laws/after-work.ts";
import { type CallerLaws, drawPatience } from "./laws/caller-laws.ts";
import type { HandleTimes } from "./laws/handle-times.ts";
import { gaveUp, type LiftCall, type LiftDay } from "./lift-call.ts";

/** What is the same for all days. */
export interface DrawnFrom {
  readonly lawsOf: (skill: string) => CallerLaws;
  readonly handleTimes: HandleTimes;
}

/**
 * How long the callers of a day would wait, and how long each keeps an agent. Callers who gave up had just that patience; callers who were answered were
 * handled for just that time. What is not known is drawn: the patience of those who were answered or accepted, given that they had waited so long, the
 * handle time of those that nobody answered, and the agent's work after a call where it did not show, given that it was over by the next.
 */
export class DrawnDay {
  /** By call, ms. */
  readonly patience: Float64Array;
  readonly handles: Float64Array;
  readonly #calls: LiftDay;
  readonly #afterWork: AfterWork;
  /** By call, ms; `NaN`: it is drawn, of so many. */
  readonly #afterWorkMs: Float64Array;
  readonly #afterWorks: Int32Array;

  constructor(calls: LiftDay, crew: SeenCrew, afterWork: AfterWork) {
    this.#calls = calls;
    this.patience = new Float64Array(calls.length);
    this.handles = new Float64Array(calls.length);
    this.#afterWork = afterWork;
    const anySeen = afterWork.countUpTo(Number.POSITIVE_INFINITY) > 0;
    const upTo = (call: LiftCall) => crew.afterWorkUpTo.get(call) ?? Number.POSITIVE_INFINITY;
    this.#afterWorks = Int32Array.from(calls, (call) => afterWork.countUpTo(upTo(call)));
    this.#afterWorkMs = Float64Array.from(calls, (call, index) => {
      const seen = crew.afterWork.get(call);
      if (seen !== undefined) return seen;
      if (this.#afterWorks[index]! > 0) return Number.NaN;
      // Shorter than all that were seen: as long as it can have been. Where none was, nothing is known of such work.
      return anySeen ? upTo(call) : 0;
    });
  }

  draw({ lawsOf, handleTimes }: DrawnFrom, random: Random): void {
    for (const [index, call] of this.#calls.entries()) {
      this.patience[index] = gaveUp(call)
        ? call.waitMs
        : drawPatience(call, lawsOf(call.skill), random.uniform());
      this.handles[index] =
        this.#afterWorkOf(index, random) + (call.handleMs ?? drawn(handleTimes, call, random));
    }
  }

  #afterWorkOf(index: number, random: Random): number {
    const ms = this.#afterWorkMs[index]!;
    return Number.isNaN(ms) ? this.#afterWork.at(random.uniform(), this.#afterWorks[index]!) : ms;
  }
}

function drawn(handleTimes: HandleTimes, { skill, arrivedAt }: LiftDay[number], random: Random): number {
  const pool = handleTimes.like(skill, arrivedAt);
  return pool[Math.floor(random.uniform() * pool.length)] ?? 0;
}
