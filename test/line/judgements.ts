import type { Judgement } from "../../src/line/judgement/judgement.ts";
import { allJudgements, type Judgements } from "../../src/line/judgement/judgements.ts";
import { plain } from "../../src/line/judgement/plain.ts";
import { exactWait } from "../../src/line/judgement/predicted-wait.ts";

const always = () => ({ offer: true, reason: "wait-long" }) as const;

/** Offers whenever the rules let it, so that random histories are full of callbacks. */
export const eagerJudgements: Judgements = everywhere({ offer: always, pace: () => 3 });

/** Judgements that are out of their minds, by what they do. */
const hostileJudgements: Readonly<Record<string, Judgements>> = {
  "dials a thousand": everywhere({ offer: always, pace: () => 1_000 }),
  "says what is no number": everywhere({
    predict: () => ({ meanMs: Number.NaN, quantileMs: () => Number.NaN }),
    offer: always,
    pace: () => Number.NaN,
  }),
  "says less than nothing": everywhere({ predict: () => exactWait(-60_000), offer: always, pace: () => -1 }),
  "predicts that it takes for ever": everywhere({
    predict: () => exactWait(Number.POSITIVE_INFINITY),
    offer: always,
    pace: () => 0.5,
  }),
  "predicts the end before the beginning": everywhere({
    predict: () => ({ meanMs: 60_000, quantileMs: (share) => (1 - share) * 600_000 }),
    offer: always,
    pace: () => 2,
  }),
  "has learned a spread that is none": everywhere({
    predict: () => ({
      meanMs: 60_000,
      quantileMs: (share) => (share < 0.95 ? Number.POSITIVE_INFINITY : 1),
      isLearned: true,
    }),
    offer: always,
    pace: () => 1,
  }),
  throws: everywhere({ predict: fail, offer: fail, pace: fail }),
};

/** Every judgement there is, eager ones and hostile ones. */
export const anyJudgements: readonly Judgements[] = [
  allJudgements,
  eagerJudgements,
  ...Object.values(hostileJudgements),
];

/** Every skill is judged so, whatever judgement it names; what is left out is the plain one's. */
export function everywhere(some: Partial<Judgement>): Judgements {
  const judgement = { ...plain, ...some };
  return { plain: judgement, learned: judgement };
}

function fail(): never {
  throw new Error("a judgement that is out of order");
}

/** As skills judge, except that who is asked is the test's to say. */
export function offeringAs(offer: Judgement["offer"]): Judgements {
  return { plain: { ...allJudgements.plain, offer }, learned: { ...allJudgements.learned, offer } };
}
