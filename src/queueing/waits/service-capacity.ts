import type { GammaLaw } from "../laws/gamma-law.ts";
import { mustNotBeNegative } from "../parameter-error.ts";

/** From when on so many agents serve the line; a fraction where they also serve others. */
export interface StaffChange {
  /** Time from now. */
  readonly from: number;
  readonly agents: number;
}

/** Time and capacity at which a stretch begins, and the capacity that each unit of time adds during it. */
interface Stretch {
  readonly time: number;
  readonly capacity: number;
  readonly rate: number;
}

/**
 * How many callers agents can take on by a time from now, as a mean: its capacity. While `agents` serve it grows by
 * agents · serviceRate. Where agents join it jumps by as many, because they come idle; an agent who leaves finishes their call
 * first, and takes nobody on after that. Measured in capacity instead of time, the waits of a line are those of a
 * line with a constant rate of 1, whatever the staff does.
 */
export class ServiceCapacity {
  /** Ascending; the first begins now. Two may begin at one time: then capacity jumps from the first's to the second's. */
  readonly #stretches: readonly Stretch[];

  /**
   * `staff` in order of time; of what begins before now the last holds now. None: nobody serves. `completions`, where
   * known, are the mean times of the first completions; between them, and until the staff changes, they replace the rate.
   */
  constructor(staff: readonly StaffChange[], serviceRate: number, completions: readonly number[] = []) {
    for (const { agents } of staff) mustNotBeNegative("agents", agents);
    const current = staff.findLast(({ from }) => from <= 0)?.agents ?? 0;
    const changes = staff.filter(({ from }) => from > 0);
    const stretches: Stretch[] = [];
    let [time, capacity] = [0, 0];
    for (const completion of completions) {
      if (changes.length > 0 && completion > changes[0]!.from) break;
      if (completion <= time) continue;
      stretches.push({ time, capacity, rate: 1 / (completion - time) });
      [time, capacity] = [completion, capacity + 1];
    }
    stretches.push({ time, capacity, rate: current * serviceRate });
    let before = current;
    for (const { from, agents } of changes) {
      capacity += (from - time) * stretches.at(-1)!.rate + Math.max(0, agents - before);
      stretches.push({ time: from, capacity, rate: agents * serviceRate });
      [time, before] = [from, agents];
    }
    this.#stretches = stretches;
  }

  /** The capacity by `time`. */
  by(time: number): number {
    const { time: from, capacity, rate } = this.#lastWhere((stretch) => stretch.time <= time);
    return capacity + Math.max(0, time - from) * rate;
  }

  /** The first time at which there is so much capacity; infinite where there never is. */
  timeOf(capacity: number): number {
    if (capacity <= 0) return 0;
    const stretches = this.#stretches;
    let index = 0;
    while (index + 1 < stretches.length && stretches[index + 1]!.capacity < capacity) index++;
    const { time, capacity: from, rate } = stretches[index]!;
    const until = stretches[index + 1]?.time ?? Number.POSITIVE_INFINITY;
    // Beyond the end of its stretch lies a jump, which is taken at once.
    return rate > 0 ? Math.min(until, time + (capacity - from) / rate) : until;
  }

  /**
   * Mean and variance of the time at which a random capacity is there: ∫ P(X > capacity by t) dt, and of 2t, stretch
   * by stretch in closed form. Both infinite where the staff may never get so far.
   */
  momentsOf(law: GammaLaw): { mean: number; variance: number } {
    let [mean, square] = [0, 0];
    for (const [index, { time, capacity, rate }] of this.#stretches.entries()) {
      const next = this.#stretches[index + 1];
      if (rate > 0) {
        const end = next ? capacity + (next.time - time) * rate : Number.POSITIVE_INFINITY;
        const first = (law.meanCutAt(end) - law.meanCutAt(capacity)) / rate;
        const second = (law.squareCutAt(end) - law.squareCutAt(capacity)) / rate ** 2;
        mean += first;
        square += 2 * (time - capacity / rate) * first + second;
      } else {
        const unserved = law.above(capacity);
        if (unserved === 0) continue;
        const until = next?.time ?? Number.POSITIVE_INFINITY;
        mean += (until - time) * unserved;
        square += (until ** 2 - time ** 2) * unserved;
      }
    }
    if (mean === Number.POSITIVE_INFINITY) return { mean, variance: mean };
    return { mean, variance: Math.max(0, square - mean ** 2) };
  }

  #lastWhere(holds: (stretch: Stretch) => boolean): Stretch {
    return this.#stretches.findLast((stretch, index) => index === 0 || holds(stretch))!;
  }
}
