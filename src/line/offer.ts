import { queueLengthWait } from "../queueing/wait-prediction.ts";
import type { OfferInputs, OfferReason } from "./events.ts";
import type { SkillSettings } from "./settings.ts";

/** What an offer policy is told of a call and its line. */
export interface OfferView {
  readonly skill: SkillSettings;
  /** Who stands before the call's place: on the phone, waiting to be called back, or being called back. */
  readonly ahead: number;
  readonly freeAgents: number;
  /** Recent answers of the skill per ms; `null`: too few to say. */
  readonly answersPerMs: number | null;
}

export interface OfferDecision {
  readonly offer: boolean;
  readonly reason: OfferReason;
  readonly inputs: OfferInputs;
}

/** Whether a call that may be offered a return call is to be. Pure; the rules of who may be are not its business. */
export type OfferPolicy = (view: OfferView) => OfferDecision;

/**
 * Offers when the predicted wait exceeds the skill's threshold. With j ahead a caller waits for j + 1 agents to
 * come free, (j + 1) / rate (Whitt 1999, "QL"), the rate being what the skill was answered at lately.
 */
export const offerByPredictedWait: OfferPolicy = (view) => {
  const predictedWaitMs = predictWaitMs(view);
  const inputs: OfferInputs = {
    ahead: view.ahead,
    freeAgents: view.freeAgents,
    answersPerMinute: view.answersPerMs === null ? null : view.answersPerMs * 60_000,
    predictedWaitMs,
    thresholdMs: view.skill.offerAfterMs,
  };
  if (view.freeAgents > view.ahead) return { offer: false, reason: "agent-free", inputs };
  if (predictedWaitMs === null) return { offer: false, reason: "wait-unknown", inputs };
  if (predictedWaitMs <= view.skill.offerAfterMs) return { offer: false, reason: "wait-short", inputs };
  if (view.skill.smartWait === "shadow") return { offer: false, reason: "shadow", inputs };
  return { offer: true, reason: "wait-long", inputs };
};

/** Whole ms, or `null` while too few answers were seen. */
export function predictWaitMs(view: Omit<OfferView, "skill">): number | null {
  if (view.freeAgents > view.ahead) return 0;
  if (view.answersPerMs === null || !(view.answersPerMs > 0)) return null;
  // All agents together answer at that rate: to the formula they are one.
  return Math.round(queueLengthWait({ ahead: view.ahead, agents: 1, serviceRate: view.answersPerMs }));
}
