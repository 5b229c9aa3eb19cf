import { type PlayedCall, playHistory } from "../../../bench/recorded-history.ts";
import type { LearnedLine } from "../../../src/line/learning/learned-line.ts";
import { type LearnedWait, predictWait } from "../../../src/line/learning/predict-wait.ts";

/** A prediction, and how long the caller waited. */
export interface Kept<C extends PlayedCall> {
  readonly call: C;
  readonly wait: LearnedWait;
  /** The wait that is not exceeded with 50, 80 and 90 %, as it was known then. */
  readonly quantilesMs: readonly number[];
  /** Callers in line when the call came, and how long they had waited, in order of arrival. */
  readonly inLine: number;
  readonly elapsedMs: readonly number[];
}

/** What is predicted of each call that has to wait, as the calls are played. */
export function predictionsOf<C extends PlayedCall>(calls: readonly C[], learned?: LearnedLine): Kept<C>[] {
  const kept: Kept<C>[] = [];
  playHistory(
    calls,
    {
      arrival: (call, view, known) => {
        if (call.waitMs === 0) return;
        const wait = predictWait(known, call.standing, view);
        const quantilesMs = [0.5, 0.8, 0.9].map(wait.quantileMs);
        const elapsedMs = [...view.waiting]
          .map(({ since }) => view.at - since)
          .sort((one, other) => other - one);
        kept.push({ call: call as C, wait, quantilesMs, inLine: elapsedMs.length, elapsedMs });
      },
    },
    learned,
  );
  return kept;
}

/** The root of the mean squared error over those who were answered, ms. */
export function errorOf<C extends PlayedCall>(
  kept: readonly Kept<C>[],
  predictedMs: (one: Kept<C>) => number = ({ wait }) => wait.meanMs,
): number {
  const answered = kept.filter(({ call }) => call.isAnswered);
  const sum = answered.reduce((total, one) => total + (predictedMs(one) - one.call.waitMs) ** 2, 0);
  return Math.sqrt(sum / answered.length);
}
