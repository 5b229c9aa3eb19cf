import type { SkillId } from "../src/line/ids.ts";
import { type Credits, creditOf, type LineMember } from "../src/line/learning/order/credits.ts";
import type { PlayedCall } from "./recorded-history.ts";

/**
 * How long those who gave up would have waited: until somebody behind them in the order that was learned is taken by an agent of
 * their skill.
 */
export class VirtualWaits<T> {
  readonly #gone = new Map<PlayedCall, T>();

  /** Somebody gave up. */
  gaveUp(call: PlayedCall, kept: T): void {
    this.#gone.set(call, kept);
  }

  /** Those whose turn would have been now that an agent of these skills took a call which had waited. */
  *taken(
    call: PlayedCall,
    skills: readonly SkillId[],
    at: number,
    credits: Credits,
  ): Iterable<readonly [call: PlayedCall, kept: T, waitMs: number]> {
    const served = orderOf(call.standing, credits);
    for (const [gone, kept] of this.#gone) {
      if (at - gone.at > LONGEST_MS) this.#gone.delete(gone);
      else if (skills.includes(gone.standing.skill) && orderOf(gone.standing, credits) < served) {
        this.#gone.delete(gone);
        yield [gone, kept, at - gone.at];
      }
    }
  }
}

function orderOf(standing: LineMember, credits: Credits): number {
  return standing.place - creditOf(credits, standing).mean;
}

/** Nothing is known about those who would have waited for longer: the centre was closed. */
const LONGEST_MS = 3_600_000;
