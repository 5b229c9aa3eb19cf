import type { CallbackId } from "../../../line/ids.ts";
import {
  chance,
  exponential,
  hyperExponential,
  pick,
  uniform,
} from "../../../queueing/laws/distributions.ts";
import type { Random, RandomSource } from "../../../queueing/random.ts";
import type { ReturnCall } from "../traffic/traffic.ts";

/** What meets return calls. Shares lie between 0 and 1. */
export interface ReturnMix {
  /** Of the first attempts, who picks up and confirms; of later ones, `reachedLaterShare`. */
  readonly reachedShare: number;
  readonly reachedLaterShare: number;
  /** Of those who would confirm, who asks to be called later, where that is offered. */
  readonly snoozedShare: number;
}

/** Reached 93 % is what a bank measured (Hathaway, Emadi and Deshpande 2021). */
export const usualReturn: ReturnMix = { reachedShare: 0.93, reachedLaterShare: 0.45, snoozedShare: 0.08 };

/** Squared coefficient of variation of patience. */
export const PATIENCE_SQUARED_VARIATION = 2;

/** What the `n`-th attempt (from 1) of a callback meets: the same whenever it is asked for. */
export function returnCallOf(
  source: RandomSource,
  mix: ReturnMix,
  callback: CallbackId,
  n: number,
  meanPatienceMs: number,
): ReturnCall {
  const random = source.stream("return-call", callback, n);
  const reached = n === 1 ? mix.reachedShare : mix.reachedLaterShare;
  return {
    afterMs: Math.round(uniform(random, 1_000, 4_000)),
    ringMs: Math.round(2_000 + exponential(random, 5_000)),
    does: chance(random, reached) ? "confirm" : pick(random, UNREACHED),
    confirmAfterMs: Math.round(uniform(random, 2_500, 7_000)),
    patienceMs: Math.round(hyperExponential(random, meanPatienceMs, PATIENCE_SQUARED_VARIATION)),
    ...laterOf(source.stream("return-later", callback, n), mix),
  };
}

function laterOf(random: Random, { snoozedShare }: ReturnMix): Pick<ReturnCall, "later"> {
  if (!chance(random, snoozedShare)) return {};
  const does = pick(random, { picks: 90, silent: 5, "hang-up": 5 });
  return { later: does === "picks" ? Math.floor(random.uniform() * 3) : does };
}

/** What happens instead of reaching the customer. */
const UNREACHED = {
  "no-answer": 45,
  busy: 20,
  machine: 14,
  silent: 6,
  "hang-up": 6,
  declined: 4,
  failed: 3,
  invalid: 2,
} as const;
