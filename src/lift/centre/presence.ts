import { agentDay, seenWaitMs, type Talk } from "../../replay/centre/agent-day.ts";
import type { StaffStretch } from "../../replay/line-run/centre-day.ts";
import type { LiftCall, LiftDay } from "../lift-call.ts";
import { queueWaits } from "./queue-waits.ts";
import type { SkillRanks } from "./skill-ranks.ts";
import type { AgentTalk } from "./talks.ts";

/** An agent of a day, as far as calls show. */
export interface SeenAgent {
  readonly skills: readonly string[];
  /** How these rank for the agent, as `CentreAgent` has it. */
  readonly ranks: readonly number[];
  readonly stretches: readonly StaffStretch[];
}

/** How long an agent worked on after a call, as far as it shows; ms. */
export interface SeenAfterWork {
  /** Somebody waited so long. */
  readonly least: number;
  /** Then the agent had the next call. */
  readonly most: number;
  /** What the rule of presence says of it; `null`: nothing, as nobody waited. */
  readonly usual: number | null;
}

export interface SeenCrew {
  readonly agents: readonly SeenAgent[];
  /** After the last call of an agent nothing shows. */
  readonly afterWork: ReadonlyMap<LiftCall, SeenAfterWork>;
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
  const waits = queueWaits(calls);
  const seenMs = seenWaitMs(talks.map((ofAgent) => ofAgent.map(fromJoining)));
  const afterWork = new Map<LiftCall, SeenAfterWork>();
  const agents = talks.map((ofAgent) => {
    const skills = [...new Set(ofAgent.map(({ call }) => call.skill))];
    const mine = skills.flatMap((skill) => waits.get(skill) ?? []);
    const { from, to, breaks, afterCallMs } = agentDay(ofAgent, { waits: mine, seenMs });
    const gapAfter = new Map(
      ofAgent
        .slice(0, -1)
        .map(({ call, to: ended }, index) => [call, Math.max(0, ofAgent[index + 1]!.from - ended)]),
    );
    for (const [call, most] of gapAfter) afterWork.set(call, { least: 0, most, usual: null });
    for (const [call, usual, least] of afterCallMs)
      if (usual > 0) afterWork.set(call, { least, most: gapAfter.get(call)!, usual });
    // A break begins with the end of the call before, and what the agent still did is part of it.
    const breaksFrom = new Set(breaks.map(({ at }) => at));
    for (const { call, to: ended } of ofAgent)
      if (breaksFrom.has(ended)) afterWork.set(call, { least: 0, most: 0, usual: 0 });
    const begins = [from, ...breaks.map(({ at, lastsMs }) => at + lastsMs)];
    // A caller may come at the very moment at which the last call ends.
    const ends = [...breaks.map(({ at }) => at), to + 1];
    const stretches = begins.map((begin, index) => ({ from: begin, to: ends[index]! }));
    return { skills, ranks: ranksOf(ofAgent[0]!.call.agent, skills), stretches };
  });
  return { agents, afterWork };
}

/** Counts the wait from joining the line: before, no agent could take the caller. */
function fromJoining({ call, from, to }: AgentTalk): Talk<{ readonly arrivedAt: number }> {
  return { call: { arrivedAt: call.arrivedAt + (call.joinedAfterMs ?? 0) }, from, to };
}
