import type { Stretch } from "../../replay/line-run/centre-day.ts";
import type { LiftCall, LiftDay } from "../lift-call.ts";
import type { SkillRanks } from "./skill-ranks.ts";
import type { Talk } from "./talks.ts";
import { WaitsOfSkill } from "./waits-of-skill.ts";

/** An agent who takes no call for longer was away meanwhile. */
const AWAY_AFTER_MS = 2 * 3_600_000;
/** An agent who takes no call while a caller whom the agent serves waits longer was away meanwhile. */
const IGNORED_AFTER_MS = 20_000;
/** Who takes a caller who waited already, so long after the last call, worked on until then. */
const LONGEST_AFTER_WORK_MS = 120_000;

/** An agent of a day, as far as calls show. */
export interface SeenAgent {
  readonly skills: readonly string[];
  /** How these rank for the agent, as `CentreAgent` has it. */
  readonly ranks: readonly number[];
  readonly stretches: readonly Stretch[];
}

export interface SeenCrew {
  readonly agents: readonly SeenAgent[];
  /** How long agents worked on after calls, ms: of those calls after which the agent's next caller waited already. */
  readonly afterWork: ReadonlyMap<LiftCall, number>;
}

/**
 * The agents behind the talks of a day. Nothing tells when they were there but their calls. An agent is there through each call, and
 * between two calls unless a caller whom the agent serves waited through more than 20 s of the gap, or it is longer than 2 hours; so
 * too before the first call and after the last, while callers come. An agent serves the skills of the calls they took.
 */
export function seenCrew(calls: LiftDay, talks: readonly (readonly Talk[])[], ranksOf: SkillRanks): SeenCrew {
  const waits = WaitsOfSkill.of(calls);
  const opened = calls[0]?.arrivedAt ?? 0;
  const closed = calls.at(-1)?.arrivedAt ?? 0;
  const afterWork = new Map<LiftCall, number>();
  const agents = talks.map((ofAgent) => {
    const skills = [...new Set(ofAgent.map(({ call }) => call.skill))];
    const wasThere = (from: number, to: number) =>
      to - from <= IGNORED_AFTER_MS ||
      (to - from <= AWAY_AFTER_MS &&
        !skills.some((skill) => waits.get(skill)?.anyLonger(IGNORED_AFTER_MS, from, to)));
    const stretches: { from: number; to: number }[] = [];
    let before: Talk | null = null;
    for (const talk of ofAgent) {
      const stretch = stretches.at(-1);
      if (!before || !stretch) {
        const { from, to } = talk;
        stretches.push({ from: wasThere(opened, from) ? Math.min(opened, from) : from, to });
      } else {
        const gap = talk.from - before.to;
        const workedOn =
          talk.call.callback === null &&
          talk.call.arrivedAt <= before.to &&
          gap >= 0 &&
          gap <= LONGEST_AFTER_WORK_MS;
        if (workedOn) afterWork.set(before.call, gap);
        if (workedOn || wasThere(stretch.to, talk.from)) stretch.to = Math.max(stretch.to, talk.to);
        else stretches.push({ from: talk.from, to: talk.to });
      }
      before = talk;
    }
    const last = stretches.at(-1)!;
    if (wasThere(last.to, closed)) last.to = Math.max(last.to, closed);
    // A caller may come at the very moment at which the last call ends, or the last caller comes.
    last.to += 1;
    return { skills, ranks: ranksOf(ofAgent[0]!.call.agent, skills), stretches };
  });
  return { agents, afterWork };
}
