import type { CallerAnswer, V1Skill } from "../../store/answers.ts";
import { now } from "../../store/clock.ts";
import { epoch } from "../../words/times.ts";

/** Since when the caller waits who has waited longest on the phone, epoch ms; `null`: nobody waits. */
export function longestSince(callers: readonly CallerAnswer[]): number | null {
  return callers.length > 0 ? Math.min(...callers.map(({ arrivedAt }) => epoch(arrivedAt))) : null;
}

/** Whether they have waited for more than twice what the skill aims at. */
export function isTooLong(since: number | null, { target }: Pick<V1Skill, "target">): boolean {
  return since !== null && now.value - since > 2 * target.withinMs;
}
