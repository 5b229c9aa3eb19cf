import type { LoggedCall } from "../../history/call-log.ts";

/** Of an agent's calls, the least share in a skill that they serve: less is a slip, or a transfer. */
const LEAST_SHARE = 0.01;
const LEAST_CALLS = 2;

/** Which skills agents serve, as far as the calls that they took show it. */
export class ServedSkills {
  readonly #byAgent = new Map<string, Map<string, number>>();

  add({ agent, skill, outcome }: LoggedCall): void {
    if (agent === null || outcome !== "answered") return;
    const skills = this.#byAgent.get(agent) ?? new Map<string, number>();
    this.#byAgent.set(agent, skills.set(skill, (skills.get(skill) ?? 0) + 1));
  }

  /** By the log's names, the one with the most calls first; none of somebody who took no call. */
  of(agent: string): readonly string[] {
    const skills = this.#ranked(agent);
    const all = skills.reduce((sum, [, calls]) => sum + calls, 0);
    return skills
      .filter(([, calls], rank) => rank === 0 || (calls >= LEAST_CALLS && calls >= LEAST_SHARE * all))
      .map(([skill]) => skill);
  }

  /** The same with those in which they took a single call: a day has few calls, and a skill must not be left without agents. */
  ever(agent: string): readonly string[] {
    return this.#ranked(agent).map(([skill]) => skill);
  }

  #ranked(agent: string): [skill: string, calls: number][] {
    return [...(this.#byAgent.get(agent) ?? [])].sort(
      ([a, many], [b, few]) => few - many || (a < b ? -1 : 1),
    );
  }
}
