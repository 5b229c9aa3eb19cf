import type { LiftOfSkill } from "../../journal/lift.ts";
import { type Definition, liftOf } from "../../lift/levels.ts";
import { type Doubt, doubtsOf, isEstimated } from "../../lift/verdict.ts";
import type { Language, Sentence } from "../../words/language.ts";
import { redialSentence } from "../../words/redial-sentence.ts";
import { conclusionOf } from "./lift-words.ts";

/** The lift of the calls of a range, in percentage points; `null` where none of them was measured. */
export type RangeLift = Readonly<Record<Definition, number | null>>;

export function rangeLift({ sums }: LiftOfSkill): RangeLift {
  // What was taken off may leave a trace of a fraction.
  if (!sums || sums.counted < 0.5 || sums.withoutCounted < 0.5)
    return { promise: null, strict: null, live: null };
  const { promiseMet, strictMet, liveMet, counted, liveCounted, withoutMet, withoutCounted } = sums;
  const without = { met: withoutMet, counted: withoutCounted };
  return {
    promise: liftOf({ met: promiseMet, counted }, without),
    strict: liftOf({ met: strictMet, counted }, without),
    live: liveCounted < 0.5 ? null : liftOf({ met: liveMet, counted: liveCounted }, without),
  };
}

/** Why nothing may be concluded of a skill; `null`: it was not measured yet. */
export function doubtsOfSkill({ measured }: LiftOfSkill): Doubt[] | null {
  return measured && doubtsOf(measured);
}

/** The lift of a range, where it is estimated: with too few held out nothing is. */
export function estimatedLift(lift: LiftOfSkill): RangeLift {
  const doubts = doubtsOfSkill(lift);
  return doubts && isEstimated(doubts) ? rangeLift(lift) : { promise: null, strict: null, live: null };
}

/** What may be concluded of a skill. */
export function liftConclusion({ measured }: LiftOfSkill, language: Language): string {
  if (!measured) return notMeasured[language];
  const { lift, redials } = measured;
  return [
    conclusionOf(lift.promise, doubtsOf(measured), language),
    ...(redials && redials.calledAgain > 0 ? [redialSentence(redials)[language]] : []),
  ].join(" ");
}

const notMeasured: Sentence = {
  es: "Todavía no se midió: se mide poco después de arrancar, y luego cada cuarto de hora.",
  en: "Not measured yet: that is done soon after the start, and every quarter of an hour.",
};
