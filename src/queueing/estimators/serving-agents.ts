import { mustBePositive } from "../parameter-error.ts";

/**
 * How many agents a skill really has: of those logged in, some are paused, and of the others some are busy with other
 * skills. Learned as shares of agents' time, by exponential forgetting in time, exact between two observations
 * whenever they come. A plain JSON object, one for each skill; `observeAgents` alone changes it, in place.
 */
export interface ServingAgents {
  /** The time constant with which the past fades; any unit, the same as that of `at`. */
  readonly memory: number;
  /** Weighted agent-time, as in `AgentsNow`. */
  own: number;
  elsewhere: number;
  paused: number;
  /** What holds since `at`; `null` before the first observation. */
  now: AgentsNow | null;
  at: number;
}

/** The agents of a skill who are logged in at an instant. */
export interface AgentsNow {
  /** Not paused, and free or busy with this skill. */
  readonly own: number;
  /** Not paused, and busy with another skill. */
  readonly elsewhere: number;
  readonly paused: number;
}

/** Shares of agents' time. */
export interface AgentShares {
  /** Of those who are not paused: how much of their time this skill has. */
  readonly own: number;
  /** Of those logged in: how much of their time they are not paused. */
  readonly unpaused: number;
}

/** A skill whose agents were not observed yet. `memory` is more than 0. */
export function newServingAgents(memory: number): ServingAgents {
  mustBePositive("memory", memory);
  return { memory, own: 0, elsewhere: 0, paused: 0, now: null, at: 0 };
}

/** From `at` on there are these agents. A time before the last one is taken to be the last one; what is no number changes nothing. */
export function observeAgents(agents: ServingAgents, now: AgentsNow, at: number): void {
  if (!Number.isFinite(now.own + now.elsewhere + now.paused + at)) return;
  if (agents.now) {
    const kept = Math.exp(-Math.max(0, at - agents.at) / agents.memory);
    const since = agents.memory * (1 - kept);
    agents.own = agents.own * kept + agents.now.own * since;
    agents.elsewhere = agents.elsewhere * kept + agents.now.elsewhere * since;
    agents.paused = agents.paused * kept + agents.now.paused * since;
  }
  agents.at = agents.now ? Math.max(agents.at, at) : at;
  agents.now = { own: now.own, elsewhere: now.elsewhere, paused: now.paused };
}

/**
 * The shares of all skills together, which a skill that was little seen leans on. Where nothing was seen at all, every
 * agent who is logged in is believed to be there for the skill.
 */
export function sharesOfAll(skills: readonly ServingAgents[]): AgentShares {
  const sum = (of: (skill: ServingAgents) => number) => skills.reduce((total, skill) => total + of(skill), 0);
  const [own, elsewhere, paused] = [
    sum((skill) => skill.own),
    sum((skill) => skill.elsewhere),
    sum((skill) => skill.paused),
  ];
  return {
    own: own + elsewhere > 0 ? own / (own + elsewhere) : 1,
    unpaused: own + elsewhere + paused > 0 ? (own + elsewhere) / (own + elsewhere + paused) : 1,
  };
}

/**
 * The shares of one skill, drawn towards those of all by as much agent-time as `weight` (more than 0; an hour of one agent,
 * say): the mean of a beta law with the others as its prior.
 */
export function agentShares(skill: ServingAgents, all: AgentShares, weight: number): AgentShares {
  const unpaused = skill.own + skill.elsewhere;
  return {
    own: (skill.own + weight * all.own) / (unpaused + weight),
    unpaused: (unpaused + weight * all.unpaused) / (unpaused + skill.paused + weight),
  };
}

/** Agents who effectively serve the skill now: those logged in and not paused, by the share it has of their time. */
export function servingAgents(
  shares: AgentShares,
  now: { readonly loggedIn: number; readonly paused: number },
) {
  return Math.max(0, now.loggedIn - now.paused) * shares.own;
}

/** The same for a time so far ahead that who is paused now says nothing: of those who will be logged in, the usual share. */
export function plannedAgents(shares: AgentShares, loggedIn: number): number {
  return loggedIn * shares.unpaused * shares.own;
}
