import { atMostOne } from "../numerics/at-most-one.ts";
import type { PatienceLaw, PatiencePiece } from "./patience-law.ts";

/**
 * The probability that somebody who has waited `elapsed` waits `more` yet: G(elapsed + more) / G(elapsed). Where the law
 * leaves nobody at `elapsed`, though they are there, what goes on is its tail, if it is a law in pieces, as one that was learned
 * from waits is; else they are taken to stay.
 */
export function residualSurvival(law: PatienceLaw, elapsed: number, more: number): number {
  // For ever is as long as a number can say, so that a rate of 0 times it is 0.
  const longer = Math.min(more, Number.MAX_VALUE);
  const now = law.survival(elapsed);
  if (now > 0) return atMostOne(law.survival(elapsed + longer) / now);
  return Math.exp(-(law.pieces?.at(-1)?.rate ?? 0) * longer);
}

/** The law of what is left of the patience of somebody who has waited `elapsed`; in pieces where the law is. */
export function residualPatience(law: PatienceLaw, elapsed: number): PatienceLaw {
  const survival = (more: number) => residualSurvival(law, elapsed, more);
  const { pieces } = law;
  if (!pieces) return { survival };
  return {
    survival,
    get pieces() {
      return piecesBeyond(pieces, law.survival(elapsed), elapsed);
    },
  };
}

function piecesBeyond(pieces: readonly PatiencePiece[], now: number, elapsed: number): PatiencePiece[] {
  if (!(now > 0)) return [{ from: 0, remaining: 0, leaving: 1, rate: pieces.at(-1)!.rate }];
  return pieces
    .filter((_, index) => (pieces[index + 1]?.from ?? Number.POSITIVE_INFINITY) > elapsed)
    .map(({ from, remaining, leaving, rate }) => ({
      from: Math.max(0, from - elapsed),
      remaining: remaining / now,
      leaving: (leaving * Math.exp(-rate * Math.max(0, elapsed - from))) / now,
      rate,
    }));
}
