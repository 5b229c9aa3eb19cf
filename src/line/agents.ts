import type { Conclusion } from "./conclusion.ts";
import type { AgentStatus } from "./facts.ts";
import type { AgentId, SkillId } from "./ids.ts";

/** An agent's state as the exchange gives it; the same again says nothing new. */
export function onAgentChanged(
  out: Conclusion,
  seen: { readonly agent: AgentId; readonly skills: readonly SkillId[]; readonly status: AgentStatus },
): void {
  const known = out.state.agents.get(seen.agent);
  if (known && known.status === seen.status && sameSkills(known.skills, seen.skills)) return;
  out.event({ type: "agent-changed", agent: seen.agent, skills: seen.skills, status: seen.status });
}

function sameSkills(some: readonly SkillId[], others: readonly SkillId[]): boolean {
  return some.length === others.length && some.every((skill, index) => skill === others[index]);
}
