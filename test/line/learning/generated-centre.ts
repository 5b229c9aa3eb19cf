import type { PlayedCall } from "../../../bench/recorded-history.ts";
import { erlang, exponential } from "../../../src/queueing/laws/distributions.ts";
import { RandomSource } from "../../../src/queueing/random.ts";

export const SECOND_MS = 1_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** A centre of one skill: who has the earliest arrival − credit is served next. */
export interface Centre {
  readonly agents: number;
  readonly handleMs: number;
  readonly patienceMs: number;
  /** Exponential stages of patience; 1 when left out. */
  readonly patienceStages?: number;
  /** 1 when left out; another skill has agents of its own. */
  readonly skill?: number;
  /** Calls over what the agents could take. */
  readonly load: number;
  readonly hours: number;
  /** The credits that people have, each as often as the others; one who has none counts by arrival. */
  readonly creditsMs?: readonly number[];
  readonly people?: number;
}

/** A call of a generated centre. */
export interface GeneratedCall extends PlayedCall {
  /** Callers who were ahead in the order in which the centre serves. */
  readonly ahead: number;
}

interface Waiting {
  readonly at: number;
  readonly rank: number;
  readonly leavesAt: number;
  readonly handleMs: number;
  readonly person: string;
  readonly ahead: number;
}

/** The calls of a centre with exponential gaps, handle times and patience, in order of arrival; to begin with it is empty. */
export function generatedCalls(seed: string, centre: Centre, from = 0): GeneratedCall[] {
  const random = new RandomSource("learning").stream(seed);
  const { agents, handleMs, patienceMs, load, hours, creditsMs = [0], people = 300 } = centre;
  const { skill = 1, patienceStages = 1 } = centre;
  const freeAt = Array.from({ length: agents }, () => from);
  const calls: GeneratedCall[] = [];
  let line: Waiting[] = [];
  const end = (one: Waiting, at: number, agent: number | null) => {
    calls.push({
      id: `${seed}/${calls.length}`,
      month: seed,
      standing: { skill, class: null, person: one.person, place: one.at },
      at: one.at,
      waitMs: at - one.at,
      handleMs: agent === null ? 0 : one.handleMs,
      agent: agent === null ? null : `A${skill}-${agent}`,
      isAnswered: agent !== null,
      ahead: one.ahead,
    });
    if (agent !== null) freeAt[agent] = at + one.handleMs;
  };
  const serveUntil = (at: number) => {
    while (line.length > 0) {
      const agent = freeAt.indexOf(Math.min(...freeAt));
      const next = freeAt[agent]!;
      const now = Math.min(next, at);
      for (const one of line) if (one.leavesAt <= now) end(one, one.leavesAt, null);
      line = line.filter((one) => one.leavesAt > now);
      if (next > at) return;
      const first = line.toSorted((one, other) => one.rank - other.rank)[0];
      if (!first) return;
      line = line.filter((one) => one !== first);
      end(first, Math.max(next, first.at), agent);
    }
  };
  for (let at = from; at < from + hours * HOUR_MS; ) {
    at += Math.ceil(exponential(random, handleMs / agents / load));
    serveUntil(at);
    const group = Math.floor(random.uniform() * creditsMs.length);
    const one: Waiting = {
      at,
      rank: at - creditsMs[group]!,
      leavesAt: at + Math.ceil(erlang(random, patienceMs, patienceStages)),
      handleMs: Math.ceil(exponential(random, handleMs)),
      person: `${group}-${Math.floor(random.uniform() * people)}`,
      ahead: line.filter(({ rank }) => rank <= at - creditsMs[group]!).length,
    };
    const idle = freeAt.findIndex((free) => free <= at);
    if (idle >= 0 && line.length === 0) end(one, at, idle);
    else line.push(one);
  }
  serveUntil(Number.POSITIVE_INFINITY);
  return calls.sort((one, other) => one.at - other.at);
}
