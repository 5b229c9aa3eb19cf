import type { CallId, SkillId } from "../ids.ts";
import { type Credits, type LineMember, newCredits } from "./order/credits.ts";
import type { ArrivalsByGroup } from "./order/overtakers.ts";
import { type Activity, newActivity } from "./wait/activity.ts";
import { type Capacity, newCapacity } from "./wait/capacity.ts";
import { newSkillHistory, type SkillHistory } from "./wait/skill-history.ts";
import { newStaying, type Staying } from "./wait/staying.ts";
import type { WaitFeatures } from "./wait/wait-feature-names.ts";
import { newWaitModel, type WaitModel } from "./wait/wait-model.ts";

/**
 * What an operation learns of its line, and what it needs to go on learning: a plain JSON object. What is learned has a bounded
 * size, `waiting` the size of the line. The functions of `observe-line.ts` alone change it, in place.
 */
export interface LearnedLine {
  readonly credits: Credits;
  readonly staying: Staying;
  readonly arrivals: ArrivalsByGroup;
  readonly activity: Activity;
  readonly skills: Record<SkillId, LearnedSkill>;
  readonly model: WaitModel;
  /** Callers on the phone who wait. */
  readonly waiting: Record<CallId, Expecting>;
  /** When it last saw something, epoch ms. */
  at: number;
}

/** What is learned of one skill. */
interface LearnedSkill {
  readonly capacity: Capacity;
  readonly history: SkillHistory;
  /** Callers who wait for it. */
  waiting: number;
}

/** A caller who waits, and the prediction that was made of the wait. */
export interface Expecting extends LineMember {
  /** Epoch ms. */
  readonly since: number;
  readonly features: WaitFeatures;
  readonly predictedMs: number;
}

export function newLearnedLine(): LearnedLine {
  return {
    credits: newCredits(),
    staying: newStaying(),
    arrivals: {},
    activity: newActivity(),
    skills: {},
    model: newWaitModel(),
    waiting: {},
    at: 0,
  };
}

/** What is learned of a skill; it begins when it is first asked for. */
export function learnedSkill({ skills }: LearnedLine, skill: SkillId): LearnedSkill {
  skills[skill] ??= { capacity: newCapacity(), history: newSkillHistory(), waiting: 0 };
  return skills[skill];
}
