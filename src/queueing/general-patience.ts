import { measuresOf, type QueueMeasures, type QueueParameters } from "./erlang-a.ts";
import { offeredWait, stretchesOfPieces } from "./offered-wait.ts";
import { mustBePositive, mustBeWhole, mustNotBeNegative, ParameterError } from "./parameter-error.ts";
import type { PatienceLaw, PatiencePiece } from "./patience-law.ts";
import { stretchesOfLaw } from "./smooth-stretch.ts";

/**
 * M/M/n+G: as Erlang A, with any law of patience (Baccelli and Hebuterne 1981, Zeltyn and Mandelbaum 2005). Exact, as
 * Erlang A is, for a law in pieces, such as Kaplan and Meier's; any other is integrated by panels that are halved until
 * halving changes nothing beyond 1e-12, which finds jumps by itself but sooner where `breakpoints` name them.
 *
 * @param threshold in units of time, at least 0
 * @throws ParameterError, `line-grows-without-end` when more stay for ever than the agents can serve,
 * `law-not-understood` when the law rises or leaves [0, 1]
 */
export function generalPatience(
  line: Omit<QueueParameters, "patienceRate">,
  law: PatienceLaw,
  threshold: number,
): QueueMeasures {
  mustBeWhole("agents", line.agents, 1);
  mustNotBeNegative("arrivalRate", line.arrivalRate);
  mustBePositive("serviceRate", line.serviceRate);
  mustNotBeNegative("threshold", threshold);
  if (law.pieces) mustBeLaw(law.pieces);
  const stretches = law.pieces
    ? stretchesOfPieces(line, law.pieces, [threshold])
    : stretchesOfLaw(line, law, [threshold]);
  const { none, regions } = offeredWait(line, stretches);
  return measuresOf(line, none, regions, law.survival(threshold));
}

function mustBeLaw(pieces: readonly PatiencePiece[]): void {
  let [before, stayed] = [Number.NEGATIVE_INFINITY, 1];
  for (const { from, remaining, leaving, rate } of pieces) {
    const right =
      remaining >= 0 &&
      leaving >= 0 &&
      rate >= 0 &&
      remaining + leaving <= stayed * (1 + ROUNDING) + ROUNDING;
    if (!right || !(from > before) || (before === Number.NEGATIVE_INFINITY && from !== 0))
      throw new ParameterError(
        "law-not-understood",
        "law",
        `the piece from ${from} is not of a law of patience`,
      );
    [before, stayed] = [from, remaining + leaving];
  }
  if (pieces.length === 0) throw new ParameterError("law-not-understood", "law", "the law has no pieces");
}

/** What the sums of an estimator may be off. */
const ROUNDING = 1e-9;
