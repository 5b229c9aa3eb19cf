import type { AgentTalk } from "../centre/talks.ts";

/** An agent whose next caller waited already, and who takes longer, was away. */
const LONGEST_MS = 120_000;

/**
 * How long agents are busy after a call, until they have the next caller: seen where that caller waited already when the call ended. Behind
 * the other calls it does not show; it is only known that it ended before the next call.
 */
export class AfterWork {
  /** Ascending. */
  readonly #seen: Float64Array;

  /** `talks`: of each agent of each day, in order. */
  constructor(talks: readonly (readonly AgentTalk[])[]) {
    this.#seen = Float64Array.from(
      talks.flatMap((ofAgent) =>
        ofAgent.flatMap(({ to }, index) => {
          const next = ofAgent[index + 1];
          // Who talks to two at once was passed on from one to the other.
          if (!next || next.from < to || next.from - to > LONGEST_MS) return [];
          const { callback, joinedAfterMs, arrivedAt } = next.call;
          if (callback || joinedAfterMs === null || arrivedAt + joinedAfterMs > to) return [];
          return [next.from - to];
        }),
      ),
    ).sort();
  }

  /** Whether any was seen. */
  get isSeen(): boolean {
    return this.#seen.length > 0;
  }

  /** How many of those that were seen lasted shorter than so many ms, or just so long where `included`. */
  count(ms: number, included: boolean): number {
    let [low, high] = [0, this.#seen.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#seen[middle]! < ms || (included && this.#seen[middle] === ms)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The one with so many before it, ascending. */
  nth(before: number): number {
    return this.#seen[before]!;
  }
}
