import type { Stretch } from "../replay/line-run/centre-day.ts";
import type { LiftCall, LiftDay } from "./lift-call.ts";
import type { Talk } from "./talks.ts";

/** An agent who takes no call for longer was away meanwhile. */
const AWAY_AFTER_MS = 30 * 60_000;
/** An agent who takes no call while a caller whom the agent serves waits longer was away meanwhile. */
const IGNORED_AFTER_MS = 20_000;
/** Who takes a caller who waited already, so long after the last call, worked on until then. */
const LONGEST_AFTER_WORK_MS = 120_000;

/** An agent of a day, as far as calls show. */
export interface SeenAgent {
  readonly skills: readonly string[];
  readonly stretches: readonly Stretch[];
}

export interface SeenCrew {
  readonly agents: readonly SeenAgent[];
  /** How long agents worked on after calls, ms: of those calls after which the agent's next caller waited already. */
  readonly afterWork: ReadonlyMap<LiftCall, number>;
}

/**
 * The agents behind the talks of a day. Nothing tells when they were there but their calls. An agent is there through each call, and
 * between two calls unless a caller whom the agent serves waited through more than 20 s of the gap, or it is longer than 30 min; so
 * too before the first call and after the last, while callers come. An agent serves the skills of the calls they took.
 */
export function seenCrew(calls: LiftDay, talks: readonly (readonly Talk[])[]): SeenCrew {
  const waits = longWaits(calls);
  const opened = calls[0]?.arrivedAt ?? 0;
  const closed = calls.at(-1)?.arrivedAt ?? 0;
  const afterWork = new Map<LiftCall, number>();
  const agents = talks.map((ofAgent) => {
    const skills = [...new Set(ofAgent.map(({ call }) => call.skill))];
    const wasThere = (from: number, to: number) =>
      to - from <= IGNORED_AFTER_MS ||
      (to - from <= AWAY_AFTER_MS &&
        !skills.some((skill) => waits.get(skill)?.some(from, to, IGNORED_AFTER_MS)));
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
    return { skills, stretches };
  });
  return { agents, afterWork };
}

/** The waits of a skill that are longer than an idle agent leaves callers alone. */
class LongWaits {
  readonly #waits: readonly { from: number; to: number }[];
  readonly #longest: number;

  constructor(waits: readonly { from: number; to: number }[]) {
    this.#waits = waits;
    this.#longest = waits.reduce((most, { from, to }) => Math.max(most, to - from), 0);
  }

  /** Whether one of them lasted longer than `ms` between two moments. */
  some(from: number, to: number, ms: number): boolean {
    let at = this.#firstFrom(from - this.#longest);
    for (; at < this.#waits.length; at++) {
      const wait = this.#waits[at]!;
      if (wait.from >= to) return false;
      if (Math.min(wait.to, to) - Math.max(wait.from, from) > ms) return true;
    }
    return false;
  }

  #firstFrom(moment: number): number {
    let low = 0;
    let high = this.#waits.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#waits[middle]!.from < moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function longWaits(calls: LiftDay): Map<string, LongWaits> {
  const long = calls.filter(({ waitMs }) => waitMs > IGNORED_AFTER_MS);
  const bySkill = Map.groupBy(long, ({ skill }) => skill);
  return new Map(
    [...bySkill].map(([skill, ofSkill]) => [
      skill,
      new LongWaits(ofSkill.map(({ arrivedAt, waitMs }) => ({ from: arrivedAt, to: arrivedAt + waitMs }))),
    ]),
  );
}
