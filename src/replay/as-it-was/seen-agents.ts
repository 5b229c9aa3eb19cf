import type { AgentId, SkillId } from "../../line/ids.ts";

/** An agent, as far as the calls that they took show them. */
interface SeenAgent {
  readonly id: AgentId;
  /** When they last took a call of each skill, epoch ms. */
  readonly taken: Map<SkillId, number>;
  /** The call that they are in; `null`: none. */
  call: string | null;
  /** Since when they are in no call, epoch ms. */
  freeSince: number;
}

/**
 * The agents behind recorded calls, at every moment from nothing that came later. No log says when they were there. An agent
 * serves the skills that they took calls of lately; and who ended a call is free for as long as nobody had to wait for them since.
 */
export class SeenAgents {
  readonly #agents = new Map<string, SeenAgent>();
  readonly #idle: AgentId[] = [];
  /** When somebody last waited for a skill though its agents were free to take them, epoch ms. */
  readonly #waited = new Map<SkillId, number>();
  #unknown = 0;

  /** An agent takes a call of a skill; `key` names them, or `null`: the log does not say who it was. */
  answer(key: string | null, call: string, skill: SkillId, at: number): { id: AgentId; skills: SkillId[] } {
    const name = key ?? `of ${call}`;
    let agent = this.#agents.get(name);
    if (!agent) {
      agent = { id: key ?? this.#unknownAgent(), taken: new Map(), call: null, freeSince: at };
      this.#agents.set(name, agent);
    }
    agent.call = call;
    agent.taken.set(skill, at);
    return { id: agent.id, skills: skillsAt(agent, at) };
  }

  /** The call is over; gives the agent, unless they took another one meanwhile, and whether the log knows who they are. */
  free(
    key: string | null,
    call: string,
    at: number,
  ): { id: AgentId; skills: SkillId[]; known: boolean } | null {
    const name = key ?? `of ${call}`;
    const agent = this.#agents.get(name);
    if (agent?.call !== call) return null;
    agent.call = null;
    agent.freeSince = at;
    if (key === null) {
      this.#agents.delete(name);
      this.#idle.push(agent.id);
    }
    return { id: agent.id, skills: skillsAt(agent, at), known: key !== null };
  }

  /** Somebody waits for the skill: the agents who seemed free for it are not there. */
  waits(skill: SkillId, at: number): void {
    this.#waited.set(skill, at);
  }

  /** How many agents are free for a skill, as far as the record shows. */
  freeFor(skill: SkillId, at: number): number {
    let free = 0;
    for (const agent of this.#agents.values()) {
      if (agent.call !== null || at - agent.freeSince > THERE_FOR_MS) continue;
      const skills = skillsAt(agent, at);
      const wasWaitedFor = skills.some((one) => (this.#waited.get(one) ?? 0) > agent.freeSince);
      if (skills.includes(skill) && !wasWaitedFor) free++;
    }
    return free;
  }

  #unknownAgent(): AgentId {
    return this.#idle.pop() ?? `unknown-${++this.#unknown}`;
  }
}

function skillsAt({ taken }: SeenAgent, at: number): SkillId[] {
  return [...taken].filter(([, last]) => at - last < LATELY_MS).map(([skill]) => skill);
}

/** A skill of which an agent took no call for so long is none of theirs. */
const LATELY_MS = 4 * 86_400_000;
/** Who took no call for so long is not there. */
const THERE_FOR_MS = 300_000;
