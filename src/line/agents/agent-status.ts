import type { AgentStatus } from "../facts.ts";
import type { AgentId, AttemptId, CallId, SkillId } from "../ids.ts";
import { learnHandleTime } from "../learning/learned.ts";
import { observeHandled } from "../learning/observe-line.ts";
import { type Agent, lineOf, type State } from "../state.ts";

/**
 * Writes what the exchange says of an agent, or what follows from it, into them and into what their lines count. Who is
 * free again after a call has shown how long one takes. `at`: epoch ms.
 */
export function changeAgent(
  state: State,
  id: AgentId,
  skills: readonly SkillId[],
  status: AgentStatus,
  at: number,
): void {
  let agent = state.agents.get(id);
  if (agent) countAgent(state, agent, -1);
  else {
    agent = { id, skills, status, since: at, with: null, serving: null };
    state.agents.set(id, agent);
  }
  agent.skills = skills;
  if (agent.status !== status) agent.since = at;
  agent.status = status;
  if (status === "free") learnFrom(state, agent, at);
  // A pause may begin in a call: when that one ends is not seen.
  if (status === "free" || status === "paused" || status === "away") agent.serving = null;
  countAgent(state, agent, 1);
}

/** What an agent answered last is over, and since when is not known. */
export function forgetServing(state: State, id: AgentId): void {
  const agent = state.agents.get(id);
  if (agent) agent.serving = null;
}

/** Keeps what people call an agent; an agent without a name now keeps the one they had. */
export function nameAgent(
  state: State,
  { agent: id, name }: { readonly agent: AgentId; readonly name?: string },
): void {
  const agent = state.agents.get(id);
  if (agent && name !== undefined) agent.name = name;
}

/**
 * A call of this skill, or the leg of an attempt, has them, unless they left or pause: then what the exchange says of
 * them counts.
 */
export function occupy(
  state: State,
  id: AgentId,
  status: "ringing" | "busy",
  { by, skill, at }: { readonly by: CallId | AttemptId; readonly skill: SkillId; readonly at: number },
): void {
  const agent = state.agents.get(id);
  if (!agent) return;
  agent.with = by;
  if (agent.status === "away" || agent.status === "paused") return;
  if (status === "busy") agent.serving = { skill, since: at };
  changeAgent(state, id, agent.skills, status, at);
}

/**
 * The call, or leg, that had them is over. The exchange says so itself in a moment; should that be lost, they are at
 * least not thought to talk for ever. An agent who has another one by now stays with that.
 */
export function release(state: State, id: AgentId, by: CallId | AttemptId, at: number): void {
  const agent = state.agents.get(id);
  if (agent?.with !== by) return;
  agent.with = null;
  if (agent.status === "ringing") changeAgent(state, id, agent.skills, "free", at);
  else if (agent.status === "busy") changeAgent(state, id, agent.skills, "wrap-up", at);
}

/** Adds an agent to what their skills' lines count, or takes them out (`by` -1). */
export function countAgent(state: State, agent: Agent, by: 1 | -1): void {
  if (agent.status === "away") return;
  for (const skill of agent.skills) {
    const line = lineOf(state, skill);
    if (by === 1) line.agents.add(agent);
    else line.agents.delete(agent);
    state.dueLines.note(line);
    if (agent.status === "free") line.freeAgents += by;
  }
}

function learnFrom(state: State, { serving }: Agent, at: number): void {
  if (!serving) return;
  const line = lineOf(state, serving.skill);
  learnHandleTime(line.learned, at - serving.since);
  observeHandled(state.learnedLine, at - serving.since, at);
  state.dueLines.note(line);
}
