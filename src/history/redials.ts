/** A caller who gives up and calls again for the same skill within so long still wants the same. */
export const REDIAL_WITHIN_MS = 3_600_000;

/** What is to be known of a call to see whether it is a redial. Epoch ms and ms. */
export interface AnyCall {
  /** `null`: nobody knows who called. */
  readonly customer: string | null;
  readonly skill: string;
  readonly arrivedAt: number;
  readonly waitMs: number;
  readonly gaveUp: boolean;
}

/** Of callers who gave up, how many are known by a key, and how many of those called again. */
export interface RedialCount {
  readonly gaveUp: number;
  readonly calledAgain: number;
}

/**
 * Counts callers who gave up and called again for the same skill within the hour. In a model each of these calls is a caller of its own,
 * who comes whatever became of the call before. It holds the callers of the last hour.
 */
export class Redials {
  /** When they gave up, by customer and skill, the earliest arrival first. */
  readonly #gaveUpAt = new Map<string, number>();
  #gaveUp = 0;
  #calledAgain = 0;

  /** Takes the calls of a record in order of arrival. */
  add({ customer, skill, arrivedAt, waitMs, gaveUp }: AnyCall): void {
    this.#forget(arrivedAt - REDIAL_WITHIN_MS);
    if (customer === null) return;
    const key = `${customer}\0${skill}`;
    const before = this.#gaveUpAt.get(key);
    this.#gaveUpAt.delete(key);
    if (before !== undefined && arrivedAt >= before && arrivedAt - before <= REDIAL_WITHIN_MS)
      this.#calledAgain++;
    if (!gaveUp) return;
    this.#gaveUp++;
    this.#gaveUpAt.set(key, arrivedAt + waitMs);
  }

  count(): RedialCount {
    return { gaveUp: this.#gaveUp, calledAgain: this.#calledAgain };
  }

  /** Forgets calls of another hour. */
  #forget(before: number): void {
    for (const [key, at] of this.#gaveUpAt) {
      if (at >= before) return;
      this.#gaveUpAt.delete(key);
    }
  }
}

/** The same of calls in order of arrival. */
export function redialsAmong(calls: Iterable<AnyCall>): RedialCount {
  const redials = new Redials();
  for (const call of calls) redials.add(call);
  return redials.count();
}
