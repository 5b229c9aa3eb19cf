import {
  type LearnedPatience,
  newPatience,
  observePatience,
  PiecewisePatience,
} from "../../../queueing/estimators/learned-patience.ts";

/**
 * How long callers stay before they give up, and the same as a curve that can be looked up for everybody in line: it is drawn
 * again after every few callers. A plain JSON object; {@link observeStay} alone changes it, in place.
 */
export interface Staying {
  readonly patience: LearnedPatience;
  /** The cumulative hazard of giving up at the times of {@link timeAt}. */
  hazard: readonly number[];
  /** Callers seen since it was drawn. */
  seen: number;
}

export function newStaying(): Staying {
  const patience = newPatience({ mean: PRIOR_MEAN_MS, weight: 5, memory: 3_000 });
  return { patience, hazard: drawn(patience), seen: 0 };
}

/** Somebody waited so long, ms, and gave up or not. */
export function observeStay(staying: Staying, waitMs: number, gaveUp: boolean): void {
  observePatience(staying.patience, waitMs, gaveUp);
  if (++staying.seen < DRAWN_EVERY) return;
  staying.hazard = drawn(staying.patience);
  staying.seen = 0;
}

/** The cumulative hazard of giving up until so long a wait, ms: a caller who has waited so far stays until a later one with e^−(difference). */
export function hazardAt({ hazard }: Staying, waitMs: number): number {
  const at = Math.sqrt(waitMs / FIRST_STEP_MS);
  const step = Math.min(STEPS - 1, Math.floor(at));
  const [from, to] = [timeAt(step), timeAt(step + 1)];
  // Beyond the last time it goes on as it did.
  return hazard[step]! + ((hazard[step + 1]! - hazard[step]!) * (waitMs - from)) / (to - from);
}

function drawn(patience: LearnedPatience): number[] {
  const law = new PiecewisePatience(patience);
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const hazard = -Math.log(Math.max(LEAST_SURVIVAL, law.survival(timeAt(step))));
    return Math.round(hazard * 1e6) / 1e6;
  });
}

/** Times that lie the closer the shorter they are, and are found by a root. */
function timeAt(step: number): number {
  return step * step * FIRST_STEP_MS;
}

const STEPS = 96;
/** So that the last time is two and a half hours. */
const FIRST_STEP_MS = 1_000;
const LEAST_SURVIVAL = 1e-12;
const PRIOR_MEAN_MS = 180_000;
const DRAWN_EVERY = 50;
