import type { PatiencePiece } from "./patience-law.ts";

/** A law of steps, each survival holding from its time on, 1 before the first, that goes on exponentially from the last. */
export interface Steps {
  /** Ascending. */
  readonly times: readonly number[];
  readonly survivals: readonly number[];
  readonly tailRate: number;
}

/** The index of the last step that has begun at `wait`; -1 when none has. */
export function lastStepAt(times: readonly number[], wait: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= wait) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function survivalOf({ times, survivals, tailRate }: Steps, wait: number): number {
  const index = lastStepAt(times, wait);
  if (index < 0) return 1;
  const step = survivals[index]!;
  return index < times.length - 1 ? step : step * Math.exp(-tailRate * (wait - times[index]!));
}

/** The law that lies a share (0 to 1) of the way from one to another; its tail goes on as that of the one. */
export function between(one: Steps, other: Steps, share: number): Steps {
  const times = [...new Set([...one.times, ...other.times])].sort((a, b) => a - b);
  return {
    times,
    survivals: times.map((time) => {
      const survival = survivalOf(one, time);
      return survival + share * (survivalOf(other, time) - survival);
    }),
    tailRate: one.tailRate,
  };
}

/**
 * What a law of steps draws for somebody who has waited `elapsed`: its quantile `u` (0 ≤ u < 1) given that it is longer.
 * Infinite where the law has no tail and leaves somebody for ever. Where it leaves nobody beyond `elapsed`, what remains is the tail.
 */
export function quantileBeyond({ times, survivals, tailRate }: Steps, elapsed: number, u: number): number {
  const from = lastStepAt(times, elapsed);
  const now = from < 0 ? 1 : survivals[from]!;
  const last = times.length - 1;
  if (from < last && now > 0) {
    const wanted = (1 - u) * now;
    // The first time whose survival is at most the wanted one.
    let low = from + 1;
    let high = last + 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (survivals[middle]! <= wanted) high = middle;
      else low = middle + 1;
    }
    if (low <= last) return times[low]!;
    return tailRate === 0
      ? Number.POSITIVE_INFINITY
      : times[last]! + Math.log(survivals[last]! / wanted) / tailRate;
  }
  return tailRate === 0 ? Number.POSITIVE_INFINITY : elapsed - Math.log1p(-u) / tailRate;
}

/** The law in pieces that can be integrated exactly. */
export function piecesOf({ times, survivals, tailRate }: Steps): PatiencePiece[] {
  const last = times.length - 1;
  const pieces = times.map((from, index) => {
    const survival = survivals[index]!;
    return index < last
      ? { from, remaining: survival, leaving: 0, rate: 0 }
      : { from, remaining: 0, leaving: survival, rate: tailRate };
  });
  return times[0] === 0 ? pieces : [{ from: 0, remaining: 1, leaving: 0, rate: 0 }, ...pieces];
}
