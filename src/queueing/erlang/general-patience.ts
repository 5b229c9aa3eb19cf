import type { PatienceLaw, PatiencePiece } from "../laws/patience-law.ts";
import { mustBePositive, mustBeWhole, mustNotBeNegative, ParameterError } from "../parameter-error.ts";
import { measuresOf, type QueueMeasures, type QueueParameters } from "./erlang-a.ts";
import { offeredWait, stretchesOfPieces } from "./offered-wait.ts";
import { stretchesOfLaw } from "./smooth-stretch.ts";

/**
 * M/M/n+G: as Erlang A, with any law of patience (Baccelli and Hebuterne 1981, Zeltyn and Mandelbaum 2005). Exact, as
 * Erlang A is, for a law in pieces, such as Kaplan and Meier's; any other is integrated by panels that are halved until
 * halving changes nothing beyond 1e-12. That finds a jump by itself where a panel's nodes see it; one that lies between
 * them, and a law that rises only there, is not seen: name it in `breakpoints`.
 *
 * @param threshold in units of time, at least 0
 * @throws ParameterError, `line-grows-without-end` when more stay for ever than the agents can serve,
 * `law-not-understood` when the law is seen to rise or to leave [0, 1]
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
  const stayed = law.survival(threshold);
  if (!(stayed >= 0 && stayed <= 1 + ROUNDING))
    throw new ParameterError("law-not-understood", "law", `survival is ${stayed} at ${threshold}`);
  return measuresOf(line, none, regions, Math.min(1, stayed));
}

function mustBeLaw(pieces: readonly PatiencePiece[]): void {
  let before = Number.NEGATIVE_INFINITY;
  let stayedUntil: (wait: number) => number = () => 1;
  for (const { from, remaining, leaving, rate } of pieces) {
    const stayed = stayedUntil(from);
    const right =
      remaining >= 0 &&
      leaving >= 0 &&
      rate >= 0 &&
      Number.isFinite(rate) &&
      Number.isFinite(from) &&
      remaining + leaving <= stayed * (1 + ROUNDING) + ROUNDING;
    if (!right || !(from > before) || (before === Number.NEGATIVE_INFINITY && from !== 0))
      throw new ParameterError(
        "law-not-understood",
        "law",
        `the piece from ${from} is not of a law of patience`,
      );
    before = from;
    stayedUntil = (wait) => remaining + leaving * Math.exp(-rate * (wait - from));
  }
  if (pieces.length === 0) throw new ParameterError("law-not-understood", "law", "the law has no pieces");
}

/** What the sums of an estimator may be off. */
const ROUNDING = 1e-9;
