import type { LiftDay } from "../lift-call.ts";
import { queueWaits } from "./queue-waits.ts";
import { type Hold, talksByAgent } from "./talks.ts";

/** So often an agent must have passed over callers of a skill, before the skill is taken to rank behind. */
const LEAST_SEEN = 5;
/** The other way round it may happen this share as often: by chance, or by a supervisor's hand. */
const MOST_CONTRARY = 0.2;

/** How the skills of an agent rank, as `CentreAgent` has it: by the agent's code; `null` is an unknown agent, for which all rank alike. */
export type SkillRanks = (agent: string | null, skills: readonly string[]) => number[];

/**
 * Which skills go first with each agent, learned from those they passed over: an agent who takes a caller while one of another skill of
 * theirs has waited longer shows that the first skill ranks before the other. Where that happens in one direction alone it is no
 * chance. Of agents who serve first come, first served, nothing is found.
 */
export function skillRanks(days: readonly LiftDay[], hold: Hold): SkillRanks {
  const seen = new Map<string, Map<string, number>>();
  for (const calls of days) {
    const waits = queueWaits(calls);
    for (const ofAgent of talksByAgent(calls, hold)) {
      const { agent } = ofAgent[0]!.call;
      if (agent === null) continue;
      const passedOver = seen.get(agent) ?? new Map<string, number>();
      seen.set(agent, passedOver);
      const skills = new Set(ofAgent.map(({ call }) => call.skill));
      for (const { from, call } of ofAgent) {
        for (const other of skills) {
          if (other === call.skill || !waits.get(other)?.anyBefore(call.arrivedAt, from)) continue;
          const pair = pairOf(call.skill, other);
          passedOver.set(pair, (passedOver.get(pair) ?? 0) + 1);
        }
      }
    }
  }
  return (agent, skills) => {
    const passedOver = agent === null ? undefined : seen.get(agent);
    if (!passedOver) return skills.map(() => 0);
    const times = (one: string, other: string) => passedOver.get(pairOf(one, other)) ?? 0;
    const isBefore = (one: string, other: string) =>
      times(one, other) >= LEAST_SEEN && times(other, one) <= MOST_CONTRARY * times(one, other);
    return skills.map((skill) => skills.filter((other) => isBefore(other, skill)).length);
  };
}

function pairOf(first: string, other: string): string {
  return `${first}\0${other}`;
}
