import type { SkillId } from "../src/line/ids.ts";
import {
  type AnswerRate,
  newAnswerRate,
  observeAnswer,
  ratePerMs,
} from "../src/line/learning/answer-rate.ts";
import { crewFor } from "../src/line/learning/crew.ts";
import type { LearnedLine } from "../src/line/learning/learned-line.ts";
import type { LineView } from "../src/line/learning/line-view.ts";
import { usualHandle } from "../src/line/learning/wait/activity.ts";
import { PiecewisePatience, patienceRate } from "../src/queueing/estimators/learned-patience.ts";
import { SurvivalWeightedQueue } from "../src/queueing/waits/survival-weighted-queue.ts";
import { markovianWait, queueLengthWait } from "../src/queueing/waits/wait-prediction.ts";
import type { PlayedCall } from "./recorded-history.ts";

export const OTHERS = ["plain", "QLm", "SWQ", "LES", "HOL", "runningMean"] as const;
export type Other = (typeof OTHERS)[number];

/**
 * The rules that the learning is compared with, by what they are given in books: `plain` and the delays of history see the line of
 * the skill, QLm and SWQ the line of all skills as first come, first served, with the agents at work and what was learned of handle
 * times and patience. Where a rule has nothing to say yet, it says the running mean.
 */
export class OtherPredictors {
  readonly #rates = new Map<SkillId, AnswerRate>();
  readonly #lastWaits = new Map<SkillId, number>();
  #waits = 0;
  #waitSum = 0;

  /** Ms, by rule. */
  predict(call: PlayedCall, view: LineView, learned: LearnedLine): Record<Other, number> {
    const { skill } = call.standing;
    const mean = this.#waits > 0 ? this.#waitSum / this.#waits : 0;
    const line = [...view.waiting].sort((one, other) => one.place - other.place);
    const own = line.filter((other) => other.skill === skill);
    const rate = this.#rates.get(skill);
    const answers = rate ? ratePerMs(rate, view.at) : null;
    const agents = Math.max(1, crewFor(skill, view).present);
    const serviceRate = 1 / usualHandle(learned.activity, view.at);
    const patience = learned.staying.patience;
    const swq = new SurvivalWeightedQueue({
      staff: [{ from: 0, agents }],
      serviceRate,
      patience: new PiecewisePatience(patience),
    });
    return {
      plain: answers ? queueLengthWait({ ahead: own.length, agents: 1, serviceRate: answers }) : mean,
      QLm: markovianWait({ ahead: line.length, agents, serviceRate, patienceRate: patienceRate(patience) })
        .mean,
      SWQ: swq.wait(line.map(({ since }) => ({ elapsed: view.at - since }))).mean,
      LES: this.#lastWaits.get(skill) ?? mean,
      HOL: own[0] ? view.at - own[0].since : mean,
      runningMean: mean,
    };
  }

  answered({ standing: { skill }, waitMs }: PlayedCall, at: number): void {
    const rate = this.#rates.get(skill) ?? newAnswerRate();
    this.#rates.set(skill, rate);
    observeAnswer(rate, at);
    if (waitMs === 0) return;
    this.#lastWaits.set(skill, waitMs);
    this.#waits++;
    this.#waitSum += waitMs;
  }
}
