import type { Random } from "../queueing/random.ts";
import type { SeenCrew } from "./centre/presence.ts";
import { type CallerLaws, drawPatience } from "./laws/caller-laws.ts";
import type { HandleTimes } from "./laws/handle-times.ts";
import { gaveUp, type LiftDay } from "./lift-call.ts";

/** What is the same for all days. */
export interface DrawnFrom {
  readonly lawsOf: (skill: string) => CallerLaws;
  readonly handleTimes: HandleTimes;
}

/**
 * How long the callers of a day would wait, and how long each keeps an agent. Callers who gave up had just that patience; callers who were answered were
 * handled for just that time. What is not known is drawn: the patience of those who were answered or accepted, given that they had waited so long, and the
 * handle time of those that nobody answered.
 */
export class DrawnDay {
  /** By call, ms. */
  readonly patience: Float64Array;
  readonly handles: Float64Array;
  readonly #calls: LiftDay;
  readonly #afterWork: Float64Array;

  constructor(calls: LiftDay, { afterWork }: SeenCrew, usualAfterWorkMs: number) {
    this.#calls = calls;
    this.patience = new Float64Array(calls.length);
    this.handles = new Float64Array(calls.length);
    this.#afterWork = Float64Array.from(calls, (call) => afterWork.get(call) ?? usualAfterWorkMs);
  }

  draw({ lawsOf, handleTimes }: DrawnFrom, random: Random): void {
    for (const [index, call] of this.#calls.entries()) {
      this.patience[index] = gaveUp(call)
        ? call.waitMs
        : drawPatience(call, lawsOf(call.skill), random.uniform());
      this.handles[index] = this.#afterWork[index]! + (call.handleMs ?? drawn(handleTimes, call, random));
    }
  }
}

function drawn(handleTimes: HandleTimes, { skill, arrivedAt }: LiftDay[number], random: Random): number {
  const pool = handleTimes.like(skill, arrivedAt);
  return pool[Math.floor(random.uniform() * pool.length)] ?? 0;
}
