import type { LoggedCall } from "../../history/call-log.ts";
import {
  type AgentDay,
  agentDay,
  type LoggedPresence,
  seenWaitMs,
  spreadOverFewest,
  type Talk,
} from "./agent-day.ts";
import { skillsOfDay } from "./skills-of-day.ts";
import { WaitsOfSkill } from "./waits-of-skill.ts";

/** An agent's day as a record shows it. Times in epoch ms. */
export interface Presence extends Omit<AgentDay<LoggedCall>, "afterCallMs"> {
  readonly agent: string;
  /** By the log's names. */
  readonly skills: readonly string[];
}

/** Who was there on a day, and what agents still did after calls. */
export interface DayPresence {
  readonly agents: readonly Presence[];
  /** How long agents were busy with each answered call after its end, ms; left out: nothing is known of it. */
  readonly afterCallMs: ReadonlyMap<LoggedCall, number>;
}

/** The agents of a day, by the one rule of presence (`agentDay`). Calls come in order of arrival. `turnOf`: where a caller stands; left out: as they came. */
export function dayPresence(
  calls: readonly LoggedCall[],
  skillsOf: (agent: string) => readonly string[],
  logged: (agent: string) => LoggedPresence | null = () => null,
  turnOf: (call: LoggedCall) => number = ({ arrivedAt }) => arrivedAt,
): DayPresence {
  const waits = WaitsOfSkill.of(calls, turnOf);
  const afterCallMs = new Map<LoggedCall, number>();
  const byAgent = talksByAgent(calls);
  const seenMs = seenWaitMs(byAgent.map(([, talks]) => talks));
  const agents = byAgent.map(([agent, talks]): Presence => {
    const known = skillsOf(agent);
    const usual = known.length > 0 ? known : [...new Set(talks.map(({ call }) => call.skill))];
    const skills = skillsOfDay(usual, talks, { turnOf, waits });
    const mine = skills.flatMap((skill) => waits.get(skill) ?? []);
    const { afterCallMs: after, ...day } = agentDay(talks, { waits: mine, seenMs, log: logged(agent) });
    for (const [call, ms] of after) afterCallMs.set(call, ms);
    return { agent, skills, ...day };
  });
  return { agents, afterCallMs };
}

/** In order of the agents' names; calls whose agent is not known are given to as few as could have talked at the same time. */
function talksByAgent(calls: readonly LoggedCall[]): [string, Talk<LoggedCall>[]][] {
  const named = new Map<string, Talk<LoggedCall>[]>();
  const unknown: Talk<LoggedCall>[] = [];
  const answered = calls.filter(({ outcome }) => outcome === "answered");
  for (const call of answered) {
    const from = call.arrivedAt + call.waitMs;
    const talk = { call, from, to: from + (call.handleMs ?? 0) };
    const talks = call.agent === null ? unknown : (named.get(call.agent) ?? []);
    talks.push(talk);
    if (call.agent !== null) named.set(call.agent, talks);
  }
  for (const talks of named.values()) talks.sort(byBeginning);
  return [
    ...[...named].sort(([a], [b]) => (a < b ? -1 : 1)),
    ...spreadOverFewest(unknown.sort(byBeginning)).map((talks, index): [string, Talk<LoggedCall>[]] => [
      `anonymous-${index + 1}`,
      talks,
    ]),
  ];
}

function byBeginning(one: Talk<LoggedCall>, other: Talk<LoggedCall>): number {
  return one.from - other.from;
}
