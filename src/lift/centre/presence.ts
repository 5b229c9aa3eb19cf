import { agentDay, seenWaitMs } from "../../replay/centre/agent-day.ts";
import { WaitsOfSkill } from "../../replay/centre/waits-of-skill.ts";
import type { StaffStretch } from "../../replay/line-run/centre-day.ts";
import type { LiftCall, LiftDay } from "../lift-call.ts";
import type { SkillRanks } from "./skill-ranks.ts";
import type { AgentTalk } from "./talks.ts";

/** An agent of a day, as far as calls show. */
export interface SeenAgent {
  readonly skills: readonly string[];
  /** How these rank for the agent, as `CentreAgent` has it. */
  readonly ranks: readonly number[];
  readonly stretches: readonly StaffStretch[];
}

export interface SeenCrew {
  readonly agents: readonly SeenAgent[];
  /** How long agents worked on after calls, ms, where it shows. */
  readonly afterWork: ReadonlyMap<LiftCall, number>;
  /** After calls behind which nobody waited they worked on for no longer than until their next call, ms. */
  readonly afterWorkUpTo: ReadonlyMap<LiftCall, number>;
}

/**
 * The agents behind the talks of a day, by the one rule of presence (`agentDay`). An agent serves the skills of the calls they took. Without
 * smart wait somebody may wait where nobody did: so nobody is free there before their work after the call before is over.
 */
export function seenCrew(
  calls: LiftDay,
  talks: readonly (readonly AgentTalk[])[],
  ranksOf: SkillRanks,
): SeenCrew {
  const waits = WaitsOfSkill.of(calls);
  const seenMs = seenWaitMs(talks);
  const afterWork = new Map<LiftCall, number>();
  const afterWorkUpTo = new Map<LiftCall, number>();
  const agents = talks.map((ofAgent) => {
    const skills = [...new Set(ofAgent.map(({ call }) => call.skill))];
    const mine = skills.flatMap((skill) => waits.get(skill) ?? []);
    const { from, to, breaks, afterCallMs } = agentDay(ofAgent, { waits: mine, seenMs });
    for (const [call, ms] of afterCallMs) if (ms > 0) afterWork.set(call, ms);
    // A break begins with the end of the call before, and what the agent still did is part of it.
    const breaksFrom = new Set(breaks.map(({ at }) => at));
    for (const [index, { call, to: ended }] of ofAgent.entries()) {
      if (afterWork.has(call)) continue;
      if (breaksFrom.has(ended)) afterWork.set(call, 0);
      else if (index < ofAgent.length - 1)
        afterWorkUpTo.set(call, Math.max(0, ofAgent[index + 1]!.from - ended));
    }
    const begins = [from, ...breaks.map(({ at, lastsMs }) => at + lastsMs)];
    // A caller may come at the very moment at which the last call ends.
    const ends = [...breaks.map(({ at }) => at), to + 1];
    const stretches = begins.map((begin, index) => ({ from: begin, to: ends[index]! }));
    return { skills, ranks: ranksOf(ofAgent[0]!.call.agent, skills), stretches };
  });
  return { agents, afterWork, afterWorkUpTo };
}
