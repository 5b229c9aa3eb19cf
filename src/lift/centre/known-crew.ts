import type { StaffStretch } from "../../replay/line-run/centre-day.ts";
import type { LiftCall, LiftDay } from "../lift-call.ts";
import type { SeenAfterWork, SeenAgent, SeenCrew } from "./presence.ts";
import type { SkillRanks } from "./skill-ranks.ts";
import type { AgentTalk } from "./talks.ts";

/** What the exchange itself reported of an agent on a day; epoch ms. */
export interface KnownAgent {
  readonly skills: readonly string[];
  /** When they were logged in, not in a pause, and not in a call that was passed on to them: ascending, apart. */
  readonly there: readonly StaffStretch[];
  /** When they became free, ascending. */
  readonly freeAt: readonly number[];
}

/** By the agent's code. */
export type KnownAgents = ReadonlyMap<string, KnownAgent>;

/** The agents of a day as the exchange reported them, with their talks; `null` where it did not report all who talked. */
export function knownCrew(
  calls: LiftDay,
  talks: readonly (readonly AgentTalk[])[],
  known: KnownAgents,
  ranksOf: SkillRanks,
): SeenCrew | null {
  const byAgent = new Map(talks.map((ofAgent) => [ofAgent[0]!.call.agent, ofAgent]));
  if ([...byAgent.keys()].some((agent) => agent === null || !known.has(agent))) return null;
  const called = new Set(calls.map(({ skill }) => skill));
  const afterWork = new Map<LiftCall, SeenAfterWork>();
  const agents = [...known].flatMap(([code, agent]): SeenAgent[] => {
    const skills = agent.skills.filter((skill) => called.has(skill));
    const ofAgent = byAgent.get(code) ?? [];
    const stretches = withTalks(agent.there, ofAgent);
    for (const [index, { call, to }] of ofAgent.entries()) {
      const ms = workAfter(to, agent, ofAgent[index + 1]?.from ?? Number.POSITIVE_INFINITY);
      afterWork.set(call, { least: ms, most: ms, usual: ms });
    }
    return [{ skills, ranks: ranksOf(code, skills), stretches }];
  });
  return { agents, afterWork };
}

/** Until they are free again; a break that follows the call at once is none. */
function workAfter(ended: number, { freeAt, there }: KnownAgent, next: number): number {
  const free = freeAt.find((at) => at >= ended);
  if (free === undefined || free > next) return 0;
  const isBreak =
    there.some(({ to }) => to <= free && to >= ended) ||
    !there.some(({ from, to }) => from <= ended && ended <= to);
  return isBreak ? 0 : free - ended;
}

/** A break that began in a talk begins with its end. */
function withTalks(there: readonly StaffStretch[], talks: readonly AgentTalk[]): StaffStretch[] {
  const stretches: { from: number; to: number }[] = [];
  const all = [...there, ...talks].sort((one, other) => one.from - other.from);
  for (const { from, to } of all) {
    const before = stretches.at(-1);
    if (before && from <= before.to) before.to = Math.max(before.to, to);
    else stretches.push({ from, to });
  }
  // A caller may come at the very moment at which a stretch ends.
  return stretches.map(({ from, to }) => ({ from, to: to + 1 }));
}
