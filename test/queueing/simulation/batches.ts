import assert from "node:assert/strict";

/** A mean and its standard error. */
export interface Estimate {
  readonly mean: number;
  readonly error: number;
}

/**
 * Sums by consecutive batches of customers (or by day), so that the standard error of a mean is known in spite of customers
 * who wait for each other.
 */
export class Batches<K extends string> {
  readonly #sums: Readonly<Record<K, Float64Array>>;
  readonly #batches: number;

  constructor(names: readonly K[], batches: number) {
    this.#sums = Object.fromEntries(names.map((name) => [name, new Float64Array(batches)])) as Record<
      K,
      Float64Array
    >;
    this.#batches = batches;
  }

  /** The sums of one measure, to be added to. */
  of(name: K): Float64Array {
    return this.#sums[name];
  }

  /** The mean over batches of `above` / `below`. */
  ratio(above: K, below: K): Estimate {
    const ratios = this.#sums[above].map((sum, batch) => sum / this.#sums[below][batch]!);
    return estimate(ratios, this.#batches);
  }
}

/** The mean of equally good estimates, and its standard error. */
export function estimate(values: Float64Array, count = values.length): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (count - 1) / count) };
}

/**
 * Fails unless the truth is within four standard errors; and, where it is a probability, within 0.003. `tooFew` says that
 * there are too few customers for the latter: so strongly do they depend on each other.
 */
export function agrees(
  what: string,
  found: Estimate,
  truth: number,
  kind: "probability" | "mean",
  tooFew = false,
): void {
  const t = (found.mean - truth) / found.error;
  const said = `${what}: simulated ${found.mean} ± ${found.error}, exact ${truth}, t ${t}`;
  if (found.error === 0) assert.ok(Math.abs(found.mean - truth) < 1e-9, said);
  else assert.ok(Math.abs(t) < 4, said);
  if (kind === "probability" && !tooFew) assert.ok(Math.abs(found.mean - truth) <= 0.003, said);
}
