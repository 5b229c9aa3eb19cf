import type { AttemptResult, EndReason, FinalStatus } from "../line/events.ts";
import type { SkillId } from "../line/ids.ts";

/** What to sum up: calls that arrived from `from` (inclusive) to `to` (exclusive), epoch ms. */
export interface SmartWaitWanted {
  readonly from: number;
  readonly to: number;
  /** Epoch ms: whether a promise is late may hang on it alone. */
  readonly now: number;
  readonly skill?: SkillId;
  /** Tells of each sum whether it changed since then; left out, all did. */
  readonly since?: JournalMoment;
}

/** How far an operation's journal had come: what was written later changed since. */
export interface JournalMoment {
  /** Epoch ms. */
  readonly at: number;
  /** The highest run there was. */
  readonly lastRun: number;
  /** The runs that were to go on, each with its last step. */
  readonly open: readonly (readonly [run: number, seq: number])[];
}

/**
 * A quarter of an hour of one skill and class of callers: no zone's clock is off by less, so that these add up to hours
 * and days of any.
 */
export interface QuarterHour {
  readonly skill: SkillId;
  /** `null`: of none. */
  readonly class: string | null;
  /** Epoch ms of its start, a multiple of `QUARTER_HOUR_MS`. */
  readonly start: number;
}

export const QUARTER_HOUR_MS = 900_000;

/** Calls to which the question was played; `treatments` = `yes` + `no` + `silent` + `undecided`. */
export interface TreatmentSums extends QuarterHour {
  readonly treatments: number;
  readonly yes: number;
  readonly no: number;
  readonly silent: number;
  readonly undecided: number;
  /** Silent callers who hung up during the question. */
  readonly hungUp: number;
  readonly changed: boolean;
}

/** Calls from which the offer was withheld at random. */
export interface HeldOutSums extends QuarterHour {
  readonly heldOut: number;
  readonly changed: boolean;
}

/**
 * Callbacks by the skill that counts them. Each promise is one of: kept (the first attempt came in time), late,
 * pending, or not needed (the callback ended before it was due, without an attempt). An attempt that a last look kept from
 * the phones is none.
 */
export interface CallbackSums extends QuarterHour {
  readonly callbacks: number;
  readonly promisesKept: number;
  readonly promisesLate: number;
  readonly promisesPending: number;
  readonly promisesNotNeeded: number;
  /** First attempts made before the promised span began; of those kept. */
  readonly calledEarly: number;
  readonly overtakesDialled: number;
  readonly overtakesHeldBack: number;
  readonly changed: boolean;
}

export interface EndSums extends QuarterHour {
  readonly status: FinalStatus | "YES";
  readonly reason: EndReason | null;
  readonly callbacks: number;
}

export interface AttemptSums extends QuarterHour {
  /** `null`: it goes on. */
  readonly result: AttemptResult | null;
  readonly attempts: number;
}

/**
 * Attempts in which the customer pressed 1; `confirmed` = `answered` + `hungUp` + `underWay` + `endedOtherwise`. Each wait
 * is kept as it was and not in bins: quantiles are exact for any range and any grouping, and a month of 60,000 calls has
 * a few thousand of them.
 */
export interface SecondWaitSums extends QuarterHour {
  readonly confirmed: number;
  readonly answered: number;
  readonly hungUp: number;
  readonly underWay: number;
  /** The queue turned them away, the attempt was taken back, or nobody heard how it ended: none of these is a wait. */
  readonly endedOtherwise: number;
  /** From key 1 to the agent's answer, or to hanging up; in no order, one for each of `answered` and `hungUp`. */
  readonly waitsMs: readonly number[];
}

/** All as of one moment. */
export interface SmartWaitSums {
  readonly asOf: JournalMoment;
  readonly treatments: readonly TreatmentSums[];
  readonly heldOut: readonly HeldOutSums[];
  readonly callbacks: readonly CallbackSums[];
  readonly ends: readonly EndSums[];
  readonly attempts: readonly AttemptSums[];
  readonly secondWaits: readonly SecondWaitSums[];
}
