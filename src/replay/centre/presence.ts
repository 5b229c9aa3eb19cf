import type { Break } from "../../exchange/simulated/agents.ts";
import type { LoggedCall } from "../../history/call-log.ts";

/** An agent's day as a record shows it. Times in epoch ms. */
export interface Presence {
  readonly agent: string;
  /** By the log's names. */
  readonly skills: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly breaks: readonly Break[];
}

/** Who was there on a day, and what agents still did after calls. */
export interface DayPresence {
  readonly agents: readonly Presence[];
  /** How long agents were busy with each answered call after its end, ms; left out: nothing is known of it. */
  readonly afterCallMs: ReadonlyMap<LoggedCall, number>;
}

/** What the phone system itself wrote of an agent on a day: the span in which they were logged in, and when they were paused. */
export interface LoggedPresence {
  readonly from: number;
  readonly to: number;
  readonly breaks: readonly Break[];
}

/** A caller waits for a skill. */
interface Wait {
  readonly from: number;
  readonly to: number;
  readonly skill: string;
}

interface Talk {
  readonly call: LoggedCall;
  readonly from: number;
  readonly to: number;
}

/** A wait that short says nothing in a record of whole seconds. */
const SEEN_WAIT_MS = 1_000;
/** A shorter absence after a call is work that belongs to it. */
const AFTER_CALL_MS = 120_000;
/** Without a call for so long an agent is away, whether anybody waits or not. */
const AWAY_AFTER_MS = 90 * 60_000;

/**
 * The agents of a day. An agent who takes no call while a caller of a skill they serve waits is away; so of a gap between two calls they are
 * away until nobody waits any more, and half of what is left of it, since they came back some time before the next call. An
 * absence of up to two minutes is work after the call, a longer one a break, which keeps its length when a call delays it. Without
 * `logged` nobody is there before their first call or after their last.
 *
 * What is inferred was chosen by how closely five months of a bank of 1999 are reproduced, and that share of a gap, the two
 * minutes and the ends of a day with it: no test of it are those months.
 */
export function dayPresence(
  calls: readonly LoggedCall[],
  skillsOf: (agent: string) => readonly string[],
  logged: (agent: string) => LoggedPresence | null = () => null,
): DayPresence {
  const waits = calls
    .filter(({ waitMs }) => waitMs > SEEN_WAIT_MS)
    .map(({ arrivedAt, waitMs, skill }): Wait => ({ from: arrivedAt, to: arrivedAt + waitMs, skill }));
  const afterCallMs = new Map<LoggedCall, number>();
  const agents: Presence[] = [];
  for (const [agent, talks] of talksByAgent(calls)) {
    const known = skillsOf(agent);
    const skills = known.length > 0 ? known : [...new Set(talks.map(({ call }) => call.skill))];
    const mine = waits.filter(({ skill }) => skills.includes(skill));
    const log = logged(agent);
    const first = talks[0]!.from;
    const { gaps, last } = gapsOf(talks);
    const from = Math.min(log?.from ?? first, first);
    const to = Math.max(log?.to ?? last, last);
    const breaks: Break[] = [];
    for (const { after, ...gap } of gaps) {
      // Who was logged in all the while was there where nobody waited, however long that was.
      const absentMs = log || gap.to - gap.from <= AWAY_AFTER_MS ? absenceIn(gap, mine) : gap.to - gap.from;
      const isPaused = log?.breaks.some(({ at, lastsMs }) => at < gap.to && at + lastsMs > gap.from) ?? false;
      if (absentMs === 0) afterCallMs.set(after, 0);
      else if (absentMs <= AFTER_CALL_MS && !isPaused) afterCallMs.set(after, absentMs);
      else breaks.push({ at: gap.from, lastsMs: absentMs });
    }
    for (const edge of [
      { from, to: first },
      { from: last, to },
    ]) {
      const absentMs = absenceIn(edge, mine);
      if (absentMs > 0) breaks.push({ at: edge.from, lastsMs: absentMs });
    }
    agents.push({ agent, skills, from, to, breaks: together(breaks, log?.breaks ?? []) });
  }
  return { agents, afterCallMs };
}

/** In order of the agents' names; calls whose agent is not known are given to as few as could have talked at the same time. */
function talksByAgent(calls: readonly LoggedCall[]): [string, Talk[]][] {
  const named = new Map<string, Talk[]>();
  const unknown: Talk[] = [];
  const answered = calls.filter(({ outcome }) => outcome === "answered");
  for (const call of answered) {
    const from = call.arrivedAt + call.waitMs;
    const talk = { call, from, to: from + (call.handleMs ?? 0) };
    const talks = call.agent === null ? unknown : (named.get(call.agent) ?? []);
    talks.push(talk);
    if (call.agent !== null) named.set(call.agent, talks);
  }
  for (const talks of named.values()) talks.sort(byBeginning);
  const anonymous: Talk[][] = [];
  for (const talk of unknown.sort(byBeginning)) {
    const free = anonymous.find((talks) => talks.at(-1)!.to <= talk.from);
    if (free) free.push(talk);
    else anonymous.push([talk]);
  }
  return [
    ...[...named].sort(([a], [b]) => (a < b ? -1 : 1)),
    ...anonymous.map((talks, index): [string, Talk[]] => [`anonymous-${index + 1}`, talks]),
  ];
}

function byBeginning(one: Talk, other: Talk): number {
  return one.from - other.from;
}

/** The gaps between an agent's calls, with the call before each, and when the last call ended. */
function gapsOf(talks: readonly Talk[]): {
  readonly gaps: readonly { readonly after: LoggedCall; readonly from: number; readonly to: number }[];
  readonly last: number;
} {
  const gaps = [];
  let before: Talk | null = null;
  for (const talk of talks) {
    if (before && talk.from > before.to) gaps.push({ after: before.call, from: before.to, to: talk.from });
    if (!before || talk.to > before.to) before = talk;
  }
  return { gaps, last: before!.to };
}

/** How long an agent was away of a gap, from its beginning on, while callers of the skills they serve waited. */
function absenceIn(
  { from, to }: { readonly from: number; readonly to: number },
  waits: readonly Wait[],
): number {
  let until = from;
  for (const wait of waits) {
    const end = Math.min(wait.to, to);
    if (end - Math.max(wait.from, from) > SEEN_WAIT_MS) until = Math.max(until, end);
  }
  return until === from ? 0 : Math.round(until - from + (to - until) / 2);
}

/** The breaks of both, those that overlap as one. */
function together(some: readonly Break[], others: readonly Break[]): Break[] {
  const joined: { at: number; lastsMs: number }[] = [];
  for (const { at, lastsMs } of [...some, ...others].sort((one, other) => one.at - other.at)) {
    const before = joined.at(-1);
    if (before && at <= before.at + before.lastsMs)
      before.lastsMs = Math.max(before.lastsMs, at + lastsMs - before.at);
    else joined.push({ at, lastsMs });
  }
  return joined;
}
