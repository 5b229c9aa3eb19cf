import type { CallId } from "../ids.ts";
import type { LearnedLine } from "./learned-line.ts";
import type { LineView } from "./line-view.ts";
import type { LineMember } from "./order/credits.ts";
import { featuresOf } from "./wait/wait-features.ts";
import { modelledWait } from "./wait/wait-model.ts";
import { quantileOf, waitsLearned } from "./wait/wait-spread.ts";

/** How long somebody will wait, counted from now. */
export interface LearnedWait {
  /** The mean, ms. */
  readonly meanMs: number;
  /** What the formula says, before it is corrected by what was learned of it, ms. */
  readonly formulaMs: number;
  /** The wait, ms, that is not exceeded with the probability `share` (above 0, below 1). */
  readonly quantileMs: (share: number) => number;
  /** How many waits of this size the quantiles were learned from. */
  readonly waits: number;
}

/**
 * How long somebody who comes now will wait on the phone, if no agent is there for them at once. Pure. A caller who was
 * seen to come at this very moment, as `call`, is predicted what their wait will be compared with.
 */
export function predictWait(
  learned: LearnedLine,
  caller: LineMember,
  view: LineView,
  call?: CallId,
): LearnedWait {
  const seen = call === undefined ? undefined : learned.waiting[call];
  const { features } = seen?.since === view.at ? seen : featuresOf(learned, caller, view);
  const meanMs = modelledWait(learned.model, caller.skill, features);
  return {
    meanMs,
    formulaMs: features.formula,
    waits: waitsLearned(learned.model.spread, meanMs),
    quantileMs: (share) => quantileOf(learned.model.spread, meanMs, share),
  };
}
