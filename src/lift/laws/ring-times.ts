import type { Random } from "../../queueing/random.ts";
import type { LiftDay } from "../lift-call.ts";

/** How long the phones of agents rang before calls were answered, to draw from for those of which it is not known. */
export class RingTimes {
  readonly #known: Float64Array;

  constructor(days: readonly LiftDay[]) {
    this.#known = Float64Array.from(
      days.flatMap((calls) => calls.flatMap(({ ringMs }) => (ringMs === null ? [] : [ringMs]))),
    );
  }

  /** 0 where none is known. */
  draw(random: Random): number {
    const known = this.#known;
    return known.length === 0 ? 0 : known[Math.floor(random.uniform() * known.length)]!;
  }
}
