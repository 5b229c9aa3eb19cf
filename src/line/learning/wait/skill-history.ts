import { addTo, type FadingSum, newSum, sumAt } from "../statistics/fading-sum.ts";

/** What became of the last callers of a skill. A plain JSON object; {@link noteWait} changes it, in place. */
export interface SkillHistory {
  /** Waits of those who were answered, at once or not, and how many they were, over two hours. */
  readonly waits: FadingSum;
  readonly calls: FadingSum;
  /** How long the last one waited who was answered after a wait, ms. */
  lastWait: number;
}

export function newSkillHistory(): SkillHistory {
  return { waits: newSum(), calls: newSum(), lastWait: 0 };
}

/** Somebody of the skill was answered after a wait, at once where it is 0. */
export function noteWait(history: SkillHistory, waitMs: number, now: number): void {
  addTo(history.waits, waitMs, now, MEMORY_MS);
  addTo(history.calls, 1, now, MEMORY_MS);
  if (waitMs > 0) history.lastWait = waitMs;
}

/** The mean wait of the last hours, those who were answered at once included, ms. */
export function usualWait({ waits, calls }: SkillHistory, now: number): number {
  return (sumAt(waits, now, MEMORY_MS) + PRIOR_WAIT_MS) / (sumAt(calls, now, MEMORY_MS) + 1);
}

const MEMORY_MS = 7_200_000;
const PRIOR_WAIT_MS = 30_000;
