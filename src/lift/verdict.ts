import type { LiftEstimate } from "./estimate.ts";
import { LEAST_HELD_OUT } from "./laws/laws-by-skill.ts";

/** Why nothing may be concluded from an estimate. */
export const DOUBTS = ["held-out-few", "model-misses", "days-few"] as const;
export type Doubt = (typeof DOUBTS)[number];

/** With fewer days than this the interval is not to be relied upon. */
const LEAST_DAYS = 20;
/** In percentage points: a model that misses what happened by more does not tell what would have happened. */
const LARGEST_ERROR = 1;

/** What speaks against an estimate, the gravest first; empty: its interval may be relied upon. */
export function doubtsOf({
  heldOut,
  validationError,
  days,
}: Pick<LiftEstimate, "heldOut" | "validationError" | "days">): Doubt[] {
  return [
    ...(heldOut < LEAST_HELD_OUT ? ["held-out-few" as const] : []),
    ...(Math.abs(validationError) > LARGEST_ERROR ? ["model-misses" as const] : []),
    ...(days < LEAST_DAYS ? ["days-few" as const] : []),
  ];
}

/** Whether the estimate is one: without a hold-out only the bounds are. */
export function isEstimated(doubts: readonly Doubt[]): boolean {
  return !doubts.includes("held-out-few");
}
