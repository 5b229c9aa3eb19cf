import type { Conclusion } from "../callback/conclusion.ts";
import type { SnapshotAgent } from "../facts.ts";
import type { AgentId, SkillId } from "../ids.ts";
import type { State } from "../state.ts";

/** An agent's state as the exchange gives it; the same again says nothing new. `late`: it may have been so for long. */
export function onAgentChanged(
  out: Conclusion,
  { agent, name, skills, status }: SnapshotAgent,
  { late = false } = {},
): void {
  const known = out.state.agents.get(agent);
  const renamed = name !== undefined && name !== known?.name;
  if (known && known.status === status && sameSkills(known.skills, skills) && !renamed) return;
  out.event({
    type: "agent-changed",
    agent,
    ...(name === undefined ? {} : { name }),
    skills,
    status,
    ...(late && status === "free" && known?.serving ? { unseen: true } : {}),
  });
}

/** What an event that has an agent says of the name that people know them by. */
export function agentName({ agents }: State, agent: AgentId | undefined): { readonly agentName?: string } {
  const name = agent === undefined ? undefined : agents.get(agent)?.name;
  return name === undefined ? {} : { agentName: name };
}

function sameSkills(some: readonly SkillId[], others: readonly SkillId[]): boolean {
  return some.length === others.length && some.every((skill, index) => skill === others[index]);
}
