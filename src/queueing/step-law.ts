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
