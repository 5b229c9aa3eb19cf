import { mustBePositive, mustBeProbability } from "../parameter-error.ts";
import { type ObservedWait, Patience } from "./patience.ts";
import type { PatienceLaw, PatiencePiece } from "./patience-law.ts";
import { piecesOf, quantileBeyond, type Steps, survivalOf } from "./step-law.ts";

export interface HoldOut {
  /** Eligible callers who at random got no offer; their waits from when they became eligible. */
  readonly heldOut: readonly ObservedWait[];
  /** The law of all who were eligible, where more is known of it than the held out tell; else it is theirs. */
  readonly everybody?: Steps;
  /** Those who were offered and declined; theirs from the same moment. */
  readonly decliners: readonly ObservedWait[];
  /** The share of the offered who accepted: above 0, at most 1. */
  readonly acceptance: number;
}

/**
 * The patience that those who accepted would have had. Who is held out is everybody, those who would accept and
 * those who would decline:  G_all = p G_acc + (1 − p) G_dec,  so  G_acc = (G_all − (1 − p) G_dec) / p. Being a difference of two
 * estimates, it may rise and leave [0, 1]: the nearest law that never rises takes its place (least squares over the wait,
 * by pooling adjacent violators: Ayer et al. 1955), cut to [0, 1]. Beyond the last step it goes on exponentially, with
 * giving up and waiting of the acceptors found by the same difference.
 */
export class HoldOutPatience implements PatienceLaw {
  readonly times: readonly number[];
  readonly survivals: readonly number[];
  readonly tailRate: number;
  readonly pieces: readonly PatiencePiece[];

  constructor({ heldOut, everybody = new Patience(heldOut), decliners, acceptance }: HoldOut) {
    mustBeProbability("acceptance", acceptance);
    mustBePositive("acceptance", acceptance);
    const declined = new Patience(decliners);
    const times = [...new Set([...everybody.times, ...declined.times])].sort((a, b) => a - b);
    const longest = [...heldOut, ...decliners].reduce((most, { wait }) => Math.max(most, wait), 0);
    const raw = times.map(
      (time) => (survivalOf(everybody, time) - (1 - acceptance) * declined.survival(time)) / acceptance,
    );
    const lengths = times.map((time, index) => (times[index + 1] ?? longest) - time);
    this.times = times;
    this.survivals = neverRising(raw, lengths).map((survival) => Math.min(1, Math.max(0, survival)));
    this.tailRate = tailRate(heldOut, decliners, acceptance);
    this.pieces = piecesOf(this);
  }

  survival(wait: number): number {
    return survivalOf(this, wait);
  }

  /** The patience of somebody who has waited `elapsed`: the quantile `u` (0 ≤ u < 1) of the law given that it is longer. */
  beyond(elapsed: number, u: number): number {
    return quantileBeyond(this, elapsed, u);
  }
}

/** Between which two laws the truth lies. */
export interface PatienceBounds {
  readonly least: PatienceLaw;
  readonly most: PatienceLaw;
}

/** What is known of the patience of those who accepted when nobody was held out: nothing. They leave at once, or never. */
export const acceptorBounds: PatienceBounds = {
  least: { survival: () => 0, pieces: [{ from: 0, remaining: 0, leaving: 0, rate: 0 }] },
  most: { survival: () => 1, pieces: [{ from: 0, remaining: 1, leaving: 0, rate: 0 }] },
};

/** What is then known of the patience of everybody who was offered, from the decliners' law and the share who accepted. */
export function everybodyBounds(decliners: PatienceLaw, acceptance: number): PatienceBounds {
  const mixedWith = (accepted: number): PatienceLaw => ({
    survival: (wait) => acceptance * accepted + (1 - acceptance) * decliners.survival(wait),
    ...(decliners.pieces && {
      pieces: decliners.pieces.map(({ from, remaining, leaving, rate }) => ({
        from,
        remaining: acceptance * accepted + (1 - acceptance) * remaining,
        leaving: (1 - acceptance) * leaving,
        rate,
      })),
    }),
  });
  return { least: mixedWith(0), most: mixedWith(1) };
}

/** The nearest values that never rise, by weighted least squares: what rises is pooled with what is before it. */
function neverRising(values: readonly number[], weights: readonly number[]): number[] {
  const blocks: { sum: number; weight: number; count: number }[] = [];
  for (const [index, value] of values.entries()) {
    // The last step may have no length; a weight as good as none keeps its value where it violates nothing.
    const weight = Math.max(weights[index]!, Number.MIN_VALUE ** 0.5);
    let block = { sum: value * weight, weight, count: 1 };
    for (
      let last = blocks.at(-1);
      last && block.sum / block.weight > last.sum / last.weight;
      last = blocks.at(-1)
    ) {
      blocks.pop();
      block = {
        sum: last.sum + block.sum,
        weight: last.weight + block.weight,
        count: last.count + block.count,
      };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ sum, weight, count }) => Array.from({ length: count }, () => sum / weight));
}

/** Given up by time waited, a head, of the held out less those who decline; of all where that makes no sense. */
function tailRate(
  heldOut: readonly ObservedWait[],
  decliners: readonly ObservedWait[],
  acceptance: number,
): number {
  const [all, declined] = [perHead(heldOut), perHead(decliners)];
  const gaveUp = all.gaveUp - (1 - acceptance) * declined.gaveUp;
  const waited = all.waited - (1 - acceptance) * declined.waited;
  if (gaveUp > 0 && waited > 0) return gaveUp / waited;
  return all.waited > 0 ? all.gaveUp / all.waited : 0;
}

function perHead(observed: readonly ObservedWait[]): { gaveUp: number; waited: number } {
  const count = Math.max(1, observed.length);
  return {
    gaveUp: observed.filter(({ gaveUp }) => gaveUp).length / count,
    waited: observed.reduce((sum, { wait }) => sum + wait, 0) / count,
  };
}
