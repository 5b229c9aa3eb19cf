import { dialAheadRank } from "../../queueing/dial-ahead.ts";
import { queueLengthWait } from "../../queueing/waits/wait-prediction.ts";
import type { Judgement } from "./judgement.ts";
import { exactWait, gammaWait } from "./predicted-wait.ts";

/** The judgement that learns nothing but how fast the line moves and how long agents talk. */
export const plain: Judgement = {
  /**
   * With j ahead a caller waits for j + 1 agents to come free, (j + 1) / rate (Whitt 1999, "QL"), the rate being what the
   * skill was answered at lately. Its spread is that of so many exponential gaps, widened by how few answers the rate
   * stands on.
   */
  predict({ ahead, freeAgents, answersPerMs, answers }) {
    if (freeAgents > ahead) return exactWait(0);
    if (answersPerMs === null || !(answersPerMs > 0)) return null;
    // All agents together answer at that rate: to the formula they are one.
    const meanMs = Math.round(queueLengthWait({ ahead, agents: 1, serviceRate: answersPerMs }));
    return gammaWait(meanMs, 1 / (ahead + 1) + 1 / Math.max(1, answers));
  },

  /** A caller who would wait for longer than the skill's threshold is worth asking. */
  offer({ ahead, freeAgents }, wait, { offerAfterMs }) {
    if (freeAgents > ahead) return { offer: false, reason: "agent-free" };
    if (wait === null) return { offer: false, reason: "wait-unknown" };
    return wait.meanMs > offerAfterMs
      ? { offer: true, reason: "wait-long" }
      : { offer: false, reason: "wait-short" };
  },

  /**
   * As many as agents are free, and as many more as agents come free, with probability κ, before the customer has confirmed. A
   * large team dials several ahead by it; a small one waits until an agent is free.
   */
  pace: ({ freeAgents, expectedReleases, kappa }) => freeAgents + dialAheadRank(expectedReleases, kappa),
};
