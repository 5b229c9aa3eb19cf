import { predictWait } from "../learning/predict-wait.ts";
import type { Judgement } from "./judgement.ts";
import { plain } from "./plain.ts";
import { exactWait } from "./predicted-wait.ts";

/**
 * The judgement that learns the line: which callers go first, how fast it moves while somebody waits, how long callers stay, and
 * how the waits that it predicted turned out.
 */
export const learned: Judgement = {
  ...plain,
  predict({ ahead, freeAgents, call, caller, line, learned: seen }) {
    if (freeAgents > ahead) return exactWait(0);
    const { meanMs, quantileMs, waits } = predictWait(seen, caller, line, call);
    return { meanMs, quantileMs, ...(waits >= ENOUGH_WAITS ? { isLearned: true } : {}) };
  },
};

/** Waits of a size after which their quantiles are within a few points. */
const ENOUGH_WAITS = 200;
