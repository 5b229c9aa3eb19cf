import type { SimulatedAgent } from "../../exchange/simulated/simulated-agent.ts";
import type { SkillId } from "../../line/ids.ts";
import type { Presence } from "./presence.ts";

/** The agents of a day as a simulated exchange has them: what they do after calls is part of the calls. `skillIds`: by the log's names. */
export function presentAgents(
  agents: readonly Presence[],
  skillIds: ReadonlyMap<string, SkillId>,
): SimulatedAgent[] {
  return agents.map(({ agent, skills, from, to, breaks }) => ({
    id: agent,
    skills: skills.flatMap((skill) => skillIds.get(skill) ?? []),
    wrapUpMs: 0,
    shifts: to > from ? [{ from, to }] : [],
    breaks,
  }));
}
