import type { AgentStatus } from "./facts.ts";
import type { AgentId, SkillId } from "./ids.ts";
import { type Agent, lineOf, type State } from "./state.ts";

/** Writes what the exchange says of an agent, or what follows from it, into him and into what his lines count. */
export function changeAgent(
  state: State,
  id: AgentId,
  skills: readonly SkillId[],
  status: AgentStatus,
): void {
  let agent = state.agents.get(id);
  if (agent) countAgent(state, agent, -1);
  else {
    agent = { id, skills, status };
    state.agents.set(id, agent);
  }
  agent.skills = skills;
  agent.status = status;
  countAgent(state, agent, 1);
}

/** A call has him, unless he left or pauses: then what the exchange says of him himself counts. */
export function occupy(state: State, id: AgentId, status: "ringing" | "busy"): void {
  const agent = state.agents.get(id);
  if (agent && agent.status !== "away" && agent.status !== "paused")
    changeAgent(state, id, agent.skills, status);
}

/**
 * The call that had him is over. The exchange says so itself in a moment; should that be lost, he is at least not
 * thought to talk for ever.
 */
export function release(state: State, id: AgentId): void {
  const agent = state.agents.get(id);
  if (agent?.status === "ringing") changeAgent(state, id, agent.skills, "free");
  else if (agent?.status === "busy") changeAgent(state, id, agent.skills, "wrap-up");
}

/** Adds an agent to what his skills' lines count, or takes him out (`by` -1). */
export function countAgent(state: State, agent: Agent, by: 1 | -1): void {
  if (agent.status === "away") return;
  for (const skill of agent.skills) {
    const line = lineOf(state, skill);
    line.presentAgents += by;
    if (agent.status === "free") line.freeAgents += by;
  }
}
