import { HoldOutPatience } from "../../queueing/laws/hold-out-patience.ts";
import { type ObservedWait, Patience } from "../../queueing/laws/patience.ts";
import { between, quantileBeyond } from "../../queueing/laws/step-law.ts";
import { logRank } from "../../queueing/log-rank.ts";
import { gaveUp, type LiftCall, type LiftDay, type Treatment } from "../lift-call.ts";

/** A law of patience, from which is drawn how long somebody who has waited `elapsed` waits in all; ms. */
export interface DrawnPatience {
  beyond(elapsed: number, u: number): number;
}

/** How patient callers are. */
export interface CallerLaws {
  /** From arrival, of those who could not be offered. */
  readonly notEligible: DrawnPatience;
  /** From when they were eligible. */
  readonly eligible: Readonly<Record<Exclude<Treatment, "not-eligible">, DrawnPatience>>;
}

/** What a day shows of patience. */
export interface DayWaits {
  /** Of those who waited at all. */
  readonly notEligible: readonly ObservedWait[];
  readonly heldOut: readonly ObservedWait[];
  readonly declined: readonly ObservedWait[];
  readonly accepted: number;
}

export function waitsOf(calls: LiftDay): DayWaits {
  const of = (treatment: Treatment) => calls.filter((call) => call.treatment === treatment);
  return {
    notEligible: of("not-eligible")
      .map((call) => observed(call, 0))
      .filter(({ wait }) => wait > 0),
    heldOut: of("held-out").map((call) => observed(call, call.eligibleAfterMs)),
    declined: of("declined").map((call) => observed(call, call.eligibleAfterMs)),
    accepted: of("accepted").length,
  };
}

/**
 * The laws of those who were eligible, and of those who were not. Everybody who was held out counts as held out, whatever became of them
 * (intention to treat). What the held out have and the decliners have not is the law of those who accepted (`HoldOutPatience`). The held
 * out are few; those who were not eligible are many, and perhaps as patient: so the law of the held out is drawn that `share` of the way
 * towards the law of both together (`shareOfBoth`). In each of them service starts censor patience (Kaplan and Meier).
 *
 * Where nobody accepted or nobody was held out, nothing is known of acceptors, and nobody draws from their law.
 */
export function callerLaws(days: readonly DayWaits[], share: number): CallerLaws {
  const { heldOut, notEligible } = togetherOf(days);
  const decliners = days.flatMap((day) => day.declined);
  const accepted = days.reduce((sum, day) => sum + day.accepted, 0);
  const both = new Patience([...notEligible, ...heldOut]);
  const everybody = between(new Patience(heldOut), both, share);
  return {
    // The held out tell of longer waits.
    notEligible: both,
    eligible: {
      "held-out": { beyond: (elapsed, u) => quantileBeyond(everybody, elapsed, u) },
      declined: new Patience(decliners),
      accepted:
        accepted > 0 && heldOut.length > 0
          ? new HoldOutPatience({
              heldOut,
              everybody,
              decliners,
              acceptance: accepted / (accepted + decliners.length),
            })
          : leavesAtOnce,
    },
  };
}

/** The probability that the held out are as patient as those who were not eligible. */
export function likenessIn(days: readonly DayWaits[]): number {
  const { heldOut, notEligible } = togetherOf(days);
  return shareOfBoth(logRank(heldOut, notEligible), heldOut.filter(({ gaveUp }) => gaveUp).length);
}

function togetherOf(days: readonly DayWaits[]): Pick<DayWaits, "heldOut" | "notEligible"> {
  return {
    heldOut: days.flatMap((day) => day.heldOut),
    notEligible: days.flatMap((day) => day.notEligible),
  };
}

/**
 * The probability that two samples are equally patient, given in how many
 * standard deviations `z` they differ. Before that is seen, equal is what is expected, 9 to 1: the same people phone the same skill. Unequal
 * ones differ by as much as a single one of the `gaveUp` held out tells (a unit-information prior, Kass and Wasserman 1995). With 200 who gave
 * up it is 0.99 at a z of 0, 0.95 at 2, 0.6 at 3 and 0.04 at 4.
 */
export function shareOfBoth(z: number, gaveUp: number): number {
  const odds = 9 * Math.sqrt(1 + gaveUp) * Math.exp((-(z ** 2) / 2) * (gaveUp / (1 + gaveUp)));
  return odds / (1 + odds);
}

/** What is known of acceptors without a hold-out: nothing. They leave at once, or never. */
export const leavesAtOnce: DrawnPatience = { beyond: () => 0 };
export const neverLeaves: DrawnPatience = { beyond: () => Number.POSITIVE_INFINITY };

/** How long a caller would wait in all, if all that is known is that they waited until they were answered, or until they accepted. */
export function drawPatience(call: LiftCall, { notEligible, eligible }: CallerLaws, u: number): number {
  const { treatment, waitMs, eligibleAfterMs } = call;
  if (treatment === "not-eligible") return Math.floor(notEligible.beyond(waitMs, u));
  const elapsed = Math.max(0, waitMs - eligibleAfterMs);
  return eligibleAfterMs + Math.floor(eligible[treatment].beyond(elapsed, u));
}

/**
 * Where a wait ended in an answer, patience may have ended at the same moment: at equal times the agent comes first. So those who gave
 * up after whole ms, or seconds, are counted as having stayed a moment longer; what is drawn is cut to whole ms again.
 */
function observed(call: LiftCall, from: number): ObservedWait {
  const left = gaveUp(call);
  return { wait: Math.max(0, call.waitMs - from) + (left ? 0.5 : 0), gaveUp: left };
}
