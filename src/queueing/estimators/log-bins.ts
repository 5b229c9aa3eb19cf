import { ParameterError } from "../parameter-error.ts";

/**
 * Fixed bins for durations, each a constant factor wider than the one before: a constant memory that is as fine for
 * two seconds as for two hours. The first bin reaches down to 0; what is longer than `largest` belongs to the last.
 */
export interface LogBins {
  /** Upper edge of the first bin; any unit, the same everywhere. */
  readonly smallest: number;
  /** Upper edge of the last bin. A longer duration counts as one of this length. */
  readonly largest: number;
  readonly bins: number;
}

/** 48 bins from a hundredth to fifty times the mean that is expected: each 20 % wider than the one before. */
export function binsAround(mean: number): LogBins {
  return { smallest: mean / 100, largest: mean * 50, bins: 48 };
}

/** The bin of a duration (0 or more). */
export function binOf({ smallest, largest, bins }: LogBins, duration: number): number {
  if (duration < smallest) return 0;
  if (duration >= largest) return bins - 1;
  const share = Math.log(duration / smallest) / Math.log(largest / smallest);
  return Math.min(bins - 1, 1 + Math.floor(share * (bins - 1)));
}

/**
 * All edges from 0 to `largest`: bin `i` lies between edge `i` and edge `i + 1`. Of the same object it is the same list: a
 * law that learns is asked for them at every look, and each edge costs a power.
 */
export function edgesOf(bins: LogBins): readonly number[] {
  let edges = edgesKnown.get(bins);
  if (!edges) {
    edges = computedEdges(bins);
    edgesKnown.set(bins, edges);
  }
  return edges;
}

const edgesKnown = new WeakMap<LogBins, readonly number[]>();

function computedEdges({ smallest, largest, bins }: LogBins): number[] {
  const edges = [0];
  for (let i = 0; i < bins; i++) edges.push(smallest * (largest / smallest) ** (i / (bins - 1)));
  return edges;
}

/** What is learned in bins, and over how many observations it fades. */
interface Learned extends LogBins {
  readonly memory: number;
}

/** Throws a {@link ParameterError} unless both have the same bins and memory, so that their contents can be added. */
export function mustBeAlike(one: Learned, other: Learned): void {
  const sameBins =
    one.smallest === other.smallest && one.largest === other.largest && one.bins === other.bins;
  if (!sameBins || one.memory !== other.memory)
    throw new ParameterError("law-not-understood", "other", "laws of different priors cannot be merged");
}
