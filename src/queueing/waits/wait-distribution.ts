import type { GammaLaw } from "../laws/gamma-law.ts";
import type { ServiceCapacity } from "./service-capacity.ts";

/**
 * The law of somebody's wait: they are served when the agents have had the capacity that those ahead and they take, which
 * follows a gamma law. Times in the unit of what it was made of.
 */
export class WaitDistribution {
  /** How many callers' worth of capacity passes until they are served. */
  readonly needed: GammaLaw;
  readonly #capacity: ServiceCapacity;
  readonly #factor: number;
  #moments: { mean: number; variance: number } | null = null;

  constructor(needed: GammaLaw, capacity: ServiceCapacity, factor = 1) {
    this.needed = needed;
    this.#capacity = capacity;
    this.#factor = factor;
  }

  /** Infinite where the staff may leave for good before their turn. */
  get mean(): number {
    return this.#found().mean * this.#factor;
  }

  get variance(): number {
    return this.#found().variance * this.#factor ** 2;
  }

  /** The probability that they wait at most `time`. */
  within(time: number): number {
    return time < 0 ? 0 : this.needed.atMost(this.#capacity.by(time / this.#factor));
  }

  /** The wait that the share `p` (0 ≤ p < 1) of such callers does not exceed: what can be promised with probability `p`. */
  quantile(p: number): number {
    return this.#capacity.timeOf(this.needed.quantile(p)) * this.#factor;
  }

  /** The same, every wait `factor` times as long: what is learned from predictions that proved too short or too long. */
  scaled(factor: number): WaitDistribution {
    return new WaitDistribution(this.needed, this.#capacity, this.#factor * factor);
  }

  #found(): { mean: number; variance: number } {
    this.#moments ??= this.#capacity.momentsOf(this.needed);
    return this.#moments;
  }
}
