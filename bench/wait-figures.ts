import type { SkillId } from "../src/line/ids.ts";
import type { LearnedLine } from "../src/line/learning/learned-line.ts";
import type { LineView } from "../src/line/learning/line-view.ts";
import { predictWait } from "../src/line/learning/predict-wait.ts";
import { type Bound, rounded } from "./measure.ts";
import { OTHERS, OtherPredictors } from "./other-predictors.ts";
import type { PlayedCall } from "./recorded-history.ts";
import { VirtualWaits } from "./virtual-waits.ts";
import { ShareScore, WaitScore } from "./wait-scores.ts";

/** Of boosted trees that were trained again before each month on all earlier ones, on many features: what others reach, s. */
export const BOOSTED: Readonly<Record<string, number>> = {
  "1999-02": 65,
  "1999-03": 104,
  "1999-04": 84,
  "1999-05": 76,
};
const SHARES = [0.5, 0.8, 0.9];

type Rule = "learned" | (typeof OTHERS)[number];
const RULES: readonly Rule[] = ["learned", ...OTHERS];

/** What was predicted of a call that had to wait. */
type Said = Readonly<Record<Rule, number>>;

/** Scores of the calls of a month that had to wait. */
class MonthScores {
  readonly answered = scores();
  readonly everybody = scores();
  readonly shares = new ShareScore(SHARES);
}

/** How well the waits of each month are predicted, by the learning and by other rules. */
export class WaitFigures {
  readonly microseconds: number[] = [];
  readonly #others = new OtherPredictors();
  readonly #months = new Map<string, MonthScores>();
  readonly #said = new Map<PlayedCall, Said & { readonly quantileMs: (share: number) => number }>();
  readonly #virtual = new VirtualWaits<Said>();

  arrival(call: PlayedCall, view: LineView, learned: LearnedLine): void {
    if (call.waitMs === 0) return;
    const begin = performance.now();
    const { meanMs, quantileMs } = predictWait(learned, call.standing, view);
    this.microseconds.push((performance.now() - begin) * 1_000);
    // The quantiles as they were known now.
    const known = new Map(SHARES.map((share) => [share, quantileMs(share)]));
    const others = this.#others.predict(call, view, learned);
    this.#said.set(call, { learned: meanMs, ...others, quantileMs: (share) => known.get(share)! });
  }

  ended(call: PlayedCall, at: number, skills: readonly SkillId[] | null, learned: LearnedLine): void {
    const said = this.#said.get(call);
    this.#said.delete(call);
    if (skills === null) {
      if (said) this.#virtual.gaveUp(call, said);
      return;
    }
    this.#others.answered(call, at);
    if (!said) return;
    const month = this.#month(call.month);
    month.shares.add(said.quantileMs, call.waitMs);
    add(month.answered, said, call.waitMs);
    add(month.everybody, said, call.waitMs);
    for (const [gone, theirs, waitMs] of this.#virtual.taken(call, skills, at, learned.credits))
      add(this.#month(gone.month).everybody, theirs, waitMs);
  }

  errorOf(month: string, rule: Rule): number {
    return this.#month(month).answered[rule].rootMeanSquare;
  }

  bounds(month: string): Bound[] {
    const error = this.errorOf(month, "learned");
    const shares = this.#month(month).shares.percentages();
    return [
      {
        of: `error of ${month} over that of boosted trees`,
        is: rounded(error / BOOSTED[month]!),
        atMost: 1.02,
      },
      ...SHARES.map((share, index) => ({
        of: `points by which the share under p${share * 100} of ${month} is off`,
        is: rounded(Math.abs(shares[index]! - share * 100)),
        atMost: 3,
      })),
    ];
  }

  figures(month: string) {
    const { answered, everybody, shares } = this.#month(month);
    return {
      calls: answered.learned.count,
      answeredAfterAWait: figuresOf(answered),
      percentUnderP50P80P90: shares.percentages(),
      everybodyByVirtualWait: { calls: everybody.learned.count, ...figuresOf(everybody) },
    };
  }

  #month(month: string): MonthScores {
    const known = this.#months.get(month) ?? new MonthScores();
    this.#months.set(month, known);
    return known;
  }
}

function scores(): Record<Rule, WaitScore> {
  return Object.fromEntries(RULES.map((rule) => [rule, new WaitScore()])) as Record<Rule, WaitScore>;
}

function add(to: Record<Rule, WaitScore>, said: Said, waitMs: number): void {
  for (const rule of RULES) to[rule].add(said[rule], waitMs);
}

function figuresOf(by: Record<Rule, WaitScore>) {
  return Object.fromEntries(RULES.map((rule) => [rule, by[rule].figures()]));
}
