import type { AgentStatus } from "./facts.ts";
import type { AgentId, AttemptId, CallId, SkillId } from "./ids.ts";
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
    agent = { id, skills, status, with: null };
    state.agents.set(id, agent);
  }
  agent.skills = skills;
  agent.status = status;
  countAgent(state, agent, 1);
}

/**
 * A call, or the leg of an attempt, has him, unless he left or pauses: then what the exchange says of him himself
 * counts.
 */
export function occupy(state: State, id: AgentId, status: "ringing" | "busy", by: CallId | AttemptId): void {
  const agent = state.agents.get(id);
  if (!agent) return;
  agent.with = by;
  if (agent.status !== "away" && agent.status !== "paused") changeAgent(state, id, agent.skills, status);
}

/**
 * The call, or leg, that had him is over. The exchange says so itself in a moment; should that be lost, he is at least
 * not thought to talk for ever. Whom another one has by now stays with that.
 */
export function release(state: State, id: AgentId, by: CallId | AttemptId): void {
  const agent = state.agents.get(id);
  if (agent?.with !== by) return;
  agent.with = null;
  if (agent.status === "ringing") changeAgent(state, id, agent.skills, "free");
  else if (agent.status === "busy") changeAgent(state, id, agent.skills, "wrap-up");
}

/** Adds an agent to what his skills' lines count, or takes him out (`by` -1). */
export function countAgent(state: State, agent: Agent, by: 1 | -1): void {
  if (agent.status === "away") return;
  for (const skill of agent.skills) {
    const line = lineOf(state, skill);
    line.presentAgents += by;
    state.looks.note(line);
    if (agent.status === "free") line.freeAgents += by;
  }
}
