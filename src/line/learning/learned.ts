import {
  type LearnedLaw,
  lawWeight,
  newLaw,
  observeDuration,
} from "../../queueing/estimators/learned-law.ts";

/**
 * What a skill's line learns of its own course and the dialling reads: how long an agent is busy with a call, and how
 * long it takes from dialling until the customer has confirmed. Constant memory, a plain JSON object.
 */
export interface Learned {
  /** From an agent's answer until they are free again, wrap-up included; `null`: none was seen. */
  handle: LearnedLaw | null;
  /** Mean from dialling to key 1, ms, and how many it stands on. */
  leadMs: number;
  leads: number;
}

export function nothingLearned(): Learned {
  return { handle: null, leadMs: USUAL_LEAD_MS, leads: 0 };
}

/** An agent is free again, so long after they answered. */
export function learnHandleTime(learned: Learned, ms: number): void {
  learned.handle ??= newLaw({ mean: USUAL_HANDLE_MS, weight: PRIOR_WEIGHT, memory: HANDLE_MEMORY });
  observeDuration(learned.handle, ms);
}

/** A customer confirmed, so long after the dialling. */
export function learnLead(learned: Learned, ms: number): void {
  learned.leads = Math.min(LEAD_MEMORY, learned.leads + 1);
  learned.leadMs += (ms - learned.leadMs) / (learned.leads + LEAD_PRIOR_WEIGHT);
}

/** The law of handle times, once it is one: three calls of 20 s do not say that the fourth ends after 20 s. */
export function knownHandleTimes({ handle }: Learned): LearnedLaw | null {
  return handle && lawWeight(handle) >= LEAST_HANDLE_TIMES + PRIOR_WEIGHT ? handle : null;
}

/** Also the scale of the bins into which handle times are counted. */
export const USUAL_HANDLE_MS = 240_000;
/** Keeps the tail of the law open: somebody may talk for longer than anybody before. */
const PRIOR_WEIGHT = 1;
const HANDLE_MEMORY = 500;
const LEAST_HANDLE_TIMES = 30;
/** Two rings and a key. */
const USUAL_LEAD_MS = 15_000;
const LEAD_PRIOR_WEIGHT = 5;
const LEAD_MEMORY = 100;
