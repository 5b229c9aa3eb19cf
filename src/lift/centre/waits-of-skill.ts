import type { LiftCall, LiftDay } from "../lift-call.ts";

interface Wait {
  readonly from: number;
  readonly to: number;
}

/** The waits on the phone for one skill in a day, to be asked quickly. */
export class WaitsOfSkill {
  readonly #waits: readonly Wait[];
  readonly #longest: number;

  private constructor(calls: readonly LiftCall[]) {
    this.#waits = calls.map(({ arrivedAt, waitMs }) => ({ from: arrivedAt, to: arrivedAt + waitMs }));
    this.#longest = calls.reduce((most, { waitMs }) => Math.max(most, waitMs), 0);
  }

  /** Those of each skill that has some, of calls in order of arrival. */
  static of(calls: LiftDay): ReadonlyMap<string, WaitsOfSkill> {
    const waited = calls.filter(({ waitMs }) => waitMs > 0);
    return new Map(
      [...Map.groupBy(waited, ({ skill }) => skill)].map(([skill, ofSkill]) => [
        skill,
        new WaitsOfSkill(ofSkill),
      ]),
    );
  }

  /** Whether one of them lasted longer than `ms` between two moments. */
  anyLonger(ms: number, from: number, to: number): boolean {
    for (let at = this.#firstFrom(from - this.#longest); at < this.#waits.length; at++) {
      const wait = this.#waits[at]!;
      if (wait.from >= to) return false;
      if (Math.min(wait.to, to) - Math.max(wait.from, from) > ms) return true;
    }
    return false;
  }

  /** Whether somebody who came before `from` still waits at `now`. */
  anyFrom(from: number, now: number): boolean {
    for (let at = this.#firstFrom(now - this.#longest); at < this.#waits.length; at++) {
      const wait = this.#waits[at]!;
      if (wait.from >= from) return false;
      if (wait.to > now) return true;
    }
    return false;
  }

  /** The index of the first that began at the moment or later. */
  #firstFrom(moment: number): number {
    let low = 0;
    let high = this.#waits.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#waits[middle]!.from < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
