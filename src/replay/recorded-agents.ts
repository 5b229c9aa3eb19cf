import type { SimulatedAgent } from "../exchange/simulated/agents.ts";
import type { LoggedCall } from "../history/call-log.ts";
import type { SkillId } from "../line/ids.ts";

/**
 * An agent who takes no call for longer than this was away meanwhile. A log has no log-ins, only calls: on busy days
 * nine of ten gaps between two calls of an agent are under 13 min, and what is longer comes singly, as breaks do.
 */
export const AWAY_AFTER_MS = 15 * 60_000;

interface Talk {
  readonly from: number;
  readonly to: number;
  readonly skill: SkillId;
}

/**
 * The agents of a day as far as its calls show them: each is there from his first answer to the end of his last call,
 * but for the gaps longer than `awayAfterMs`, for the skills he took calls of, the one with the most of them first.
 * Calls whose agent is not known are given to anonymous agents, as few as could have talked at the same time. They
 * do not wrap up apart: what an agent did between two calls is part of the gap between them.
 */
export function recordedAgents(
  calls: readonly LoggedCall[],
  skillIds: ReadonlyMap<string, SkillId>,
  awayAfterMs: number = AWAY_AFTER_MS,
): SimulatedAgent[] {
  const byAgent = new Map<string, Talk[]>();
  const unknown: Talk[] = [];
  for (const call of calls) {
    const skill = skillIds.get(call.skill);
    if (call.outcome !== "answered" || skill === undefined) continue;
    const from = call.arrivedAt + call.waitMs;
    const talk = { from, to: from + (call.handleMs ?? 0), skill };
    if (call.agent === null) unknown.push(talk);
    else byAgent.set(call.agent, [...(byAgent.get(call.agent) ?? []), talk]);
  }
  const named = [...byAgent].sort(([a], [b]) => (a < b ? -1 : 1));
  const anonymous = spread(unknown).map((talks, index): [string, Talk[]] => [
    `anonymous-${index + 1}`,
    talks,
  ]);
  return [...named, ...anonymous].map(([id, talks]) => ({
    id,
    skills: skillsOf(talks),
    wrapUpMs: 0,
    shifts: shiftsOf(talks, awayAfterMs),
  }));
}

/** Gives each talk, by its beginning, to the first agent who is free then: as few agents as talks overlap. */
function spread(talks: readonly Talk[]): Talk[][] {
  const agents: Talk[][] = [];
  for (const talk of [...talks].sort((a, b) => a.from - b.from)) {
    const free = agents.find((taken) => taken.at(-1)!.to <= talk.from);
    if (free) free.push(talk);
    else agents.push([talk]);
  }
  return agents;
}

function skillsOf(talks: readonly Talk[]): SkillId[] {
  const counts = new Map<SkillId, number>();
  for (const { skill } of talks) counts.set(skill, (counts.get(skill) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, few]) => few - many || a - b).map(([skill]) => skill);
}

function shiftsOf(talks: readonly Talk[], awayAfterMs: number): { from: number; to: number }[] {
  const shifts: { from: number; to: number }[] = [];
  for (const { from, to } of [...talks].sort((a, b) => a.from - b.from)) {
    const shift = shifts.at(-1);
    if (shift && from - shift.to <= awayAfterMs) shift.to = Math.max(shift.to, to);
    else shifts.push({ from, to });
  }
  return shifts.filter((shift) => shift.to > shift.from);
}
